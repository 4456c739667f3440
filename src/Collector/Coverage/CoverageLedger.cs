using System.Text.Json;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Collector.Coverage;

/// <summary>
/// Which times of a signal are covered, and why others are not. Exceptions are written down, in a durable log of their own;
/// all other time between the beginning and the connection's alive-through is covered. Thread-safe.
/// </summary>
/// <remarks>
/// Entries are queued by <see cref="Add"/> and durable after <see cref="FlushAsync"/>, which the frame writer awaits before it
/// acknowledges: no value is acknowledged whose gap is not written down.
/// </remarks>
internal sealed class CoverageLedger : IAsyncDisposable
{
    private readonly SegmentedLog _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, SignalCoverage> _signals = [];
    private readonly Dictionary<string, List<LedgerEntry>> _connectionGaps = new(StringComparer.Ordinal);
    private readonly HoleBook _holes = new();
    private readonly Queue<LedgerEntry> _unwritten = [];

    private CoverageLedger(SegmentedLog log) => _log = log;

    public static async Task<CoverageLedger> OpenAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new SegmentedLogOptions
        {
            Directory = Path.Combine(folder, "ledger"),
            SegmentBytes = 1 << 20,
            MaxBytes = 64 << 20,
            MaxRecordBytes = 4 << 10,
        };
        var ledger = new CoverageLedger(await SegmentedLog.OpenAsync(options, time: time, ct: cancellationToken));
        ledger.Replay();
        return ledger;
    }

    /// <summary>Whether the beginning of a signal's coverage is written down.</summary>
    public bool HasBegun(int signal)
    {
        lock (_gate)
            return _signals.TryGetValue(signal, out var coverage) && coverage.Since is not null;
    }

    public void Begin(string connection, int signal, long from)
    {
        lock (_gate)
        {
            if (!HasBegun(signal))
                Add(new LedgerEntry(LedgerEntryKind.Since, connection, signal, from, from, null));
        }
    }

    /// <summary>Notes an interval of one signal, or of all signals of a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="signal">The signal; null for all.</param>
    /// <param name="from">Unix nanoseconds.</param>
    /// <param name="to">Unix nanoseconds.</param>
    /// <param name="reason">Why it is not covered.</param>
    /// <param name="around">Where the server's history is to be asked for it: what is stored on both sides.</param>
    public void Gap(string connection, int? signal, long from, long to, NotCoveredReason reason, StoredAround? around = null)
    {
        if (to > from)
            Add(new LedgerEntry(LedgerEntryKind.Gap, connection, signal, from, to, reason).With(around));
    }

    /// <summary>Notes that the server's history is to be asked for an interval of a signal whose gap is noted for all of the connection.</summary>
    public void LookUp(string connection, int signal, long from, long to, StoredAround around)
    {
        if (to > from)
            Add(new LedgerEntry(LedgerEntryKind.Hole, connection, signal, from, to, null).With(around));
    }

    /// <summary>Notes that history filled an interval.</summary>
    public void Fill(string connection, int signal, long from, long to, long values)
    {
        if (to > from)
            Add(new LedgerEntry(LedgerEntryKind.Filled, connection, signal, from, to, null) { Values = values });
    }

    /// <summary>Notes that all intervals of a signal that end up to here were looked up.</summary>
    public void Settle(string connection, int signal, long to) =>
        Add(new LedgerEntry(LedgerEntryKind.Settled, connection, signal, to, to, null));

    /// <summary>What is still to be looked up in the history of a connection's server.</summary>
    public IReadOnlyList<SignalHoles> HolesOf(string connection)
    {
        lock (_gate)
            return _holes.Of(connection);
    }

    /// <summary>How many intervals are still to be looked up.</summary>
    public int CountHoles(string connection)
    {
        lock (_gate)
            return _holes.Count(connection);
    }

    /// <summary>Notes that a signal is not covered from now on. Says nothing new where that is known already.</summary>
    public void Open(string connection, int signal, long from, NotCoveredReason reason)
    {
        lock (_gate)
        {
            if (!CoverageOf(signal).Open.ContainsKey(reason))
                Add(new LedgerEntry(LedgerEntryKind.Open, connection, signal, from, long.MaxValue, reason));
        }
    }

    /// <summary>Ends what <see cref="Open"/> began; does nothing where it had not.</summary>
    public void Close(string connection, int signal, long to, NotCoveredReason reason, StoredAround? around = null)
    {
        lock (_gate)
        {
            if (CoverageOf(signal).Open.ContainsKey(reason))
                Add(new LedgerEntry(LedgerEntryKind.Close, connection, signal, to, to, reason).With(around));
        }
    }

    /// <summary>Makes what was noted durable.</summary>
    /// <exception cref="LogStorageException">The disk refuses; the entries stay queued.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            while (_unwritten.TryPeek(out var entry))
            {
                Write(entry);
                _unwritten.Dequeue();
            }
        }

        await _log.FlushAsync(cancellationToken);
    }

    /// <summary>The coverage of a signal, piece by piece without gaps between the pieces.</summary>
    /// <param name="connection">The connection that the signal is read through.</param>
    /// <param name="signal">Its id.</param>
    /// <param name="from">Unix nanoseconds.</param>
    /// <param name="to">Unix nanoseconds.</param>
    /// <param name="aliveThrough">How far the connection's silence is known to mean "unchanged".</param>
    public IReadOnlyList<CoveragePiece> Query(string connection, int signal, long from, long to, long aliveThrough)
    {
        lock (_gate)
        {
            var coverage = _signals.GetValueOrDefault(signal);
            IEnumerable<LedgerEntry> gaps = _connectionGaps.GetValueOrDefault(connection) ?? [];
            if (coverage is not null)
            {
                gaps = gaps.Concat(coverage.Gaps).Concat(
                    coverage.Open.Select(open => new LedgerEntry(LedgerEntryKind.Gap, connection, signal, open.Value, long.MaxValue, open.Key)));
            }

            return CoveragePieces.Of(from, to, coverage?.Since, aliveThrough, gaps, coverage?.Filled);
        }
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    private void Add(LedgerEntry entry)
    {
        lock (_gate)
        {
            Apply(entry);
            _unwritten.Enqueue(entry);
        }
    }

    private void Write(LedgerEntry entry)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(entry, StateJson.Default.LedgerEntry);
        try
        {
            _log.Append(bytes);
        }
        catch (LogFullException)
        {
            // The ledger is bounded: the oldest quarter goes, the newest intervals matter.
            _log.Truncate(_log.OldestSequence + ((_log.NextSequence - _log.OldestSequence) / 4));
            _log.Append(bytes);
        }
    }

    private void Replay()
    {
        using var scan = _log.OpenScan();
        var next = _log.OldestSequence;
        while (scan.TryRead(next, out var batch))
        {
            using (batch)
            {
                foreach (var record in batch)
                    Apply(JsonSerializer.Deserialize(record.Payload.Span, StateJson.Default.LedgerEntry)!);
                next = batch.Last + 1;
            }
        }
    }

    private void Apply(LedgerEntry entry)
    {
        if (entry.Signal is not { } signal)
        {
            if (!_connectionGaps.TryGetValue(entry.Connection, out var gaps))
                _connectionGaps[entry.Connection] = gaps = [];
            gaps.Add(entry);
            return;
        }

        var coverage = CoverageOf(signal);
        NoteHole(entry, signal, coverage);
        switch (entry.Kind)
        {
            case LedgerEntryKind.Filled:
                coverage.Filled.Add(entry);
                break;
            case LedgerEntryKind.Settled:
                _holes.Settle(entry.Connection, signal, entry.To);
                break;
            case LedgerEntryKind.Since:
                coverage.Since = entry.From;
                break;
            // Overflow follows overflow while a server is too slow: one interval, not one a value.
            case LedgerEntryKind.Gap when coverage.Gaps is [.., var last] && last.Reason == entry.Reason && entry.From <= last.To && entry.From >= last.From:
                coverage.Gaps[^1] = last with { To = Math.Max(last.To, entry.To) };
                break;
            case LedgerEntryKind.Gap:
                coverage.Gaps.Add(entry);
                break;
            case LedgerEntryKind.Open:
                coverage.Open[entry.Reason!.Value] = entry.From;
                break;
            case LedgerEntryKind.Close when coverage.Open.Remove(entry.Reason!.Value, out var from):
                coverage.Gaps.Add(entry with { Kind = LedgerEntryKind.Gap, From = from, To = entry.From });
                break;
        }
    }

    // Each with its own bounds, whatever is put together for those who look at gaps.
    private void NoteHole(LedgerEntry entry, int signal, SignalCoverage coverage)
    {
        if (entry is not { After: { } after, Before: { } before })
            return;
        var from = entry.Kind == LedgerEntryKind.Close ? coverage.Open.GetValueOrDefault(entry.Reason!.Value, entry.From) : entry.From;
        if (entry.To > from)
            _holes.Add(entry.Connection, signal, new Hole(from, entry.To, new StoredAround(after, before)));
    }

    private SignalCoverage CoverageOf(int signal)
    {
        if (!_signals.TryGetValue(signal, out var coverage))
            _signals[signal] = coverage = new SignalCoverage();
        return coverage;
    }

    private sealed class SignalCoverage
    {
        public long? Since { get; set; }

        public List<LedgerEntry> Gaps { get; } = [];

        public List<LedgerEntry> Filled { get; } = [];

        public Dictionary<NotCoveredReason, long> Open { get; } = [];
    }
}
