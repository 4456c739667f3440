using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// A variable (OPC 10000-3, 5.6.2). Its host pushes values; every push is offered at once to the monitored items on it.
/// </summary>
/// <remarks>Safe for several threads. Values of one variable reach its items in the order of the calls.</remarks>
public sealed class VariableNode : Node
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly RingHistory? _kept;
    private DataValue _value;
    private readonly List<MonitoredItem> _items = []; // in no order; each knows its place, so that a hundred thousand come and go quickly

    internal VariableNode(NodeId id, QualifiedName browseName, VariableSettings settings, TimeProvider time)
        : base(id, NodeClass.Variable, browseName)
    {
        Settings = settings;
        _time = time;
        _value = new DataValue(settings.InitialValue, settings.InitialValue.IsNull ? StatusCodes.BadWaitingForInitialData : default);
        if (!settings.InitialValue.IsNull)
        {
            var now = time.GetUtcNow().UtcDateTime;
            _value = _value with { SourceTimestamp = now, ServerTimestamp = now };
        }

        if (settings is { History: null, HistoryCapacity: > 0 })
            _kept = new RingHistory(settings.HistoryCapacity);
    }

    /// <summary>Data type, rank, access and sampling of the variable.</summary>
    public VariableSettings Settings { get; }

    /// <summary>The current value: what was set last, or what <see cref="VariableSettings.Compute"/> gives now.</summary>
    public DataValue Value
    {
        get
        {
            if (Settings.Compute is { } compute)
            {
                var now = _time.GetUtcNow().UtcDateTime;
                return new DataValue(compute(), default, now, now);
            }

            lock (_gate)
                return _value;
        }
    }

    /// <summary>Sets the value as of a source time; the server time is now.</summary>
    /// <param name="value">A value of the variable's type; null value with a bad status where there is none.</param>
    /// <param name="sourceTime">UTC; when the value was taken.</param>
    /// <param name="status">The value's quality.</param>
    public void SetValue(Variant value, DateTime sourceTime, StatusCode status = default) =>
        SetValue(value, sourceTime, status, _time.GetUtcNow().UtcDateTime);

    /// <summary>As the other overload, for hosts that set many values at one instant and read the clock once.</summary>
    public void SetValue(Variant value, DateTime sourceTime, StatusCode status, DateTime serverTime)
    {
        // Items are offered the value inside the lock: outside of it two callers could overtake each other.
        lock (_gate)
        {
            _value = new DataValue(value, status, sourceTime, serverTime);
            _kept?.Add(in _value);
            foreach (var item in _items)
                item.Offer(in _value);
        }
    }

    /// <summary>The variable's past; null where none is kept.</summary>
    internal IHistorySource? History => Settings.History ?? _kept;

    internal bool IsComputed => Settings.Compute is not null;

    /// <summary>From here on the item is offered every value, beginning with the current one.</summary>
    internal void Attach(MonitoredItem item)
    {
        if (IsComputed)
        {
            item.OfferFirst(Value);
            return;
        }

        lock (_gate)
        {
            item.PlaceAtNode = _items.Count;
            _items.Add(item);
            item.OfferFirst(in _value);
        }
    }

    /// <summary>Offers the current value once more, to an item that was switched on.</summary>
    internal void OfferCurrent(MonitoredItem item)
    {
        if (IsComputed)
        {
            item.OfferFirst(Value);
            return;
        }

        lock (_gate)
            item.OfferFirst(in _value);
    }

    internal void Detach(MonitoredItem item)
    {
        lock (_gate)
        {
            if (item.PlaceAtNode >= _items.Count || _items[item.PlaceAtNode] != item)
                return;
            var last = _items[^1];
            _items[item.PlaceAtNode] = last;
            last.PlaceAtNode = item.PlaceAtNode;
            _items.RemoveAt(_items.Count - 1);
        }
    }

    internal override bool TryReadAttribute(uint attribute, out Variant value)
    {
        switch (attribute)
        {
            case AttributeIds.DataType:
                value = Settings.DataTypeId;
                return true;
            case AttributeIds.ValueRank:
                value = Settings.ValueRank;
                return true;
            case AttributeIds.ArrayDimensions when Settings.ValueRank >= 1:
                value = new uint[Settings.ValueRank];
                return true;
            case AttributeIds.AccessLevel or AttributeIds.UserAccessLevel:
                value = Settings.AccessLevel;
                return true;
            case AttributeIds.MinimumSamplingInterval:
                value = Settings.MinimumSamplingInterval.TotalMilliseconds;
                return true;
            case AttributeIds.Historizing:
                value = Settings.HasHistory;
                return true;
            default:
                return base.TryReadAttribute(attribute, out value);
        }
    }
}
