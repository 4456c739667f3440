using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.11.3: reads the past of nodes.</summary>
public sealed record HistoryReadRequest : IServiceRequest, IIdentifiedStructure<HistoryReadRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 664;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    /// <summary>What is asked for: a <see cref="ReadRawModifiedDetails"/>.</summary>
    public ExtensionObject HistoryReadDetails { get; init; } = ExtensionObject.Null;

    public TimestampsToReturn TimestampsToReturn { get; init; }

    /// <summary>Gives the continuation points back instead of reading on.</summary>
    public bool ReleaseContinuationPoints { get; init; }

    public HistoryReadValueId[] NodesToRead { get; init; } = [];

    /// <inheritdoc/>
    public static HistoryReadRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        HistoryReadDetails = reader.ReadExtensionObject(),
        TimestampsToReturn = (TimestampsToReturn)reader.ReadInt32(),
        ReleaseContinuationPoints = reader.ReadBoolean(),
        NodesToRead = reader.ReadStructures<HistoryReadValueId>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteExtensionObject(HistoryReadDetails);
        writer.WriteInt32((int)TimestampsToReturn);
        writer.WriteBoolean(ReleaseContinuationPoints);
        writer.WriteStructures(NodesToRead);
    }
}

/// <summary>The answer to <see cref="HistoryReadRequest"/>.</summary>
public sealed record HistoryReadResponse : IServiceResponse, IIdentifiedStructure<HistoryReadResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 667;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public HistoryReadResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static HistoryReadResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadStructures<HistoryReadResult>(),
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

/// <summary>A node whose past is read (OPC UA Part 4, 5.11.3).</summary>
public sealed record HistoryReadValueId : IUaStructure<HistoryReadValueId>
{
    public NodeId NodeId { get; init; }

    public string? IndexRange { get; init; }

    public QualifiedName DataEncoding { get; init; }

    /// <summary>Where an earlier answer stopped; null for the first.</summary>
    public byte[]? ContinuationPoint { get; init; }

    /// <inheritdoc/>
    public static HistoryReadValueId Decode(ref UaReader reader) => new()
    {
        NodeId = reader.ReadNodeId(),
        IndexRange = reader.ReadString(),
        DataEncoding = reader.ReadQualifiedName(),
        ContinuationPoint = reader.ReadByteString(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(NodeId);
        writer.WriteString(IndexRange);
        writer.WriteQualifiedName(DataEncoding);
        writer.WriteByteString(ContinuationPoint);
    }
}

/// <summary>The past of one node (OPC UA Part 4, 5.11.3).</summary>
public sealed record HistoryReadResult : IUaStructure<HistoryReadResult>
{
    public StatusCode StatusCode { get; init; }

    /// <summary>There is more; null where this is the end.</summary>
    public byte[]? ContinuationPoint { get; init; }

    /// <summary>A <see cref="Services.HistoryData"/>.</summary>
    public ExtensionObject HistoryData { get; init; } = ExtensionObject.Null;

    /// <inheritdoc/>
    public static HistoryReadResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        ContinuationPoint = reader.ReadByteString(),
        HistoryData = reader.ReadExtensionObject(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStatusCode(StatusCode);
        writer.WriteByteString(ContinuationPoint);
        writer.WriteExtensionObject(HistoryData);
    }
}
