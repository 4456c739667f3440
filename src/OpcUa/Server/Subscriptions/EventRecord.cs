using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>An event with all its fields (OPC 10000-5, 6.4.2), as filters look at it. Immutable.</summary>
internal sealed class EventRecord
{
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private readonly RaisedEvent _raised;
    private readonly NodeId _sourceNode;
    private readonly string? _sourceName;
    private readonly DateTime _time;
    private readonly DateTime _receiveTime;

    private EventRecord(RaisedEvent raised, NodeId sourceNode, string? sourceName, DateTime now)
    {
        _raised = raised;
        _sourceNode = sourceNode;
        _sourceName = sourceName;
        _time = raised.Time ?? now;
        _receiveTime = now;
    }

    public NodeId EventType => _raised.EventType;

    public static EventRecord Of(Node source, RaisedEvent raised, DateTime now) =>
        new(raised, source.Id, raised.SourceName ?? source.DisplayName.Text, now);

    /// <summary>Tells a client that its queue was too small (OPC 10000-4, 7.22.3).</summary>
    public static EventRecord Overflow(DateTime now) => new(
        new RaisedEvent("Events were lost: the queue of the monitored item was full.") { EventType = ObjectIds.EventQueueOverflowEventType },
        ObjectIds.Server, "Server", now);

    /// <summary>A field; null where the event has none of this name.</summary>
    public Variant Field(SimpleAttributeOperand operand)
    {
        if (operand.AttributeId != AttributeIds.Value || operand.BrowsePath.Length == 0)
            return default;
        if (operand.BrowsePath is [{ NamespaceIndex: 0, Name: { } name }])
        {
            switch (name)
            {
                case "EventId":
                    return _id;
                case "EventType":
                    return EventType;
                case "SourceNode":
                    return _sourceNode;
                case "SourceName":
                    return _sourceName;
                case "Time":
                    return _time;
                case "ReceiveTime":
                    return _receiveTime;
                case "Message":
                    return new LocalizedText(_raised.Message);
                case "Severity":
                    return _raised.Severity;
            }
        }

        var path = operand.BrowsePath is [var only] ? only.Name ?? "" : string.Join('/', operand.BrowsePath.Select(step => step.Name));
        return _raised.Fields.TryGetValue(path, out var value) ? value : default;
    }
}
