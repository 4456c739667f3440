using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.FactoryFile.Events;

/// <summary>Asks a server for events (OPC 10000-4, 7.22.3).</summary>
public static class EventRequest
{
    /// <summary>Events that the server keeps between two publishing times.</summary>
    public const uint QueueSize = 1_000;

    /// <summary>The fields in the order in which they come; see <see cref="EventField"/>.</summary>
    private static readonly string[] Fields = ["EventId", "EventType", "SourceName", "Time", "Message", "Severity"];

    /// <summary>The item that a notifier's events come by.</summary>
    public static MonitoredItemSettings Of(EventSettings events) => new(events.Node)
    {
        AttributeId = AttributeIds.EventNotifier,
        SamplingInterval = TimeSpan.Zero,
        QueueSize = QueueSize,
        EventFilterSource = namespaceUris => Filter(events, namespaceUris),
    };

    /// <summary>Null while the server has no such namespace as one of the types is of.</summary>
    public static EventFilter? Filter(EventSettings events, IReadOnlyList<string> namespaceUris)
    {
        EventWhere? where = null;
        foreach (var type in events.Types)
        {
            if (!type.TryResolve(namespaceUris, out var id))
                return null;
            var ofType = EventWhere.OfType(id);
            where = where is null ? ofType : where.Or(ofType);
        }

        if (events.MinimumSeverity > 0)
        {
            var severe = EventWhere.Field("Severity", FilterOperator.GreaterThanOrEqual, events.MinimumSeverity);
            where = where is null ? severe : where.And(severe);
        }

        return EventFilters.Select(where, Fields);
    }

    /// <summary>Whether an event says that the server lost others (OPC 10000-4, 7.21).</summary>
    public static bool TellsOfLoss(IReadOnlyList<Variant> fields) =>
        EventField.Of(fields, EventField.Type).ToObject() is NodeId type && type == ObjectIds.EventQueueOverflowEventType;
}

/// <summary>Positions of the fields that are asked for.</summary>
public static class EventField
{
    public const int Id = 0;
    public const int Type = 1;
    public const int Source = 2;
    public const int Time = 3;
    public const int Message = 4;
    public const int Severity = 5;
    public const int Count = 6;

    /// <summary>A field; null where a server gave fewer than were asked for.</summary>
    public static Variant Of(IReadOnlyList<Variant> fields, int field) => field < fields.Count ? fields[field] : Variant.Null;
}
