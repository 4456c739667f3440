namespace Jinan.IndustryBrain.Collector.Coverage;

/// <summary>
/// The values that are stored on both sides of an interval that is not covered: what lies between, and only that, is not stored.
/// Times are Unix nanoseconds of the values.
/// </summary>
/// <param name="After">Time of the last value before; the smallest number where there is none.</param>
/// <param name="Before">Time of the first value after.</param>
internal readonly record struct StoredAround(long After, long Before);

/// <summary>An interval of a signal that is not covered and has still to be looked up in the server's history.</summary>
/// <param name="From">Beginning of the interval, Unix nanoseconds.</param>
/// <param name="To">End of it.</param>
/// <param name="Around">What is stored on both sides.</param>
internal readonly record struct Hole(long From, long To, StoredAround Around)
{
    /// <summary>
    /// How much earlier than the time up to which all was delivered a value may be stamped that was not: devices stamp, and
    /// servers learn of it a while later.
    /// </summary>
    public const long LateStampNs = 10_000_000_000;

    /// <summary>Whether a value of history belongs here and is not stored by what came live.</summary>
    public bool Lacks(long time) => time > Around.After && time < Around.Before && time >= From - LateStampNs && time < To;
}

/// <summary>What is still to be looked up in history, by connection and signal. Bounded. Not thread-safe.</summary>
internal sealed class HoleBook
{
    /// <summary>Of one signal: a server that overflows all the time makes a hole a value.</summary>
    public const int MostOfASignal = 1_000;

    private readonly Dictionary<string, SortedDictionary<int, List<Hole>>> _connections = new(StringComparer.Ordinal);

    public void Add(string connection, int signal, Hole hole)
    {
        if (!_connections.TryGetValue(connection, out var signals))
            _connections[connection] = signals = [];
        if (!signals.TryGetValue(signal, out var holes))
            signals[signal] = holes = [];
        // The oldest stays what the ledger says of it: not covered.
        if (holes.Count == MostOfASignal)
            holes.RemoveAt(0);
        holes.Add(hole);
    }

    /// <summary>All of a signal that end up to here were looked up.</summary>
    public void Settle(string connection, int signal, long to)
    {
        if (!_connections.TryGetValue(connection, out var signals) || !signals.TryGetValue(signal, out var holes))
            return;
        holes.RemoveAll(hole => hole.To <= to);
        if (holes.Count == 0)
            signals.Remove(signal);
    }

    public int Count(string connection) => _connections.TryGetValue(connection, out var signals) ? signals.Values.Sum(holes => holes.Count) : 0;

    public IReadOnlyList<SignalHoles> Of(string connection) => _connections.TryGetValue(connection, out var signals)
        ? [.. signals.Select(pair => new SignalHoles(pair.Key, [.. pair.Value]))]
        : [];
}

/// <summary>What is to be looked up of one signal, in the order in which it was noted.</summary>
internal sealed record SignalHoles(int Signal, IReadOnlyList<Hole> Holes);
