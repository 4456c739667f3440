using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Events;

/// <summary>Asks a server for events (OPC 10000-4, 7.22.3).</summary>
internal static class EventRequest
{
    /// <summary>The fields in the order in which they come; see <see cref="EventField"/>.</summary>
    private static readonly string[] Fields = ["EventId", "EventType", "SourceName", "Time", "Message", "Severity"];

    public static MonitoredItemSettings Of(EventSettings events, uint queue) => new(events.Node)
    {
        AttributeId = AttributeIds.EventNotifier,
        SamplingInterval = TimeSpan.Zero,
        QueueSize = queue,
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
}

/// <summary>Positions of the fields that are asked for.</summary>
internal static class EventField
{
    public const int Id = 0;
    public const int Type = 1;
    public const int Source = 2;
    public const int Time = 3;
    public const int Message = 4;
    public const int Severity = 5;
    public const int Count = 6;
}
