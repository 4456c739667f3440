using System.Net;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// Bounds the secrets that one source can try in vain: a leaky bucket a source, which <see cref="ServerLimits.MaxFailedLoginsPerMinute"/>
/// failures fill and a minute empties. While it is full nothing is checked, right or wrong, so that guessing gains nothing;
/// what was not checked does not count, so that a client that goes on trying gets in as soon as there is room.
/// </summary>
internal sealed class LoginThrottle(int perMinute, ServerClock clock)
{
    /// <summary>Sources that are told apart; those beyond share one bucket, so that the table does not grow with an attack.</summary>
    public const int MaxSources = 1_024;

    private static readonly IPAddress Others = IPAddress.None;

    private readonly Dictionary<IPAddress, Bucket> _buckets = [];
    private readonly Lock _gate = new();
    private long _nextLook;

    /// <param name="Level">Failures in it.</param>
    /// <param name="At">Timestamp when it was looked at last.</param>
    private readonly record struct Bucket(double Level, long At);

    /// <summary>Sources that it remembers.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _buckets.Count;
        }
    }

    /// <exception cref="OpcUaException">BadServerTooBusy: there were too many failures.</exception>
    public void Check(IPAddress? source)
    {
        lock (_gate)
        {
            if (LevelOf(KeyOf(source), clock.Timestamp) <= perMinute - 1)
                return;
        }

        throw new OpcUaException(
            StatusCodes.BadServerTooBusy, $"More than {perMinute} users, tokens or certificates of this address were wrong within a minute: none is checked for some seconds.");
    }

    public void Failed(IPAddress? source)
    {
        lock (_gate)
        {
            var now = clock.Timestamp;
            if (source is not null && !_buckets.ContainsKey(source) && _buckets.Count >= MaxSources)
                ForgetEmpty(now);
            var key = KeyOf(source);
            _buckets[key] = new Bucket(Math.Min(LevelOf(key, now) + 1, perMinute), now);
        }
    }

    private IPAddress KeyOf(IPAddress? source) =>
        source is not null && (_buckets.Count < MaxSources || _buckets.ContainsKey(source)) ? source : Others;

    private double LevelOf(IPAddress key, long now) => _buckets.TryGetValue(key, out var bucket)
        ? Math.Max(0, bucket.Level - (clock.SpanOf(now - bucket.At).TotalMinutes * perMinute))
        : 0;

    // Once a second at most: it looks at all of them.
    private void ForgetEmpty(long now)
    {
        if (now < _nextLook)
            return;
        _nextLook = now + clock.TicksOf(TimeSpan.FromSeconds(1));
        foreach (var key in _buckets.Keys)
        {
            if (LevelOf(key, now) <= 0)
                _buckets.Remove(key);
        }
    }
}
