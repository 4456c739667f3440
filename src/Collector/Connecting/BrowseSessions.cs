using System.Collections.Concurrent;
using System.Security.Cryptography;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>The sessions that are open. Few at a time, and none longer than somebody uses it.</summary>
internal sealed class BrowseSessions(EdgeOptions edge, ConnectingLimits limits, TimeProvider time, ILogger<BrowseSessions> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);
    private int _places;

    /// <summary>How many are open.</summary>
    public int Count => _held.Count;

    /// <exception cref="ConnectingException">There are too many already, or the server refuses.</exception>
    public async Task<BrowseSession> OpenAsync(SessionTarget target, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _places) > limits.Sessions)
        {
            Interlocked.Decrement(ref _places);
            throw new ConnectingException(
                Microsoft.AspNetCore.Http.StatusCodes.Status429TooManyRequests,
                ConnectingSentences.TooManySessions.Of(limits.Sessions, Math.Round(limits.IdleTime.TotalMinutes)));
        }

        try
        {
            var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            var session = await BrowseSession.OpenAsync(id, target, edge, limits, time, logger, cancellationToken);
            _held[id] = new Held(session) { LastUsed = time.GetTimestamp() };
            Log.BrowseSessionOpened(logger, target.Factory, target.Url);
            return session;
        }
        catch
        {
            Interlocked.Decrement(ref _places);
            throw;
        }
    }

    /// <summary>Does something with a session, which does not end meanwhile.</summary>
    /// <exception cref="ConnectingException">There is no such session, or the server fails.</exception>
    public async Task<T> UseAsync<T>(string id, Func<BrowseSession, Task<T>> use)
    {
        if (!_held.TryGetValue(id, out var held) || !held.TryEnter())
            throw new ConnectingException(Microsoft.AspNetCore.Http.StatusCodes.Status404NotFound, ConnectingSentences.SessionEnded.Of());
        try
        {
            return await use(held.Session);
        }
        catch (Exception fault) when (ConnectingException.IsOfServer(fault))
        {
            throw ConnectingException.Of(fault.Message, fault);
        }
        finally
        {
            held.LastUsed = time.GetTimestamp();
            held.Leave();
        }
    }

    /// <summary>Where a session goes; null where there is none of this id.</summary>
    public SessionTarget? TargetOf(string? id) => id is not null && _held.TryGetValue(id, out var held) ? held.Session.Target : null;

    public async Task CloseAsync(string id)
    {
        if (!_held.TryRemove(id, out var held))
            return;
        await held.EndAsync();
        await held.Session.DisposeAsync();
        Interlocked.Decrement(ref _places);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_held.Keys.Select(CloseAsync));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(limits.IdleTime / 10, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (id, held) in _held)
            {
                if (held.IsUsed || time.GetElapsedTime(held.LastUsed) < limits.IdleTime)
                    continue;
                Log.BrowseSessionEnded(logger, held.Session.Target.Factory, held.Session.Target.Url);
                await CloseAsync(id);
            }
        }
    }

    /// <summary>A session with those who use it at the moment.</summary>
    private sealed class Held(BrowseSession session)
    {
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _lastUsed;
        private int _users;
        private bool _ends;

        public BrowseSession Session => session;

        public long LastUsed
        {
            get => Volatile.Read(ref _lastUsed);
            set => Volatile.Write(ref _lastUsed, value);
        }

        public bool IsUsed
        {
            get
            {
                lock (_gate)
                    return _users > 0;
            }
        }

        public bool TryEnter()
        {
            lock (_gate)
            {
                if (_ends)
                    return false;
                _users++;
                return true;
            }
        }

        public void Leave()
        {
            lock (_gate)
            {
                if (--_users == 0 && _ends)
                    _left.TrySetResult();
            }
        }

        public Task EndAsync()
        {
            lock (_gate)
            {
                _ends = true;
                return _users == 0 ? Task.CompletedTask : _left.Task;
            }
        }
    }
}
