using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>The references of one node, or the first of them (OPC UA Part 4, 7.6).</summary>
public sealed record BrowseResult : IUaStructure<BrowseResult>
{
    public StatusCode StatusCode { get; init; }

    /// <summary>Null where all references are here.</summary>
    public byte[]? ContinuationPoint { get; init; }

    public ReferenceDescription[] References { get; init; } = [];

    /// <inheritdoc/>
    public static BrowseResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        ContinuationPoint = reader.ReadByteString(),
        References = reader.ReadStructures<ReferenceDescription>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStatusCode(StatusCode);
        writer.WriteByteString(ContinuationPoint);
        writer.WriteStructures(References);
    }
}

/// <summary>One reference and its other end (OPC UA Part 4, 7.29).</summary>
public sealed record ReferenceDescription : IUaStructure<ReferenceDescription>
{
    public NodeId ReferenceTypeId { get; init; }

    public bool IsForward { get; init; }

    public ExpandedNodeId NodeId { get; init; }

    public QualifiedName BrowseName { get; init; }

    public LocalizedText DisplayName { get; init; }

    public NodeClass NodeClass { get; init; }

    public ExpandedNodeId TypeDefinition { get; init; }

    /// <inheritdoc/>
    public static ReferenceDescription Decode(ref UaReader reader) => new()
    {
        ReferenceTypeId = reader.ReadNodeId(),
        IsForward = reader.ReadBoolean(),
        NodeId = reader.ReadExpandedNodeId(),
        BrowseName = reader.ReadQualifiedName(),
        DisplayName = reader.ReadLocalizedText(),
        NodeClass = (NodeClass)reader.ReadInt32(),
        TypeDefinition = reader.ReadExpandedNodeId(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(ReferenceTypeId);
        writer.WriteBoolean(IsForward);
        writer.WriteExpandedNodeId(NodeId);
        writer.WriteQualifiedName(BrowseName);
        writer.WriteLocalizedText(DisplayName);
        writer.WriteInt32((int)NodeClass);
        writer.WriteExpandedNodeId(TypeDefinition);
    }
}
