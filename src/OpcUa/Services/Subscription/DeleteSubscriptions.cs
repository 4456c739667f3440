using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.14.8: removes subscriptions.</summary>
public sealed record DeleteSubscriptionsRequest : IServiceRequest, IIdentifiedStructure<DeleteSubscriptionsRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 847;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public uint[] SubscriptionIds { get; init; } = [];

    /// <inheritdoc/>
    public static DeleteSubscriptionsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionIds = reader.ReadUInt32Array() ?? [],
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteUInt32Array(SubscriptionIds);
    }
}

/// <summary>The answer to <see cref="DeleteSubscriptionsRequest"/>.</summary>
public sealed record DeleteSubscriptionsResponse : IServiceResponse, IIdentifiedStructure<DeleteSubscriptionsResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 850;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public StatusCode[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static DeleteSubscriptionsResponse Decode(ref UaReader reader) => new()
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
