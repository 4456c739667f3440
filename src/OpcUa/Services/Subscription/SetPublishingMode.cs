using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.14.4: switches publishing on and off.</summary>
public sealed record SetPublishingModeRequest : IServiceRequest, IIdentifiedStructure<SetPublishingModeRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 799;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public bool PublishingEnabled { get; init; }

    public uint[] SubscriptionIds { get; init; } = [];

    /// <inheritdoc/>
    public static SetPublishingModeRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        PublishingEnabled = reader.ReadBoolean(),
        SubscriptionIds = reader.ReadUInt32Array() ?? [],
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteBoolean(PublishingEnabled);
        writer.WriteUInt32Array(SubscriptionIds);
    }
}

/// <summary>The answer to <see cref="SetPublishingModeRequest"/>.</summary>
public sealed record SetPublishingModeResponse : IServiceResponse, IIdentifiedStructure<SetPublishingModeResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 802;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public StatusCode[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static SetPublishingModeResponse Decode(ref UaReader reader) => new()
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
