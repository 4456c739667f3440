using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.Events;
using Jinan.IndustryBrain.Collector.History;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.FactoryFile.Events;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;
using StatusCodes = Jinan.IndustryBrain.OpcUa.Encoding.StatusCodes;

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
    private readonly ItemPlan _plan;
    private readonly SignalStates _signals;
    private readonly HistoryNotes? _history; // null where the server's history is not asked
    private readonly EventText _eventText = new();
    private readonly RowWriter _rows;
    private readonly long _maxFutureNs;
    private readonly ClockOffset _offset = new();
    private readonly uint _resumedId;
    private readonly NotCoveredReason _restart;
    private bool _hasBegun;
    private bool _eventsWereWatched;
    private int _signalOfRow; // how many signals of a row that did not fit as a whole are in the frame before

    /// <param name="settings">The connection.</param>
    /// <param name="items">Its signals.</param>
    /// <param name="memory">What was stored before.</param>
    /// <param name="ledger">Where gaps are noted.</param>
    /// <param name="draft">Where the rows go.</param>
    /// <param name="restart">Why changes since the last alive-through may be missing if the subscription is not resumed.</param>
    /// <param name="resumedId">The server's id of the subscription that should go on; 0 for none.</param>
    /// <param name="plan">Which signals an item's values are for; null: the position of a signal is its item's handle.</param>
    /// <param name="history">Where is noted what the server's history is to be asked for; null where it is not.</param>
    public BatchIntake(
        ConnectionSettings settings, SignalDefinition[] items, FactoryMemory memory, CoverageLedger ledger, FrameDraft draft, NotCoveredReason restart,
        uint resumedId = 0, ItemPlan? plan = null, HistoryNotes? history = null)
    {
        _settings = settings;
        _ledger = ledger;
        _plan = plan ?? ItemPlan.OneItemEach(items.Length);
        _signals = new SignalStates(items, memory);
        _history = history;
        _rows = new RowWriter(draft.Columns);
        _maxFutureNs = settings.MaxFuture.Ticks * 100;
        SlowestSamplingNs = items.Select(item => (long)(item.SamplingMs * 1e6)).DefaultIfEmpty().Max();
        Draft = draft;
        Alive = draft.AliveThrough;
        _restart = restart;
        _resumedId = resumedId;
    }

    public FrameDraft Draft { get; }

    /// <summary>What the rows of the signals are told by.</summary>
    public SignalStates Signals => _signals;

    /// <summary>
    /// The longest sampling interval: a change that young may not have been seen by the server when it published, so that
    /// alive-through stays that far behind the publish time.
    /// </summary>
    public long SlowestSamplingNs { get; set; }

    /// <summary>The types of the structures that signals are parts of.</summary>
    public DataTypeCatalog DataTypes { get; set; } = new();

    /// <summary>The server's namespaces, by which events name their types.</summary>
    public IReadOnlyList<string> NamespaceUris { get; set; } = [];

    /// <summary>Whether the server watches for events at present: of these, unlike of values, there is no first one to tell by.</summary>
    public bool AreEventsWatched { get; set; }

    /// <summary>Told when it changes whether a signal's path leads anywhere: the signal, the status, and the time.</summary>
    public Action<int, StatusCode, long>? PathRead { get; init; }

    /// <summary>Everything of the connection up to here was seen; frames may say less while history is read.</summary>
    public long Alive { get; private set; }

    /// <summary>Values that were the same as the one stored before, and were not stored again.</summary>
    public long Repeats { get; private set; }

    /// <summary>Values whose time lay implausibly far ahead.</summary>
    public long FutureStamps { get; private set; }

    /// <summary>Values that do not fit the type that the configuration declares; their status is stored without them.</summary>
    public long TypeMismatches => _rows.Mismatches;

    /// <summary>Values stored as they came; those of history are not among them.</summary>
    public long Values { get; private set; }

    /// <summary>Events stored.</summary>
    public long Events { get; private set; }

    /// <summary>Values stored that were read from history.</summary>
    public long HistoryValues { get; private set; }

    /// <summary>Values with the overflow bit.</summary>
    public long Overflows { get; private set; }

    /// <summary>The server's clock less ours.</summary>
    public long ClockOffsetNs => _offset.Nanoseconds;

    /// <summary>
    /// Notes what a message says as a whole. Call it before the message's rows are added.
    /// </summary>
    public void BeginBatch(in BatchInfo info)
    {
        if (info.PublishTime != OpcUaTime.NoTime || !IsAhead(info.CompleteThrough, info))
            _offset.Measure(info.CompleteThrough, info.ReceivedTime);
        var known = Alive;
        var now = SentBy(info);
        if (known != long.MinValue)
            NoteGap(info, known, now);
        _hasBegun = true;
        // From the second message on: the first may have been sent before the item was made.
        if (_plan.EventSignal is { } events && _signals.AwaitsFirst[events] && _eventsWereWatched)
            NoteFirst(events, info, now);
        _eventsWereWatched = AreEventsWatched;
    }

    /// <summary>Adds rows from one on until the frame is full.</summary>
    /// <returns>The first row that was not added; the number of rows when all were.</returns>
    public int AddRows(in BatchInfo info, ValueColumns values, int from)
    {
        var row = from;
        for (; row < values.Count; row++)
        {
            var signals = _plan.SignalsOf(values.Handle[row]);
            for (; _signalOfRow < signals.Length; _signalOfRow++)
            {
                if (Draft.IsFull)
                    return row;
                AddRow(info, values, row, signals[_signalOfRow]);
            }

            _signalOfRow = 0;
        }

        return row;
    }

    /// <summary>Adds events from one on until the frame is full.</summary>
    /// <returns>The first event that was not added; the number of events when all were.</returns>
    public int AddEvents(in BatchInfo info, IReadOnlyList<EventNotification> events, int from)
    {
        var at = from;
        for (; at < events.Count && !Draft.IsFull; at++)
            AddEvent(info, events[at]);
        return at;
    }

    /// <summary>Adds values of a signal's history from one on until the frame is full; what came before is left out.</summary>
    /// <returns>The first value that was not added; the number of values when all were.</returns>
    public int AddHistory(int signal, IReadOnlyList<HistoryRow> rows, int from, long now)
    {
        // A frame of its own: whoever folds the log has to tell these rows from those that came in order.
        if (Draft.Marks.Count == 0)
            Draft.Marks.Add(new NotificationMark(NotificationMark.History, 0));
        var at = from;
        for (; at < rows.Count && !Draft.IsFull; at++)
        {
            var row = rows[at];
            if (row.Time <= _signals.FilledThrough[signal])
                continue;
            var value = Reach(signal, row.Value.Value, row.Time, row.Value.StatusCode.Code, null, out var found);
            _signals.FilledThrough[signal] = row.Time;
            var last = _signals.Last[signal];
            if (last.Kind == StoredKind.Nothing || row.Time > last.Time)
                _signals.Take(signal, value, now);
            _rows.Write(_signals.Items[signal].Id, value, found, HistoryRow.Nanoseconds(row.Value.ServerTimestamp), now);
            HistoryValues++;
        }

        return at;
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
        {
            _history?.EndCycle(SentBy(info), _signals.Last);
            Alive = Math.Max(Alive, CompleteThrough(info) - SlowestSamplingNs);
        }

        if (_history is null || !_history.HoldsBack(info.ReceivedTime))
            Draft.AliveThrough = Math.Max(Draft.AliveThrough, Alive);
    }

    private void AddRow(in BatchInfo info, ValueColumns values, int row, int index)
    {
        var item = _signals.Items[index];
        var source = values.SourceTime[row];
        var server = values.ServerTime[row];
        var time = TimeOf(source, server, info.ReceivedTime);
        var status = values.Status[row];
        if (_signals.AwaitsFirst[index])
            NoteFirst(index, info, time);
        _history?.Came(index, _signals.Last[index], time);
        if (time - info.ReceivedTime > _maxFutureNs)
            FutureStamps++;
        if (new StatusCode(status).HasOverflow)
            NoteOverflow(index, time);

        // Looked at before it is written: what is not stored must not take a row.
        var isPart = _plan.PathOf(index) is not null;
        Variant found = default;
        var value = isPart
            ? Reach(index, values.Value(row), time, status, info.ReceivedTime, out found)
            : RowWriter.Convert(item.Type, values, row, time, status);
        if (value == _signals.Last[index])
        {
            Repeats++;
            _signals.Repeat(index);
            return;
        }

        _signals.Take(index, value, info.ReceivedTime);
        long? serverTime = server == OpcUaTime.NoTime ? null : server;
        if (isPart)
            _rows.Write(item.Id, value, found, serverTime, info.ReceivedTime);
        else
            _rows.Write(item.Id, value, values, row, serverTime, info.ReceivedTime);
        Values++;
    }

    private void AddEvent(in BatchInfo info, in EventNotification notification)
    {
        if (_plan.EventSignal is not { } index)
            return;
        var fields = notification.Fields;
        var time = _settings.Clock != ClockSource.Received && EventField.Of(fields, EventField.Time) is { Type: BuiltInType.DateTime, IsArray: false } told
            ? OpcUaTime.ToUnixNanoseconds(told.AsDateTime())
            : info.ReceivedTime;
        if (time - info.ReceivedTime > _maxFutureNs)
            FutureStamps++;
        if (EventRequest.TellsOfLoss(fields))
            NoteOverflow(index, time);
        var text = _eventText.Write(fields, NamespaceUris);
        var value = StoredValue.OfText(time, text, StatusCodes.Good.Code);
        if (value == _signals.Last[index])
        {
            Repeats++;
            return;
        }

        _signals.Take(index, value, info.ReceivedTime);
        _rows.WriteText(_signals.Items[index].Id, value, text, null, info.ReceivedTime);
        Events++;
    }

    /// <summary>What a signal's value is within the value of its item.</summary>
    private StoredValue Reach(int index, in Variant whole, long time, uint status, long? liveAt, out Variant found)
    {
        found = whole;
        var type = _signals.Items[index].Type;
        if (_plan.PathOf(index) is not { } path || whole.IsNull)
            return RowWriter.Convert(type, whole, time, status);
        var reached = path.Read(DataTypes, whole, out found);
        // That an optional field or an element is not there is a state of the machine; that there is none such is a mistake.
        var isMistake = reached.IsBad && reached != StatusCodes.BadNoData && reached != StatusCodes.BadIndexRangeNoData;
        if (liveAt is { } at)
            PathRead?.Invoke(index, isMistake ? reached : StatusCodes.Good, at);
        return reached.IsBad
            ? StoredValue.OfNull(time, new StatusCode(status).IsBad ? status : reached.Code)
            : RowWriter.Convert(type, found, time, status);
    }

    // An item that was created anew is not covered until its first value comes; the others of the connection may be earlier.
    private void NoteGap(in BatchInfo info, long known, long now)
    {
        // Many servers stamp to the millisecond and publish to the microsecond: what is stamped in the millisecond of the last
        // message may have come after it.
        known -= known > 0 ? known % 1_000_000 : 0;
        NotCoveredReason reason;
        if (!_hasBegun && !IsResumed(info))
            reason = _restart;
        else if (info.Gap is GapReason.Disconnected or GapReason.SubscriptionLost or GapReason.NotResumed)
            reason = NotCoveredReason.Disconnected;
        else
        {
            // The items go on: what was missed ends here for all of them.
            if (info.Gap != GapReason.MissingNotifications)
                return;
            _ledger.Gap(_settings.Id, null, known, now, NotCoveredReason.MissingNotifications);
            _history?.Missed(known, now, _signals.Last);
            return;
        }

        _eventsWereWatched = false;
        _history?.HoldBack(info.ReceivedTime);
        for (var index = 0; index < _signals.Items.Length; index++)
        {
            _signals.AwaitsFirst[index] = true;
            if (_ledger.HasBegun(_signals.Items[index].Id))
                _ledger.Open(_settings.Id, _signals.Items[index].Id, known, reason);
        }
    }

    private void NoteFirst(int index, in BatchInfo info, long time)
    {
        _signals.AwaitsFirst[index] = false;
        // A value that is stamped after the message was sent, by a clock a little ahead, is the first one all the same.
        var sent = SentBy(info);
        var now = IsAhead(time, info) ? sent : Math.Max(sent, time);
        _ledger.Begin(_settings.Id, _signals.Items[index].Id, now);
        var around = _history?.Around(index, _signals.Last[index], time);
        foreach (var reason in EndedByFirstValue)
            _ledger.Close(_settings.Id, _signals.Items[index].Id, now, reason, around);
    }

    private long TimeOf(long source, long server, long received) => _settings.Clock switch
    {
        ClockSource.Received => received,
        ClockSource.Server when server != OpcUaTime.NoTime => server,
        ClockSource.Server => received,
        _ => source != OpcUaTime.NoTime ? source : server != OpcUaTime.NoTime ? server : received,
    };

    private void NoteOverflow(int index, long time)
    {
        Overflows++;
        var before = _signals.Last[index];
        if (before.Kind != StoredKind.Nothing)
            _ledger.Gap(_settings.Id, _signals.Items[index].Id, before.Time, time, NotCoveredReason.Overflow, _history?.Around(index, before, time));
    }

    // Watermarks follow the clock that stamps the values, and never one that is implausibly ahead. This is the latest that a
    // message can have been sent, where a gap ends ...
    private long SentBy(in BatchInfo info)
    {
        if (_settings.Clock == ClockSource.Received || IsAhead(info.PublishTime, info))
            return info.ReceivedTime;
        return info.PublishTime != OpcUaTime.NoTime ? info.PublishTime : info.ReceivedTime + Math.Max(0, _offset.Nanoseconds);
    }

    // ... and this up to when it is known to be complete: a message without a publish time may have been on its way for long.
    private long CompleteThrough(in BatchInfo info)
    {
        if (_settings.Clock == ClockSource.Received || IsAhead(info.PublishTime, info))
            return info.ReceivedTime;
        return info.CompleteThrough != OpcUaTime.NoTime && !IsAhead(info.CompleteThrough, info)
            ? info.CompleteThrough
            : info.AskedTime + _offset.Nanoseconds;
    }

    private bool IsAhead(long time, in BatchInfo info) => time != OpcUaTime.NoTime && time - info.ReceivedTime > _maxFutureNs;

    private bool IsResumed(in BatchInfo info) => info.Gap == GapReason.None && _resumedId != 0 && info.SubscriptionId == _resumedId;
}
