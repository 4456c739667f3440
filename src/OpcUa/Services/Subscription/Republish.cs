using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.14.6: asks for a message again that was not acknowledged.</summary>
public sealed record RepublishRequest : IServiceRequest, IIdentifiedStructure<RepublishRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 832;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public uint SubscriptionId { get; init; }

    public uint RetransmitSequenceNumber { get; init; }

    /// <inheritdoc/>
    public static RepublishRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        RetransmitSequenceNumber = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteUInt32(SubscriptionId);
        writer.WriteUInt32(RetransmitSequenceNumber);
    }
}

/// <summary>The answer to <see cref="RepublishRequest"/>.</summary>
public sealed record RepublishResponse : IServiceResponse, IIdentifiedStructure<RepublishResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 835;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public NotificationMessage NotificationMessage { get; init; } = new();

    /// <inheritdoc/>
    public static RepublishResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        NotificationMessage = NotificationMessage.Decode(ref reader),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        NotificationMessage.Encode(ref writer);
    }
}
