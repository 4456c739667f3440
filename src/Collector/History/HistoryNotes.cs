using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Collector.History;

/// <summary>
/// Notes, while messages are taken, what the server's history is to be asked for, and holds alive-through back for a while after
/// an outage: windows that wait for it then close with what history brings. Values are not held. Not thread-safe.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="items">Its signals.</param>
/// <param name="values">How many of them, from the first on, are values: of events there is no history here.</param>
/// <param name="ledger">Where it is noted.</param>
/// <param name="patience">How long alive-through is held back at most.</param>
internal sealed class HistoryNotes(string connection, SignalDefinition[] items, int values, CoverageLedger ledger, TimeSpan patience)
{
    private readonly long[] _missedAfter = new long[values];
    private readonly bool[] _isMissing = new bool[values];
    private (long From, long To) _missed;
    private int _missing;
    private long? _heldSince;

    /// <summary>What is stored on both sides of an interval of a signal that ends now; null for events.</summary>
    public StoredAround? Around(int signal, in StoredValue last, long time) =>
        signal < values ? new StoredAround(TimeOf(last), time) : null;

    /// <summary>Messages are missing: for each signal until its next value, or until it is known that there was none.</summary>
    public void Missed(long from, long to, StoredValue[] last)
    {
        // Two times in a row without a value between: one interval.
        _missed = _missing > 0 ? (Math.Min(_missed.From, from), to) : (from, to);
        for (var signal = 0; signal < values; signal++)
        {
            if (_isMissing[signal])
                continue;
            _isMissing[signal] = true;
            _missedAfter[signal] = TimeOf(last[signal]);
        }

        _missing = values;
    }

    /// <summary>A value came.</summary>
    public void Came(int signal, in StoredValue last, long time)
    {
        if (_missing > 0 && signal < values && _isMissing[signal])
            End(signal, time);
    }

    /// <summary>Everything up to a time was delivered.</summary>
    public void EndCycle(long now, StoredValue[] last)
    {
        for (var signal = 0; _missing > 0 && signal < values; signal++)
        {
            if (_isMissing[signal])
                End(signal, now + 1);
        }
    }

    /// <summary>Whether alive-through is held back, as far as is known.</summary>
    public bool IsHolding => _heldSince is not null;

    /// <summary>An outage is over for some signals; what is missing of it may come from history.</summary>
    public void HoldBack(long received) => _heldSince ??= received;

    /// <summary>History has been asked, or will not be.</summary>
    public void LetGo() => _heldSince = null;

    /// <summary>Whether alive-through has to wait.</summary>
    public bool HoldsBack(long received)
    {
        if (_heldSince is { } since && received - since > patience.Ticks * 100)
            _heldSince = null;
        return _heldSince is not null;
    }

    private void End(int signal, long before)
    {
        _isMissing[signal] = false;
        _missing--;
        ledger.LookUp(connection, items[signal].Id, _missed.From, _missed.To, new StoredAround(_missedAfter[signal], before));
    }

    private static long TimeOf(in StoredValue value) => value.Kind == StoredKind.Nothing ? long.MinValue : value.Time;
}
