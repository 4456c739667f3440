using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>An object type, variable type, reference type or data type (OPC 10000-3, 5.3.2, 5.5.2, 5.6.5, 5.8.3).</summary>
internal sealed class TypeNode(NodeId id, NodeClass nodeClass, QualifiedName browseName) : Node(id, nodeClass, browseName)
{
    public bool IsAbstract { get; init; }

    public bool IsSymmetric { get; init; }

    public string? InverseName { get; init; }

    public NodeId ValueType { get; init; } = new(24);

    public int ValueRank { get; init; } = -1;

    /// <summary>A StructureDefinition or EnumDefinition; null where the data type has none.</summary>
    public ExtensionObject? Definition { get; init; }

    internal override bool TryReadAttribute(uint attribute, out Variant value)
    {
        switch (attribute)
        {
            case AttributeIds.IsAbstract:
                value = IsAbstract;
                return true;
            case AttributeIds.Symmetric when NodeClass == NodeClass.ReferenceType:
                value = IsSymmetric;
                return true;
            case AttributeIds.InverseName when NodeClass == NodeClass.ReferenceType && InverseName is not null:
                value = new LocalizedText(InverseName);
                return true;
            case AttributeIds.DataType when NodeClass == NodeClass.VariableType:
                value = ValueType;
                return true;
            case AttributeIds.ValueRank when NodeClass == NodeClass.VariableType:
                value = ValueRank;
                return true;
            case AttributeIds.DataTypeDefinition when NodeClass == NodeClass.DataType && Definition is not null:
                value = Definition;
                return true;
            default:
                return base.TryReadAttribute(attribute, out value);
        }
    }
}
