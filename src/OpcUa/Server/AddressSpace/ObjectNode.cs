using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>An object or a folder (OPC 10000-3, 5.5.1).</summary>
public sealed class ObjectNode : Node
{
    internal ObjectNode(NodeId id, QualifiedName browseName)
        : base(id, NodeClass.Object, browseName)
    {
    }

    internal override bool TryReadAttribute(uint attribute, out Variant value)
    {
        // No object of this server notifies of events.
        if (attribute == AttributeIds.EventNotifier)
        {
            value = (byte)0;
            return true;
        }

        return base.TryReadAttribute(attribute, out value);
    }
}
