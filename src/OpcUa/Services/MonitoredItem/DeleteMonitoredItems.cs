using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.13.6: removes items.</summary>
public sealed record DeleteMonitoredItemsRequest : IServiceRequest, IIdentifiedStructure<DeleteMonitoredItemsRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 781;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public uint SubscriptionId { get; init; }

    public uint[] MonitoredItemIds { get; init; } = [];

    /// <inheritdoc/>
    public static DeleteMonitoredItemsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        MonitoredItemIds = reader.ReadUInt32Array() ?? [],
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteUInt32(SubscriptionId);
        writer.WriteUInt32Array(MonitoredItemIds);
    }
}

/// <summary>The answer to <see cref="DeleteMonitoredItemsRequest"/>.</summary>
public sealed record DeleteMonitoredItemsResponse : IServiceResponse, IIdentifiedStructure<DeleteMonitoredItemsResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 784;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public StatusCode[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static DeleteMonitoredItemsResponse Decode(ref UaReader reader) => new()
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
