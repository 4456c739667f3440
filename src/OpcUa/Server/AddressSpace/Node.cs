using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>A node of the address space (OPC 10000-3, 5.2). References may be added while clients browse.</summary>
public abstract class Node
{
    private readonly Lock _gate = new();
    private Reference[] _references = [];

    private protected Node(NodeId id, NodeClass nodeClass, QualifiedName browseName)
    {
        Id = id;
        NodeClass = nodeClass;
        BrowseName = browseName;
        DisplayName = new LocalizedText(browseName.Name);
    }

    /// <summary>The node's id; it never changes.</summary>
    public NodeId Id { get; }

    /// <summary>What kind of node this is.</summary>
    public NodeClass NodeClass { get; }

    /// <summary>Name that browse paths are made of.</summary>
    public QualifiedName BrowseName { get; }

    /// <summary>Name shown to people.</summary>
    public LocalizedText DisplayName { get; init; }

    /// <summary>Text that explains the node; null text where there is none.</summary>
    public LocalizedText Description { get; init; }

    /// <summary>The node's references, in the order they were added. A snapshot.</summary>
    public ReadOnlySpan<Reference> References => Volatile.Read(ref _references);

    /// <summary>The node's type; null for nodes that have none.</summary>
    public NodeId TypeDefinition
    {
        get
        {
            foreach (var reference in References)
            {
                if (reference.IsForward && reference.TypeId == ReferenceTypeIds.HasTypeDefinition)
                    return reference.TargetId;
            }

            return NodeId.Null;
        }
    }

    internal void AddReference(Reference reference)
    {
        lock (_gate)
            Volatile.Write(ref _references, [.. _references, reference]);
    }

    internal void RemoveReferencesTo(NodeId target)
    {
        lock (_gate)
            Volatile.Write(ref _references, Array.FindAll(_references, reference => reference.TargetId != target));
    }

    internal Reference[] ReferenceSnapshot => Volatile.Read(ref _references);

    /// <summary>Reads an attribute other than Value (OPC 10000-3, 5.2 to 5.8); false where the node class has no such attribute.</summary>
    internal virtual bool TryReadAttribute(uint attribute, out Variant value)
    {
        switch (attribute)
        {
            case AttributeIds.NodeId:
                value = Id;
                return true;
            case AttributeIds.NodeClass:
                value = (int)NodeClass;
                return true;
            case AttributeIds.BrowseName:
                value = BrowseName;
                return true;
            case AttributeIds.DisplayName:
                value = DisplayName;
                return true;
            case AttributeIds.Description when Description.Text is not null:
                value = Description;
                return true;
            case AttributeIds.WriteMask or AttributeIds.UserWriteMask:
                value = 0u;
                return true;
            default:
                value = default;
                return false;
        }
    }
}
