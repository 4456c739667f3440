using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.13.4: switches items on and off.</summary>
public sealed record SetMonitoringModeRequest : IServiceRequest, IIdentifiedStructure<SetMonitoringModeRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 769;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public uint SubscriptionId { get; init; }

    public MonitoringMode MonitoringMode { get; init; }

    public uint[] MonitoredItemIds { get; init; } = [];

    /// <inheritdoc/>
    public static SetMonitoringModeRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        MonitoringMode = (MonitoringMode)reader.ReadInt32(),
        MonitoredItemIds = reader.ReadUInt32Array() ?? [],
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteUInt32(SubscriptionId);
        writer.WriteInt32((int)MonitoringMode);
        writer.WriteUInt32Array(MonitoredItemIds);
    }
}

/// <summary>The answer to <see cref="SetMonitoringModeRequest"/>.</summary>
public sealed record SetMonitoringModeResponse : IServiceResponse, IIdentifiedStructure<SetMonitoringModeResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 772;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public StatusCode[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static SetMonitoringModeResponse Decode(ref UaReader reader) => new()
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
