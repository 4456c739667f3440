using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.14.7: takes subscriptions over from another session.</summary>
public sealed record TransferSubscriptionsRequest : IServiceRequest, IIdentifiedStructure<TransferSubscriptionsRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 841;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public uint[] SubscriptionIds { get; init; } = [];

    public bool SendInitialValues { get; init; }

    /// <inheritdoc/>
    public static TransferSubscriptionsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionIds = reader.ReadUInt32Array() ?? [],
        SendInitialValues = reader.ReadBoolean(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteUInt32Array(SubscriptionIds);
        writer.WriteBoolean(SendInitialValues);
    }
}

/// <summary>The answer to <see cref="TransferSubscriptionsRequest"/>.</summary>
public sealed record TransferSubscriptionsResponse : IServiceResponse, IIdentifiedStructure<TransferSubscriptionsResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 844;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public TransferResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static TransferSubscriptionsResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadStructures<TransferResult>(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteStructures(Results);
        writer.WriteDiagnosticInfos(DiagnosticInfos);
    }
}

/// <summary>What became of one subscription (OPC UA Part 4, 5.14.7).</summary>
public sealed record TransferResult : IUaStructure<TransferResult>
{
    public StatusCode StatusCode { get; init; }

    public uint[] AvailableSequenceNumbers { get; init; } = [];

    /// <inheritdoc/>
    public static TransferResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        AvailableSequenceNumbers = reader.ReadUInt32Array() ?? [],
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStatusCode(StatusCode);
        writer.WriteUInt32Array(AvailableSequenceNumbers);
    }
}
