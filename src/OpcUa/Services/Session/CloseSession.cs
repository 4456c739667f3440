using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.7.4: ends a session.</summary>
public sealed record CloseSessionRequest : IServiceRequest, IIdentifiedStructure<CloseSessionRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 473;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public bool DeleteSubscriptions { get; init; }

    /// <inheritdoc/>
    public static CloseSessionRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        DeleteSubscriptions = reader.ReadBoolean(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteBoolean(DeleteSubscriptions);
    }
}

/// <summary>The answer to <see cref="CloseSessionRequest"/>.</summary>
public sealed record CloseSessionResponse : IServiceResponse, IIdentifiedStructure<CloseSessionResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 476;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    /// <inheritdoc/>
    public static CloseSessionResponse Decode(ref UaReader reader) => new() { ResponseHeader = ResponseHeader.Decode(ref reader) };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer) => ResponseHeader.Encode(ref writer);
}
