using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>An object or a folder (OPC 10000-3, 5.5.1).</summary>
public sealed class ObjectNode : Node
{
    private readonly Lock _gate = new();
    private MonitoredItem[] _items = [];
    private bool _isEventNotifier;

    internal ObjectNode(NodeId id, QualifiedName browseName)
        : base(id, NodeClass.Object, browseName)
    {
    }

    /// <summary>
    /// Whether clients can watch the events of this object and of what is below it; off by default. The Server object, which
    /// notifies of all events, always does.
    /// </summary>
    public bool IsEventNotifier
    {
        get => Volatile.Read(ref _isEventNotifier);
        set => Volatile.Write(ref _isEventNotifier, value);
    }

    internal void Attach(MonitoredItem item)
    {
        lock (_gate)
            _items = [.. _items, item];
    }

    internal void Detach(MonitoredItem item)
    {
        lock (_gate)
            _items = Array.FindAll(_items, other => other != item);
    }

    /// <summary>Offers an event to the items on this object.</summary>
    internal void Notify(EventRecord record)
    {
        // Inside the lock, as values are: the events of one notifier reach its items in one order.
        lock (_gate)
        {
            foreach (var item in _items)
                item.OfferEvent(record);
        }
    }

    internal override bool TryReadAttribute(uint attribute, out Variant value)
    {
        if (attribute == AttributeIds.EventNotifier)
        {
            // Bit 0: SubscribeToEvents (OPC 10000-3, 8.59).
            value = (byte)(IsEventNotifier ? 1 : 0);
            return true;
        }

        return base.TryReadAttribute(attribute, out value);
    }
}
