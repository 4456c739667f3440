using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.13.2: adds items to a subscription.</summary>
public sealed record CreateMonitoredItemsRequest : IServiceRequest, IIdentifiedStructure<CreateMonitoredItemsRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 751;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public uint SubscriptionId { get; init; }

    public TimestampsToReturn TimestampsToReturn { get; init; }

    public MonitoredItemCreateRequest[] ItemsToCreate { get; init; } = [];

    /// <inheritdoc/>
    public static CreateMonitoredItemsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        TimestampsToReturn = (TimestampsToReturn)reader.ReadInt32(),
        ItemsToCreate = reader.ReadStructures<MonitoredItemCreateRequest>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteUInt32(SubscriptionId);
        writer.WriteInt32((int)TimestampsToReturn);
        writer.WriteStructures(ItemsToCreate);
    }
}

/// <summary>The answer to <see cref="CreateMonitoredItemsRequest"/>.</summary>
public sealed record CreateMonitoredItemsResponse : IServiceResponse, IIdentifiedStructure<CreateMonitoredItemsResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 754;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public MonitoredItemCreateResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static CreateMonitoredItemsResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadStructures<MonitoredItemCreateResult>(),
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

/// <summary>One item to create (OPC UA Part 4, 5.13.2).</summary>
public sealed record MonitoredItemCreateRequest : IUaStructure<MonitoredItemCreateRequest>
{
    public ReadValueId ItemToMonitor { get; init; } = new();

    public MonitoringMode MonitoringMode { get; init; }

    public MonitoringParameters RequestedParameters { get; init; } = new();

    /// <inheritdoc/>
    public static MonitoredItemCreateRequest Decode(ref UaReader reader) => new()
    {
        ItemToMonitor = ReadValueId.Decode(ref reader),
        MonitoringMode = (MonitoringMode)reader.ReadInt32(),
        RequestedParameters = MonitoringParameters.Decode(ref reader),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ItemToMonitor.Encode(ref writer);
        writer.WriteInt32((int)MonitoringMode);
        RequestedParameters.Encode(ref writer);
    }
}

/// <summary>What the server made of one item (OPC UA Part 4, 5.13.2).</summary>
public sealed record MonitoredItemCreateResult : IUaStructure<MonitoredItemCreateResult>
{
    public StatusCode StatusCode { get; init; }

    public uint MonitoredItemId { get; init; }

    public double RevisedSamplingInterval { get; init; }

    public uint RevisedQueueSize { get; init; }

    public ExtensionObject FilterResult { get; init; } = ExtensionObject.Null;

    /// <inheritdoc/>
    public static MonitoredItemCreateResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        MonitoredItemId = reader.ReadUInt32(),
        RevisedSamplingInterval = reader.ReadDouble(),
        RevisedQueueSize = reader.ReadUInt32(),
        FilterResult = reader.ReadExtensionObject(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStatusCode(StatusCode);
        writer.WriteUInt32(MonitoredItemId);
        writer.WriteDouble(RevisedSamplingInterval);
        writer.WriteUInt32(RevisedQueueSize);
        writer.WriteExtensionObject(FilterResult);
    }
}
