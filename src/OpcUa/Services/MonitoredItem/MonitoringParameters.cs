using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>How an item is sampled and queued (OPC UA Part 4, 7.21).</summary>
public sealed record MonitoringParameters : IUaStructure<MonitoringParameters>
{
    /// <summary>The client's number for the item, returned with each notification.</summary>
    public uint ClientHandle { get; init; }

    /// <summary>Milliseconds; -1 is the publishing interval, 0 the fastest.</summary>
    public double SamplingInterval { get; init; }

    public ExtensionObject Filter { get; init; } = ExtensionObject.Null;

    public uint QueueSize { get; init; }

    public bool DiscardOldest { get; init; }

    /// <inheritdoc/>
    public static MonitoringParameters Decode(ref UaReader reader) => new()
    {
        ClientHandle = reader.ReadUInt32(),
        SamplingInterval = reader.ReadDouble(),
        Filter = reader.ReadExtensionObject(),
        QueueSize = reader.ReadUInt32(),
        DiscardOldest = reader.ReadBoolean(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteUInt32(ClientHandle);
        writer.WriteDouble(SamplingInterval);
        writer.WriteExtensionObject(Filter);
        writer.WriteUInt32(QueueSize);
        writer.WriteBoolean(DiscardOldest);
    }
}

/// <summary>Which changes are reported (OPC UA Part 4, 7.22.2).</summary>
public sealed record DataChangeFilter : IIdentifiedStructure<DataChangeFilter>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 724;

    public DataChangeTrigger Trigger { get; init; }

    /// <summary>0 none, 1 absolute, 2 percent of the range.</summary>
    public uint DeadbandType { get; init; }

    public double DeadbandValue { get; init; }

    /// <inheritdoc/>
    public static DataChangeFilter Decode(ref UaReader reader) => new()
    {
        Trigger = (DataChangeTrigger)reader.ReadInt32(),
        DeadbandType = reader.ReadUInt32(),
        DeadbandValue = reader.ReadDouble(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteInt32((int)Trigger);
        writer.WriteUInt32(DeadbandType);
        writer.WriteDouble(DeadbandValue);
    }
}
