using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.9.5: announces nodes that will be used often.</summary>
public sealed record RegisterNodesRequest : IServiceRequest, IIdentifiedStructure<RegisterNodesRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 560;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public NodeId[] NodesToRegister { get; init; } = [];

    /// <inheritdoc/>
    public static RegisterNodesRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        NodesToRegister = reader.ReadNodeIds(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteNodeIds(NodesToRegister);
    }
}

/// <summary>The answer to <see cref="RegisterNodesRequest"/>.</summary>
public sealed record RegisterNodesResponse : IServiceResponse, IIdentifiedStructure<RegisterNodesResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 563;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    /// <summary>Ids to use instead, in the order of the request.</summary>
    public NodeId[] RegisteredNodeIds { get; init; } = [];

    /// <inheritdoc/>
    public static RegisterNodesResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        RegisteredNodeIds = reader.ReadNodeIds(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteNodeIds(RegisteredNodeIds);
    }
}
