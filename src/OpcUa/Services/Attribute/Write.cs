using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.11.4: writes attributes.</summary>
public sealed record WriteRequest : IServiceRequest, IIdentifiedStructure<WriteRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 673;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public WriteValue[] NodesToWrite { get; init; } = [];

    /// <inheritdoc/>
    public static WriteRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        NodesToWrite = reader.ReadStructures<WriteValue>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteStructures(NodesToWrite);
    }
}

/// <summary>The answer to <see cref="WriteRequest"/>.</summary>
public sealed record WriteResponse : IServiceResponse, IIdentifiedStructure<WriteResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 676;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public StatusCode[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static WriteResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadStatusCodes(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteStatusCodes(Results);
        writer.WriteDiagnosticInfos(DiagnosticInfos);
    }
}

/// <summary>An attribute and what to write (OPC UA Part 4, 5.11.4).</summary>
public sealed record WriteValue : IUaStructure<WriteValue>
{
    public NodeId NodeId { get; init; }

    public uint AttributeId { get; init; }

    public string? IndexRange { get; init; }

    public DataValue Value { get; init; }

    /// <inheritdoc/>
    public static WriteValue Decode(ref UaReader reader) => new()
    {
        NodeId = reader.ReadNodeId(),
        AttributeId = reader.ReadUInt32(),
        IndexRange = reader.ReadString(),
        Value = reader.ReadDataValue(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(NodeId);
        writer.WriteUInt32(AttributeId);
        writer.WriteString(IndexRange);
        writer.WriteDataValue(Value);
    }
}
