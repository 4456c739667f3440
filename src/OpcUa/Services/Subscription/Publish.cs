using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.14.5: acknowledges, and asks for the next notifications.</summary>
public sealed record PublishRequest : IServiceRequest, IIdentifiedStructure<PublishRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 826;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public SubscriptionAcknowledgement[] SubscriptionAcknowledgements { get; init; } = [];

    /// <inheritdoc/>
    public static PublishRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionAcknowledgements = reader.ReadStructures<SubscriptionAcknowledgement>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteStructures(SubscriptionAcknowledgements);
    }
}

/// <summary>The answer to <see cref="PublishRequest"/>.</summary>
public sealed record PublishResponse : IServiceResponse, IIdentifiedStructure<PublishResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 829;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public uint SubscriptionId { get; init; }

    public uint[] AvailableSequenceNumbers { get; init; } = [];

    public bool MoreNotifications { get; init; }

    public NotificationMessage NotificationMessage { get; init; } = new();

    /// <summary>One for each acknowledgement of the request.</summary>
    public StatusCode[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static PublishResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        AvailableSequenceNumbers = reader.ReadUInt32Array() ?? [],
        MoreNotifications = reader.ReadBoolean(),
        NotificationMessage = NotificationMessage.Decode(ref reader),
        Results = reader.ReadStatusCodes(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteUInt32(SubscriptionId);
        writer.WriteUInt32Array(AvailableSequenceNumbers);
        writer.WriteBoolean(MoreNotifications);
        NotificationMessage.Encode(ref writer);
        writer.WriteStatusCodes(Results);
        writer.WriteDiagnosticInfos(DiagnosticInfos);
    }
}

/// <summary>A notification message that the server may forget (OPC UA Part 4, 5.14.5).</summary>
public sealed record SubscriptionAcknowledgement : IUaStructure<SubscriptionAcknowledgement>
{
    public uint SubscriptionId { get; init; }

    public uint SequenceNumber { get; init; }

    /// <inheritdoc/>
    public static SubscriptionAcknowledgement Decode(ref UaReader reader) => new()
    {
        SubscriptionId = reader.ReadUInt32(),
        SequenceNumber = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteUInt32(SubscriptionId);
        writer.WriteUInt32(SequenceNumber);
    }
}
