using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>An event as its host raises it: the fields of BaseEventType (OPC 10000-5, 6.4.2) that the host knows, and its own.</summary>
/// <param name="Message">What happened, for people.</param>
public sealed record RaisedEvent(string Message)
{
    /// <summary>The type of the event; BaseEventType or one that was added by <see cref="AddressSpace.AddEventType"/>.</summary>
    public NodeId EventType { get; init; } = ObjectIds.BaseEventType;

    /// <summary>From 1, of little importance, to 1,000.</summary>
    public ushort Severity { get; init; } = 500;

    /// <summary>When it happened, UTC; null for now.</summary>
    public DateTime? Time { get; init; }

    /// <summary>Name of where it happened; null for the display name of the node that raises it.</summary>
    public string? SourceName { get; init; }

    /// <summary>Further fields, by browse name; names of a longer path are joined by <c>/</c>.</summary>
    public IReadOnlyDictionary<string, Variant> Fields { get; init; } = new Dictionary<string, Variant>();
}
