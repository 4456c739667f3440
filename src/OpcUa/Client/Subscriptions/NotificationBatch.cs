using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// One notification message of one subscription: its changes in columns, or a keep-alive. Batches come in sequence order.
/// </summary>
/// <remarks>
/// Pooled. It belongs to whoever read it from <see cref="OpcUaConnection.Notifications"/> until <see cref="Dispose"/>, which
/// must be called once, and after which nothing of it may be touched, texts included. Undisposed batches stop the flow once
/// there are <see cref="ConnectionOptions.NotificationCapacity"/> of them. Not for concurrent use.
/// </remarks>
public sealed class NotificationBatch : IDisposable
{
    readonly BatchPool _pool;
    readonly PublishColumns _columns = new();
    List<EventNotification>? _events;
    Acknowledgements? _acknowledgements;
    int _rented;

    internal NotificationBatch(BatchPool pool) => _pool = pool;

    /// <summary>The subscription, as it was added.</summary>
    public Subscription Subscription { get; internal set; } = null!;

    /// <summary>The server's id of it.</summary>
    public uint SubscriptionId => _columns.SubscriptionId;

    /// <summary>The message's number; for a keep-alive the number that the next message will have.</summary>
    public uint SequenceNumber => _columns.SequenceNumber;

    /// <summary>When the server sent it, by its clock; Unix nanoseconds. <see cref="OpcUaTime.NoTime"/> where it does not say.</summary>
    public long PublishTime => _columns.PublishTime;

    /// <summary>
    /// Without <see cref="MoreNotifications"/>: everything up to here, by the server's clock, came with this message or before it.
    /// Of a server that gives no publish time it is its newest stamp in the message, and <see cref="OpcUaTime.NoTime"/> where there
    /// is none: how long the message was on its way is then not known, and changes of that time come with the next one.
    /// </summary>
    public long CompleteThrough { get; private set; }

    /// <summary>When the request was sent that this answers, by this machine's clock: the server wrote it after that. Unix nanoseconds.</summary>
    public long AskedTime { get; private set; }

    /// <summary>When it arrived, by this machine's clock; Unix nanoseconds.</summary>
    public long ReceivedTime { get; private set; }

    /// <summary>Further messages of the same publishing cycle follow: not everything up to <see cref="CompleteThrough"/> is here yet.</summary>
    public bool MoreNotifications => _columns.MoreNotifications;

    /// <summary>There are no changes.</summary>
    public bool IsKeepAlive => _columns.IsKeepAlive;

    /// <summary>It was fetched by Republish.</summary>
    public bool IsRepublished { get; private set; }

    /// <summary>Changed values; the handle is the item's position in <see cref="SubscriptionSettings.Items"/>.</summary>
    public ValueColumns Values => _columns.Values;

    /// <summary>Rows.</summary>
    public int Count => _columns.Values.Count;

    /// <summary>Events, in the order of the message; of items on attribute EventNotifier.</summary>
    public IReadOnlyList<EventNotification> Events => (IReadOnlyList<EventNotification>?)_events ?? [];

    /// <summary>Rows whose status carries the overflow bit: the server dropped changes beside them.</summary>
    public int OverflowCount { get; private set; }

    /// <summary>Why changes may be missing before this batch; <see cref="GapReason.None"/> when none are.</summary>
    public GapReason Gap { get; private set; }

    /// <summary>
    /// With a <see cref="Gap"/>: time by the server's clock (Unix nanoseconds) up to which everything was delivered, or
    /// <see cref="OpcUaTime.NoTime"/> when nothing was. The gap ends at <see cref="GapTo"/>.
    /// </summary>
    public long GapFrom { get; private set; }

    /// <summary>When the server sent the message, or, where it does not say, when it came.</summary>
    public long GapTo => PublishTime != OpcUaTime.NoTime ? PublishTime : ReceivedTime;

    internal StatusCode? StatusChange => _columns.StatusChange;

    internal PublishColumns Columns => _columns;

    /// <summary>
    /// Says that the changes are durable: the server may forget them. It is told with the next Publish request. Without this
    /// they can be fetched again after a restart, as long as the server's queue holds them.
    /// </summary>
    public void Acknowledge()
    {
        if (!IsKeepAlive) _acknowledgements?.Add(SubscriptionId, SequenceNumber);
    }

    /// <summary>Gives the batch back. A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, 0) == 0) return;
        _columns.Clear();
        _events?.Clear();
        Subscription = null!;
        _acknowledgements = null;
        _pool.Return(this);
    }

    /// <summary>The client handle of the first row or event; null where there is none.</summary>
    internal ClientHandle? FirstHandle =>
        Count > 0 ? new ClientHandle((uint)Values.Handle[0]) : _events is [var first, ..] ? new ClientHandle((uint)first.Handle) : null;

    internal void Rented() => Volatile.Write(ref _rented, 1);

    internal void DecodePublish(ReadOnlySpan<byte> body, long askedTime, long receivedTime, Acknowledgements acknowledgements)
    {
        var reader = new UaReader(body);
        var id = ServiceMessages.ReadEncodingId(ref reader);
        if (id != PublishResponse.BinaryEncodingId) ServiceCodec.ThrowOther(id, ref reader, nameof(PublishResponse));
        _columns.Decode(ref reader);
        Decoded(askedTime, receivedTime, acknowledgements, isRepublished: false);
    }

    internal void DecodeRepublish(
        ReadOnlySpan<byte> body, uint subscriptionId, long askedTime, long receivedTime, Acknowledgements acknowledgements)
    {
        var reader = new UaReader(body);
        var id = ServiceMessages.ReadEncodingId(ref reader);
        if (id != RepublishResponse.BinaryEncodingId) ServiceCodec.ThrowOther(id, ref reader, nameof(RepublishResponse));
        _columns.DecodeRepublish(ref reader, subscriptionId);
        Decoded(askedTime, receivedTime, acknowledgements, isRepublished: true);
    }

    /// <summary>Turns client handles into item positions and counts overflow; drops what belongs to an older set of items.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Resolve(int generation, int items)
    {
        Values.ResolveHandles(generation, items);
        var overflows = 0;
        foreach (var status in Values.Status)
        {
            if (new StatusCode(status).HasOverflow) overflows++;
        }

        OverflowCount = overflows;
        if (_events is { Count: > 0 }) ResolveEvents(generation, items);
    }

    internal void MarkGap(long from, GapReason reason)
    {
        GapFrom = from;
        Gap = reason;
    }

    void Decoded(long askedTime, long receivedTime, Acknowledgements acknowledgements, bool isRepublished)
    {
        if (_columns.ServiceResult.IsBad)
            throw new OpcUaException(_columns.ServiceResult, $"Publish was refused: {_columns.ServiceResult}.");
        _acknowledgements = acknowledgements;
        AskedTime = askedTime;
        ReceivedTime = receivedTime;
        CompleteThrough = PublishTime != OpcUaTime.NoTime ? PublishTime : NewestStamp();
        IsRepublished = isRepublished;
        OverflowCount = 0;
        _events?.Clear();
        if (_columns.Others.Count > 0) ReadEvents();
        MarkGap(OpcUaTime.NoTime, GapReason.None);
    }

    long NewestStamp()
    {
        var newest = OpcUaTime.NoTime;
        foreach (var stamp in Values.ServerTime) newest = Math.Max(newest, stamp);
        return newest;
    }

    // Client handles as the server sent them, resolved to items below once the subscription is known; other kinds than events are of no item.
    void ReadEvents()
    {
        foreach (var other in _columns.Others)
        {
            if (!other.TryDecode<EventNotificationList>(out var list)) continue;
            _events ??= [];
            foreach (var fields in list!.Events) _events.Add(new EventNotification((int)fields.ClientHandle, fields.EventFields));
        }
    }

    void ResolveEvents(int generation, int items)
    {
        var kept = 0;
        for (var i = 0; i < _events!.Count; i++)
        {
            var handle = new ClientHandle((uint)_events[i].Handle);
            if (handle.Generation != (generation & ClientHandle.MaxGeneration) || handle.Index >= items) continue;
            _events[kept++] = _events[i] with { Handle = handle.Index };
        }

        _events.RemoveRange(kept, _events.Count - kept);
    }
}
