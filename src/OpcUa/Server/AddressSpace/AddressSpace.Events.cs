using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <content>Events (OPC 10000-3, 4.7).</content>
public sealed partial class AddressSpace
{
    /// <summary>
    /// Raises an event: clients get it that watch the source itself, an object above it in the hierarchy that is an
    /// <see cref="ObjectNode.IsEventNotifier"/>, or the Server object, and whose filter it passes.
    /// </summary>
    /// <param name="source">Where it happened.</param>
    /// <param name="raised">What happened.</param>
    public void RaiseEvent(Node source, RaisedEvent raised)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(raised);
        var record = EventRecord.Of(source, raised, _time.GetUtcNow().UtcDateTime);
        var seen = new HashSet<NodeId> { source.Id };
        var above = new Queue<Node>([source]);
        while (above.TryDequeue(out var node))
        {
            if (node is ObjectNode { IsEventNotifier: true } notifier)
                notifier.Notify(record);
            foreach (var reference in node.References)
            {
                if (!reference.IsForward
                    && StandardTypes.IsSubtypeOf(reference.TypeId, ReferenceTypeIds.HierarchicalReferences)
                    && seen.Add(reference.TargetId)
                    && TryFind(reference.TargetId, out var parent))
                {
                    above.Enqueue(parent);
                }
            }
        }

        if (!seen.Contains(ObjectIds.Server) && TryFind(ObjectIds.Server, out var server))
            ((ObjectNode)server).Notify(record);
    }
}
