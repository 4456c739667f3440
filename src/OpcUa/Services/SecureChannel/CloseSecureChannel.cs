using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.6.3: ends a channel.</summary>
public sealed record CloseSecureChannelRequest : IServiceRequest, IIdentifiedStructure<CloseSecureChannelRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 452;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    /// <inheritdoc/>
    public static CloseSecureChannelRequest Decode(ref UaReader reader) => new() { RequestHeader = RequestHeader.Decode(ref reader) };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer) => RequestHeader.Encode(ref writer);
}

/// <summary>The answer to <see cref="CloseSecureChannelRequest"/>.</summary>
public sealed record CloseSecureChannelResponse : IServiceResponse, IIdentifiedStructure<CloseSecureChannelResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 455;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    /// <inheritdoc/>
    public static CloseSecureChannelResponse Decode(ref UaReader reader) => new() { ResponseHeader = ResponseHeader.Decode(ref reader) };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer) => ResponseHeader.Encode(ref writer);
}
