using System.Collections.Concurrent;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Screens.Live;

/// <summary>
/// Questions that are asked again and again while somebody looks at the answers. Two hundred consoles that show the same ask
/// once: a question is known by its key. It is asked no more when the last one has gone. Thread-safe.
/// </summary>
public sealed class LiveFeeds(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, object> _feeds = new(StringComparer.Ordinal);

    /// <summary>How many questions are being asked.</summary>
    public int Count => _feeds.Count;

    /// <summary>Asks until the result is disposed.</summary>
    /// <param name="key">The same key means the same question, of the same type, with the same period.</param>
    /// <param name="period">Pause between two answers.</param>
    /// <param name="ask">Throws <see cref="HttpRequestException"/> or <see cref="TimeoutException"/> where there is no answer.</param>
    /// <param name="tell">
    /// Called with each answer, one at a time, on a thread of the pool; at once where one is known already. Whoever is still busy with
    /// an answer when others come is told the newest of these afterwards.
    /// </param>
    public IDisposable Follow<T>(string key, TimeSpan period, Func<CancellationToken, Task<T>> ask, Func<Answer<T>, Task> tell)
        where T : class
    {
        while (true)
        {
            var feed = (Feed<T>)_feeds.GetOrAdd(key, _ => new Feed<T>(this, key, period, ask, time));
            if (feed.TryAdd(tell) is { } subscription)
                return subscription;
            // It ended between our finding and our joining it: it has removed itself, or is about to.
            _feeds.TryRemove(new KeyValuePair<string, object>(key, feed));
        }
    }

    private sealed class Feed<T>(LiveFeeds owner, string key, TimeSpan period, Func<CancellationToken, Task<T>> ask, TimeProvider time)
        where T : class
    {
        private readonly Lock _gate = new();
        private readonly List<Listener<T>> _listeners = [];
        private Answer<T>? _last;
        private Action? _end;
        private bool _ended;

        public IDisposable? TryAdd(Func<Answer<T>, Task> tell)
        {
            var listener = new Listener<T>(tell);
            bool knows;
            lock (_gate)
            {
                if (_ended)
                    return null;
                _listeners.Add(listener);
                // Offered in here, so that it cannot come after one that is newer.
                knows = _last is not null && listener.Offer(_last);
                if (_end is null)
                {
                    // It ends by this alone, and is disposed by the task that it ends.
                    var source = new CancellationTokenSource();
                    _end = source.Cancel;
                    _ = Task.Run(() => AskAsync(source));
                }
            }

            // On this thread: a page that is opened second has its values in its first rendering.
            if (knows)
                _ = listener.TellAsync();
            return new Subscription(() => Remove(listener));
        }

        private void Remove(Listener<T> listener)
        {
            listener.Leave();
            lock (_gate)
            {
                if (!_listeners.Remove(listener) || _listeners.Count > 0)
                    return;
                owner._feeds.TryRemove(new KeyValuePair<string, object>(key, this));
                _ended = true;
            }

            _end!();
        }

        private async Task AskAsync(CancellationTokenSource source)
        {
            using var owned = source;
            var token = source.Token;
            try
            {
                while (true)
                {
                    var answer = await AskOnceAsync(token).ConfigureAwait(false);
                    Listener<T>[] listeners;
                    lock (_gate)
                    {
                        _last = answer;
                        listeners = [.. _listeners];
                    }

                    // None waits for another: a console whose line is slow is late by itself.
                    foreach (var listener in listeners)
                    {
                        if (listener.Offer(answer))
                            _ = Task.Run(listener.TellAsync, CancellationToken.None);
                    }

                    await Task.Delay(period, time, token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // Nobody looks any more.
            }
        }

        private async Task<Answer<T>> AskOnceAsync(CancellationToken token)
        {
            try
            {
                return new Answer<T>(await ask(token).ConfigureAwait(false), null, time.GetUtcNow());
            }
            catch (Exception fault) when (!token.IsCancellationRequested)
            {
                // A page outlives every fault of a service: it shows what was known, and since when it is old.
                return new Answer<T>(_last?.Value, Saying.Of(fault), _last?.At ?? time.GetUtcNow());
            }
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
