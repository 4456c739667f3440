using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.9.4: paths of browse names to node ids.</summary>
public sealed record TranslateBrowsePathsToNodeIdsRequest : IServiceRequest, IIdentifiedStructure<TranslateBrowsePathsToNodeIdsRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 554;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public BrowsePath[] BrowsePaths { get; init; } = [];

    /// <inheritdoc/>
    public static TranslateBrowsePathsToNodeIdsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        BrowsePaths = reader.ReadStructures<BrowsePath>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteStructures(BrowsePaths);
    }
}

/// <summary>The answer to <see cref="TranslateBrowsePathsToNodeIdsRequest"/>.</summary>
public sealed record TranslateBrowsePathsToNodeIdsResponse : IServiceResponse, IIdentifiedStructure<TranslateBrowsePathsToNodeIdsResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 557;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public BrowsePathResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static TranslateBrowsePathsToNodeIdsResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadStructures<BrowsePathResult>(),
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

/// <summary>A path from a node (OPC UA Part 4, 5.9.4).</summary>
public sealed record BrowsePath : IUaStructure<BrowsePath>
{
    public NodeId StartingNode { get; init; }

    public RelativePath RelativePath { get; init; } = new();

    /// <inheritdoc/>
    public static BrowsePath Decode(ref UaReader reader) => new()
    {
        StartingNode = reader.ReadNodeId(),
        RelativePath = RelativePath.Decode(ref reader),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(StartingNode);
        RelativePath.Encode(ref writer);
    }
}

/// <summary>The steps of a path (OPC UA Part 4, 7.31).</summary>
public sealed record RelativePath : IUaStructure<RelativePath>
{
    public RelativePathElement[] Elements { get; init; } = [];

    /// <inheritdoc/>
    public static RelativePath Decode(ref UaReader reader) => new()
    {
        Elements = reader.ReadStructures<RelativePathElement>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStructures(Elements);
    }
}

/// <summary>One step of a path (OPC UA Part 4, 7.31).</summary>
public sealed record RelativePathElement : IUaStructure<RelativePathElement>
{
    public NodeId ReferenceTypeId { get; init; }

    public bool IsInverse { get; init; }

    public bool IncludeSubtypes { get; init; }

    public QualifiedName TargetName { get; init; }

    /// <inheritdoc/>
    public static RelativePathElement Decode(ref UaReader reader) => new()
    {
        ReferenceTypeId = reader.ReadNodeId(),
        IsInverse = reader.ReadBoolean(),
        IncludeSubtypes = reader.ReadBoolean(),
        TargetName = reader.ReadQualifiedName(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(ReferenceTypeId);
        writer.WriteBoolean(IsInverse);
        writer.WriteBoolean(IncludeSubtypes);
        writer.WriteQualifiedName(TargetName);
    }
}

/// <summary>Where one path leads (OPC UA Part 4, 5.9.4).</summary>
public sealed record BrowsePathResult : IUaStructure<BrowsePathResult>
{
    public StatusCode StatusCode { get; init; }

    public BrowsePathTarget[] Targets { get; init; } = [];

    /// <inheritdoc/>
    public static BrowsePathResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        Targets = reader.ReadStructures<BrowsePathTarget>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStatusCode(StatusCode);
        writer.WriteStructures(Targets);
    }
}

/// <summary>A node that a path leads to (OPC UA Part 4, 5.9.4).</summary>
public sealed record BrowsePathTarget : IUaStructure<BrowsePathTarget>
{
    public ExpandedNodeId TargetId { get; init; }

    /// <summary>uint.MaxValue where the path was followed to its end.</summary>
    public uint RemainingPathIndex { get; init; }

    /// <inheritdoc/>
    public static BrowsePathTarget Decode(ref UaReader reader) => new()
    {
        TargetId = reader.ReadExpandedNodeId(),
        RemainingPathIndex = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteExpandedNodeId(TargetId);
        writer.WriteUInt32(RemainingPathIndex);
    }
}
