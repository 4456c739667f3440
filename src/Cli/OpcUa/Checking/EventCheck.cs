using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Checking;

/// <summary>Holds the events of a file to the nodes that the server has: notifiers that give events, and types that are types of events.</summary>
internal sealed class EventCheck(ServerConnection server)
{
    // SubscribeToEvents of the EventNotifier attribute (OPC 10000-3, 8.59).
    private const long GivesEvents = 0x01;

    /// <summary>What is wrong, with the place of each; in the file's order.</summary>
    public async Task<List<EventFault>> CheckAsync(IReadOnlyList<EventSettings> events, CancellationToken cancellation)
    {
        var faults = new List<EventFault>();
        for (var notifier = 0; notifier < events.Count; notifier++)
        {
            if (await WrongNotifierAsync(events[notifier].Node, cancellation) is { } wrong)
                faults.Add(new EventFault(notifier, "node", wrong));
            foreach (var type in events[notifier].Types)
            {
                if (await WrongTypeAsync(type, cancellation) is { } wrongType)
                    faults.Add(new EventFault(notifier, "types", wrongType));
            }
        }

        return faults;
    }

    private async Task<string?> WrongNotifierAsync(ExpandedNodeId node, CancellationToken cancellation)
    {
        if (!node.TryResolve(server.Client.NamespaceUris, out var id))
            return $"{node}: {SignalCheck.NoSuchNamespace(node, server)}";
        var nodeClass = (await server.ReadAsync([id], AttributeIds.NodeClass, cancellation))[0];
        if (nodeClass.StatusCode.IsBad)
            return $"{node} {ServerFailures.Line(nodeClass.StatusCode)}";
        var notifier = (await server.ReadAsync([id], AttributeIds.EventNotifier, cancellation))[0];
        return notifier.Value.TryGetInt64(out var bits) && (bits & GivesEvents) != 0
            ? null
            : $"{node} gives no events: name an object that does, or i=2253 for all that the server tells";
    }

    private async Task<string?> WrongTypeAsync(ExpandedNodeId type, CancellationToken cancellation)
    {
        if (!type.TryResolve(server.Client.NamespaceUris, out var id))
            return $"{type}: {SignalCheck.NoSuchNamespace(type, server)}";
        var nodeClass = (await server.ReadAsync([id], AttributeIds.NodeClass, cancellation))[0];
        if (nodeClass.StatusCode.IsBad)
            return $"{type} {ServerFailures.Line(nodeClass.StatusCode)}";
        return nodeClass.Value.TryGetInt64(out var kind) && (NodeClass)kind == NodeClass.ObjectType
            ? null
            : $"{type} is no type of events: 'brain opcua browse' at i=2041 shows those that the server has";
    }
}

/// <summary>Something that is wrong with the events of a file.</summary>
/// <param name="Notifier">Position among the connection's.</param>
/// <param name="Key">The key that it is about.</param>
internal sealed record EventFault(int Notifier, string Key, string Message);
