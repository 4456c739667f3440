using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.9.2: the references of nodes.</summary>
public sealed record BrowseRequest : IServiceRequest, IIdentifiedStructure<BrowseRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 527;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public ViewDescription View { get; init; } = new();

    public uint RequestedMaxReferencesPerNode { get; init; }

    public BrowseDescription[] NodesToBrowse { get; init; } = [];

    /// <inheritdoc/>
    public static BrowseRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        View = ViewDescription.Decode(ref reader),
        RequestedMaxReferencesPerNode = reader.ReadUInt32(),
        NodesToBrowse = reader.ReadStructures<BrowseDescription>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        View.Encode(ref writer);
        writer.WriteUInt32(RequestedMaxReferencesPerNode);
        writer.WriteStructures(NodesToBrowse);
    }
}

/// <summary>The answer to <see cref="BrowseRequest"/>.</summary>
public sealed record BrowseResponse : IServiceResponse, IIdentifiedStructure<BrowseResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 530;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public BrowseResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static BrowseResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadStructures<BrowseResult>(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteStructures(Results);
        writer.WriteDiagnosticInfos(DiagnosticInfos);
    }
}

/// <summary>Part of the address space (OPC UA Part 4, 7.46); the null id is all of it.</summary>
public sealed record ViewDescription : IUaStructure<ViewDescription>
{
    public NodeId ViewId { get; init; }

    public DateTime Timestamp { get; init; }

    public uint ViewVersion { get; init; }

    /// <inheritdoc/>
    public static ViewDescription Decode(ref UaReader reader) => new()
    {
        ViewId = reader.ReadNodeId(),
        Timestamp = reader.ReadDateTime(),
        ViewVersion = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(ViewId);
        writer.WriteDateTime(Timestamp);
        writer.WriteUInt32(ViewVersion);
    }
}

/// <summary>A node and which of its references to return (OPC UA Part 4, 5.9.2).</summary>
public sealed record BrowseDescription : IUaStructure<BrowseDescription>
{
    public NodeId NodeId { get; init; }

    public BrowseDirection BrowseDirection { get; init; }

    public NodeId ReferenceTypeId { get; init; }

    public bool IncludeSubtypes { get; init; }

    /// <summary>0 is all classes.</summary>
    public uint NodeClassMask { get; init; }

    /// <summary>Which fields of a <see cref="ReferenceDescription"/> to fill.</summary>
    public uint ResultMask { get; init; }

    /// <inheritdoc/>
    public static BrowseDescription Decode(ref UaReader reader) => new()
    {
        NodeId = reader.ReadNodeId(),
        BrowseDirection = (BrowseDirection)reader.ReadInt32(),
        ReferenceTypeId = reader.ReadNodeId(),
        IncludeSubtypes = reader.ReadBoolean(),
        NodeClassMask = reader.ReadUInt32(),
        ResultMask = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(NodeId);
        writer.WriteInt32((int)BrowseDirection);
        writer.WriteNodeId(ReferenceTypeId);
        writer.WriteBoolean(IncludeSubtypes);
        writer.WriteUInt32(NodeClassMask);
        writer.WriteUInt32(ResultMask);
    }
}
