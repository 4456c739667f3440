using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>
/// Turns the notification messages of one connection into rows of a frame: stamps them by the clock that the configuration
/// names, leaves out repeats, and notes in the ledger what was not covered. Allocates nothing for a value. Not thread-safe.
/// </summary>
internal sealed class BatchIntake
{
    private static readonly NotCoveredReason[] EndedByFirstValue =
        [NotCoveredReason.Disconnected, NotCoveredReason.Killed, NotCoveredReason.Reconfigured];

    private readonly ConnectionSettings _settings;
    private readonly CoverageLedger _ledger;
    private readonly SignalDefinition[] _items;
    private readonly StoredValue[] _last;
    private readonly bool[] _awaitsFirst; // no value has come since the item was created
    private readonly RowWriter _rows;
    private readonly long _maxFutureNs;
    private readonly ClockOffset _offset = new();
    private bool _hasBegun;
    private readonly uint _resumedId;
    private readonly NotCoveredReason _restart;

    /// <param name="settings">The connection.</param>
    /// <param name="items">Its signals; the position is the item's handle.</param>
    /// <param name="memory">What was stored before.</param>
    /// <param name="ledger">Where gaps are noted.</param>
    /// <param name="draft">Where the rows go.</param>
    /// <param name="restart">Why changes since the last alive-through may be missing if the subscription is not resumed.</param>
    /// <param name="resumedId">The server's id of the subscription that should go on; 0 for none.</param>
    public BatchIntake(
        ConnectionSettings settings, SignalDefinition[] items, FactoryMemory memory, CoverageLedger ledger, FrameDraft draft, NotCoveredReason restart,
        uint resumedId = 0)
    {
        _settings = settings;
        _ledger = ledger;
        _items = items;
        _awaitsFirst = [.. items.Select(_ => true)];
        _last = [.. items.Select(item => memory.ValueOf(item.Id))];
        _rows = new RowWriter(draft.Columns);
        _maxFutureNs = settings.MaxFuture.Ticks * 100;
        SlowestSamplingNs = items.Select(item => (long)(item.SamplingMs * 1e6)).DefaultIfEmpty().Max();
        Draft = draft;
        _restart = restart;
        _resumedId = resumedId;
    }

    public FrameDraft Draft { get; }

    /// <summary>
    /// The longest sampling interval: a change that young may not have been seen by the server when it published, so that
    /// alive-through stays that far behind the publish time.
    /// </summary>
    public long SlowestSamplingNs { get; set; }

    /// <summary>Values that were the same as the one stored before, and were not stored again.</summary>
    public long Repeats { get; private set; }

    /// <summary>Values whose time lay implausibly far ahead.</summary>
    public long FutureStamps { get; private set; }

    /// <summary>Values that do not fit the type that the configuration declares; their status is stored without them.</summary>
    public long TypeMismatches => _rows.Mismatches;

    /// <summary>Values stored.</summary>
    public long Values { get; private set; }

    /// <summary>Values with the overflow bit.</summary>
    public long Overflows { get; private set; }

    /// <summary>The server's clock less ours.</summary>
    public long ClockOffsetNs => _offset.Nanoseconds;

    /// <summary>
    /// Notes what a message says as a whole. Call it before the message's rows are added.
    /// </summary>
    public void BeginBatch(in BatchInfo info)
    {
        _offset.Measure(info.PublishTime, info.ReceivedTime);
        var known = Draft.AliveThrough;
        var now = Plausible(info);
        if (known != long.MinValue)
            NoteGap(info, known, now);
        _hasBegun = true;
    }

    /// <summary>Adds rows from one on until the frame is full.</summary>
    /// <returns>The first row that was not added; the number of rows when all were.</returns>
    public int AddRows(in BatchInfo info, ValueColumns values, int from)
    {
        var row = from;
        for (; row < values.Count && !Draft.IsFull; row++)
            AddRow(info, values, row);
        return row;
    }

    /// <summary>Notes that all rows of a message are in the frame.</summary>
    public void EndBatch(in BatchInfo info)
    {
        if (!info.IsKeepAlive)
        {
            // The newest number says it all: numbers are taken in order.
            var mark = new NotificationMark(info.SubscriptionId, info.SequenceNumber);
            if (Draft.Marks is [.., var last] && last.SubscriptionId == info.SubscriptionId)
                Draft.Marks[^1] = mark;
            else
                Draft.Marks.Add(mark);
        }

        Draft.ClockOffsetNs = _offset.Nanoseconds;
        // A message that was fetched again does not say whether more followed it.
        if (info is { MoreNotifications: false, IsRepublished: false })
            Draft.AliveThrough = Math.Max(Draft.AliveThrough, Plausible(info) - SlowestSamplingNs);
    }

    private void AddRow(in BatchInfo info, ValueColumns values, int row)
    {
        var index = values.Handle[row];
        var item = _items[index];
        var source = values.SourceTime[row];
        var server = values.ServerTime[row];
        var time = TimeOf(source, server, info.ReceivedTime);
        var status = values.Status[row];
        if (_awaitsFirst[index])
            NoteFirst(index, info);
        if (time - info.ReceivedTime > _maxFutureNs)
            FutureStamps++;
        if (new StatusCode(status).HasOverflow)
            NoteOverflow(item, _last[index], time);

        // Looked at before it is written: what is not stored must not take a row.
        var value = RowWriter.Convert(item.Type, values, row, time, status);
        if (value == _last[index])
        {
            Repeats++;
            return;
        }

        _last[index] = value;
        _rows.Write(item.Id, value, values, row, server == OpcUaTime.NoTime ? null : server, info.ReceivedTime);
        Values++;
    }

    // An item that was created anew is not covered until its first value comes; the others of the connection may be earlier.
    private void NoteGap(in BatchInfo info, long known, long now)
    {
        NotCoveredReason reason;
        if (!_hasBegun && !IsResumed(info))
            reason = _restart;
        else if (info.Gap is GapReason.Disconnected or GapReason.SubscriptionLost or GapReason.NotResumed)
            reason = NotCoveredReason.Disconnected;
        else
        {
            // The items go on: what was missed ends here for all of them.
            if (info.Gap == GapReason.MissingNotifications)
                _ledger.Gap(_settings.Id, null, known, now, NotCoveredReason.MissingNotifications);
            return;
        }

        for (var index = 0; index < _items.Length; index++)
        {
            _awaitsFirst[index] = true;
            if (_ledger.HasBegun(_items[index].Id))
                _ledger.Open(_settings.Id, _items[index].Id, known, reason);
        }
    }

    private void NoteFirst(int index, in BatchInfo info)
    {
        _awaitsFirst[index] = false;
        var now = Plausible(info);
        _ledger.Begin(_settings.Id, _items[index].Id, now);
        foreach (var reason in EndedByFirstValue)
            _ledger.Close(_settings.Id, _items[index].Id, now, reason);
    }

    private long TimeOf(long source, long server, long received) => _settings.Clock switch
    {
        ClockSource.Received => received,
        ClockSource.Server when server != OpcUaTime.NoTime => server,
        ClockSource.Server => received,
        _ => source != OpcUaTime.NoTime ? source : server != OpcUaTime.NoTime ? server : received,
    };

    private void NoteOverflow(SignalDefinition item, StoredValue before, long time)
    {
        Overflows++;
        if (before.Kind != StoredKind.Nothing)
            _ledger.Gap(_settings.Id, item.Id, before.Time, time, NotCoveredReason.Overflow);
    }

    // Watermarks follow the clock that stamps the values, and never one that is implausibly ahead.
    private long Plausible(in BatchInfo info) =>
        _settings.Clock == ClockSource.Received || info.PublishTime == OpcUaTime.NoTime || info.PublishTime - info.ReceivedTime > _maxFutureNs
            ? info.ReceivedTime
            : info.PublishTime;

    private bool IsResumed(in BatchInfo info) => info.Gap == GapReason.None && _resumedId != 0 && info.SubscriptionId == _resumedId;
}
