using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.14.2: makes a subscription.</summary>
public sealed record CreateSubscriptionRequest : IServiceRequest, IIdentifiedStructure<CreateSubscriptionRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 787;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    /// <summary>Milliseconds.</summary>
    public double RequestedPublishingInterval { get; init; }

    /// <summary>Publishing intervals without a Publish request after which the server deletes the subscription.</summary>
    public uint RequestedLifetimeCount { get; init; }

    /// <summary>Publishing intervals without a change after which a keep-alive is sent.</summary>
    public uint RequestedMaxKeepAliveCount { get; init; }

    /// <summary>0 is without limit.</summary>
    public uint MaxNotificationsPerPublish { get; init; }

    public bool PublishingEnabled { get; init; }

    public byte Priority { get; init; }

    /// <inheritdoc/>
    public static CreateSubscriptionRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        RequestedPublishingInterval = reader.ReadDouble(),
        RequestedLifetimeCount = reader.ReadUInt32(),
        RequestedMaxKeepAliveCount = reader.ReadUInt32(),
        MaxNotificationsPerPublish = reader.ReadUInt32(),
        PublishingEnabled = reader.ReadBoolean(),
        Priority = reader.ReadByte(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteDouble(RequestedPublishingInterval);
        writer.WriteUInt32(RequestedLifetimeCount);
        writer.WriteUInt32(RequestedMaxKeepAliveCount);
        writer.WriteUInt32(MaxNotificationsPerPublish);
        writer.WriteBoolean(PublishingEnabled);
        writer.WriteByte(Priority);
    }
}

/// <summary>The answer to <see cref="CreateSubscriptionRequest"/>.</summary>
public sealed record CreateSubscriptionResponse : IServiceResponse, IIdentifiedStructure<CreateSubscriptionResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 790;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public uint SubscriptionId { get; init; }

    public double RevisedPublishingInterval { get; init; }

    public uint RevisedLifetimeCount { get; init; }

    public uint RevisedMaxKeepAliveCount { get; init; }

    /// <inheritdoc/>
    public static CreateSubscriptionResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        RevisedPublishingInterval = reader.ReadDouble(),
        RevisedLifetimeCount = reader.ReadUInt32(),
        RevisedMaxKeepAliveCount = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteUInt32(SubscriptionId);
        writer.WriteDouble(RevisedPublishingInterval);
        writer.WriteUInt32(RevisedLifetimeCount);
        writer.WriteUInt32(RevisedMaxKeepAliveCount);
    }
}
