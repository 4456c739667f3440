using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.9.6: the end of <see cref="RegisterNodesRequest"/>.</summary>
public sealed record UnregisterNodesRequest : IServiceRequest, IIdentifiedStructure<UnregisterNodesRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 566;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public NodeId[] NodesToUnregister { get; init; } = [];

    /// <inheritdoc/>
    public static UnregisterNodesRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        NodesToUnregister = reader.ReadNodeIds(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteNodeIds(NodesToUnregister);
    }
}

/// <summary>The answer to <see cref="UnregisterNodesRequest"/>.</summary>
public sealed record UnregisterNodesResponse : IServiceResponse, IIdentifiedStructure<UnregisterNodesResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 569;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    /// <inheritdoc/>
    public static UnregisterNodesResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
    }
}
