using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// An attribute of a node that a subscription watches (OPC 10000-4, 5.13).
/// </summary>
/// <remarks>
/// <para>
/// Values are pushed by the host. An item whose sampling interval is no longer than its variable's
/// <see cref="VariableSettings.MinimumSamplingInterval"/> gets each of them. A slower item gets what a sampling server would
/// see: the first value after a quiet time at once, then at the end of each interval the latest, if there was one. That
/// needs no timer of its own: a value that waits for its interval to end is taken when the next one comes or when the
/// subscription publishes.
/// </para>
/// <para>Everything here runs under the subscription's lock. Attach and detach take the variable's lock first, never the other way.</para>
/// </remarks>
internal sealed class MonitoredItem(Subscription subscription, uint id, Node node, uint attribute, string? indexRange = null)
{
    private DataValue _last;      // what was sampled last; the filter compares with it
    private DataValue _waiting;   // the latest value of an interval that has not ended
    private bool _isWaiting;
    private bool _hasLast;
    private long _nextSample;     // timestamp of the server's clock

    public uint Id { get; } = id;

    public Node Node { get; } = node;

    public uint Attribute { get; } = attribute;

    public Subscription Subscription { get; } = subscription;

    public MonitoredItemState State { get; set; } = MonitoredItemState.Initial;

    public ValueQueue Queue { get; private set; } = new(1, true);

    /// <summary>The next item with values to send; the subscription's list of them runs through its items.</summary>
    public MonitoredItem? NextReady { get; set; }

    public bool IsListed { get; set; }

    public bool IsDeleted { get; set; }

    /// <summary>Where its node keeps it; the node's lock guards it.</summary>
    public int PlaceAtNode { get; set; }

    /// <summary>What it has of the <see cref="QueueBudget"/>, whose lock guards it.</summary>
    public long Granted { get; set; }

    /// <summary>It is gone, and has nothing of the <see cref="QueueBudget"/>, whose lock guards it.</summary>
    public bool IsReleased { get; set; }

    /// <summary>There are values, and the client wants them sent.</summary>
    public bool MayReport => Queue.Count > 0 && !IsDeleted && State.Mode == MonitoringMode.Reporting;

    /// <summary>A value waits for its interval to end; the subscription looks at the item when it publishes.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>The subscription has the item on its list of those to look at.</summary>
    public bool IsExpected { get; set; }

    /// <summary>The host computes the value when it is read: the subscription samples it when it publishes.</summary>
    public bool IsPolled => Attribute == AttributeIds.Value && Node is VariableNode { IsComputed: true };

    public bool IsValue => Attribute == AttributeIds.Value;

    public bool IsEvent => Attribute == AttributeIds.EventNotifier;

    public void Apply(MonitoredItemState state)
    {
        lock (Subscription.Gate)
        {
            State = state;
            Subscription.CountLost(Queue.Resize(state.QueueSize, state.DiscardOldest));
        }
    }

    /// <summary>Switches the item (5.13.4). A disabled item forgets what it had; one that reports again sends what it sampled.</summary>
    public void SetMode(MonitoringMode mode)
    {
        lock (Subscription.Gate)
        {
            State = State with { Mode = mode };
            if (mode == MonitoringMode.Disabled)
                Forget();
            else if (MayReport)
                Subscription.MarkReady(this);
        }
    }

    /// <summary>The value at the time of creation: always reported, whatever the filter says (5.13.1.2).</summary>
    public void OfferFirst(in DataValue value)
    {
        lock (Subscription.Gate)
        {
            if (State.Mode == MonitoringMode.Disabled || IsDeleted)
                return;
            _nextSample = Subscription.Now + State.SamplingTicks;
            _isWaiting = false;
            Keep(indexRange is null ? value : Part(in value));
        }
    }

    /// <summary>An event: queued as a value that is the array of its fields.</summary>
    public void OfferEvent(EventRecord record)
    {
        lock (Subscription.Gate)
        {
            if (State.Mode == MonitoringMode.Disabled || IsDeleted || State.Events is not { } filter || !filter.Passes(record))
                return;
            Enqueue(new DataValue(filter.Select(record)));
        }
    }

    public void Offer(in DataValue value)
    {
        lock (Subscription.Gate)
        {
            if (State.Mode == MonitoringMode.Disabled || IsDeleted)
                return;
            var offered = indexRange is null ? value : Part(in value);
            if (State.SamplingTicks == 0)
                Sample(in offered);
            else
                SampleSlowly(in offered);
        }
    }

    /// <summary>Takes a waiting value whose interval has ended, and reads a computed one that is due. Called before publishing.</summary>
    public void CatchUp(long now)
    {
        if (now < _nextSample || IsDeleted || State.Mode == MonitoringMode.Disabled)
            return;
        if (IsPolled)
        {
            _nextSample = now + Math.Max(State.SamplingTicks, 1);
            var value = ((VariableNode)Node).Value;
            Sample(indexRange is null ? value : Part(in value));
        }
        else if (_isWaiting)
        {
            TakeWaiting(now);
        }
    }

    /// <summary>The value sampled last, for a client that takes the subscription over and wants initial values.</summary>
    public void QueueLastAgain()
    {
        if (_hasLast && State.Mode == MonitoringMode.Reporting && Queue.Count == 0)
            Enqueue(in _last);
    }

    // The part of an array that the item is about (7.27); where there is none, the item says so.
    private DataValue Part(in DataValue value)
    {
        if (value.Value.IsNull)
            return value;
        var status = IndexRange.TryApply(indexRange!, value.Value, out var part);
        return value with { Value = part, StatusCode = status.IsGood ? value.StatusCode : status };
    }

    private void Forget()
    {
        Queue.Clear();
        _isWaiting = _hasLast = false;
        _waiting = _last = default;
    }

    private void SampleSlowly(in DataValue value)
    {
        var now = Subscription.Now;
        if (_isWaiting && now >= _nextSample)
            TakeWaiting(now);
        if (now >= _nextSample)
        {
            _nextSample = now + State.SamplingTicks;
            Sample(in value);
            return;
        }

        if (!_isWaiting)
            Subscription.ExpectCatchUp(this);
        _waiting = value;
        _isWaiting = true;
    }

    private void TakeWaiting(long now)
    {
        var value = _waiting;
        _waiting = default;
        _isWaiting = false;
        // The interval ended at _nextSample; the next one began there.
        var behind = (now - _nextSample) / State.SamplingTicks;
        _nextSample += (behind + 1) * State.SamplingTicks;
        Sample(in value);
    }

    private void Sample(in DataValue value)
    {
        if (!_hasLast || State.Filter.Passes(in _last, in value))
            Keep(in value);
    }

    private void Keep(in DataValue value)
    {
        _last = value;
        _hasLast = true;
        Enqueue(in value);
    }

    private void Enqueue(in DataValue value)
    {
        if (Queue.Enqueue(in value))
            Subscription.CountLost(1);
        if (State.Mode == MonitoringMode.Reporting)
            Subscription.MarkReady(this);
    }
}
