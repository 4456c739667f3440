using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>What a subscription has to tell (OPC UA Part 4, 7.26). Without data it is a keep-alive, and its number is that of the next message.</summary>
public sealed record NotificationMessage : IUaStructure<NotificationMessage>
{
    public uint SequenceNumber { get; init; }

    public DateTime PublishTime { get; init; }

    public ExtensionObject[] NotificationData { get; init; } = [];

    /// <inheritdoc/>
    public static NotificationMessage Decode(ref UaReader reader) => new()
    {
        SequenceNumber = reader.ReadUInt32(),
        PublishTime = reader.ReadDateTime(),
        NotificationData = reader.ReadExtensionObjects(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteUInt32(SequenceNumber);
        writer.WriteDateTime(PublishTime);
        writer.WriteExtensionObjects(NotificationData);
    }
}

/// <summary>Changed values (OPC UA Part 4, 7.25.2).</summary>
public sealed record DataChangeNotification : IIdentifiedStructure<DataChangeNotification>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 811;

    public MonitoredItemNotification[] MonitoredItems { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static DataChangeNotification Decode(ref UaReader reader) => new()
    {
        MonitoredItems = reader.ReadStructures<MonitoredItemNotification>(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStructures(MonitoredItems);
        writer.WriteDiagnosticInfos(DiagnosticInfos);
    }
}

/// <summary>One changed value (OPC UA Part 4, 7.25.2).</summary>
public sealed record MonitoredItemNotification : IUaStructure<MonitoredItemNotification>
{
    public uint ClientHandle { get; init; }

    public DataValue Value { get; init; }

    /// <inheritdoc/>
    public static MonitoredItemNotification Decode(ref UaReader reader) => new()
    {
        ClientHandle = reader.ReadUInt32(),
        Value = reader.ReadDataValue(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteUInt32(ClientHandle);
        writer.WriteDataValue(Value);
    }
}

/// <summary>The subscription itself changed (OPC UA Part 4, 7.25.4).</summary>
public sealed record StatusChangeNotification : IIdentifiedStructure<StatusChangeNotification>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 820;

    public StatusCode Status { get; init; }

    public DiagnosticInfo? DiagnosticInfo { get; init; }

    /// <inheritdoc/>
    public static StatusChangeNotification Decode(ref UaReader reader) => new()
    {
        Status = reader.ReadStatusCode(),
        DiagnosticInfo = reader.ReadDiagnosticInfo(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStatusCode(Status);
        writer.WriteDiagnosticInfo(DiagnosticInfo);
    }
}

/// <summary>Events (OPC UA Part 4, 7.25.3).</summary>
public sealed record EventNotificationList : IIdentifiedStructure<EventNotificationList>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 916;

    public EventFieldList[] Events { get; init; } = [];

    /// <inheritdoc/>
    public static EventNotificationList Decode(ref UaReader reader) => new()
    {
        Events = reader.ReadStructures<EventFieldList>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStructures(Events);
    }
}

/// <summary>The selected fields of one event (OPC UA Part 4, 7.25.3).</summary>
public sealed record EventFieldList : IUaStructure<EventFieldList>
{
    public uint ClientHandle { get; init; }

    public Variant[] EventFields { get; init; } = [];

    /// <inheritdoc/>
    public static EventFieldList Decode(ref UaReader reader) => new()
    {
        ClientHandle = reader.ReadUInt32(),
        EventFields = reader.ReadVariants(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteUInt32(ClientHandle);
        writer.WriteVariants(EventFields);
    }
}
