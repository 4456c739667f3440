using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.13.3: changes items.</summary>
public sealed record ModifyMonitoredItemsRequest : IServiceRequest, IIdentifiedStructure<ModifyMonitoredItemsRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 763;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public uint SubscriptionId { get; init; }

    public TimestampsToReturn TimestampsToReturn { get; init; }

    public MonitoredItemModifyRequest[] ItemsToModify { get; init; } = [];

    /// <inheritdoc/>
    public static ModifyMonitoredItemsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        TimestampsToReturn = (TimestampsToReturn)reader.ReadInt32(),
        ItemsToModify = reader.ReadStructures<MonitoredItemModifyRequest>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteUInt32(SubscriptionId);
        writer.WriteInt32((int)TimestampsToReturn);
        writer.WriteStructures(ItemsToModify);
    }
}

/// <summary>The answer to <see cref="ModifyMonitoredItemsRequest"/>.</summary>
public sealed record ModifyMonitoredItemsResponse : IServiceResponse, IIdentifiedStructure<ModifyMonitoredItemsResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 766;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public MonitoredItemModifyResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static ModifyMonitoredItemsResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadStructures<MonitoredItemModifyResult>(),
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

/// <summary>One item to change (OPC UA Part 4, 5.13.3).</summary>
public sealed record MonitoredItemModifyRequest : IUaStructure<MonitoredItemModifyRequest>
{
    public uint MonitoredItemId { get; init; }

    public MonitoringParameters RequestedParameters { get; init; } = new();

    /// <inheritdoc/>
    public static MonitoredItemModifyRequest Decode(ref UaReader reader) => new()
    {
        MonitoredItemId = reader.ReadUInt32(),
        RequestedParameters = MonitoringParameters.Decode(ref reader),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteUInt32(MonitoredItemId);
        RequestedParameters.Encode(ref writer);
    }
}

/// <summary>What the server made of one change (OPC UA Part 4, 5.13.3).</summary>
public sealed record MonitoredItemModifyResult : IUaStructure<MonitoredItemModifyResult>
{
    public StatusCode StatusCode { get; init; }

    public double RevisedSamplingInterval { get; init; }

    public uint RevisedQueueSize { get; init; }

    public ExtensionObject FilterResult { get; init; } = ExtensionObject.Null;

    /// <inheritdoc/>
    public static MonitoredItemModifyResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        RevisedSamplingInterval = reader.ReadDouble(),
        RevisedQueueSize = reader.ReadUInt32(),
        FilterResult = reader.ReadExtensionObject(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStatusCode(StatusCode);
        writer.WriteDouble(RevisedSamplingInterval);
        writer.WriteUInt32(RevisedQueueSize);
        writer.WriteExtensionObject(FilterResult);
    }
}
