using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>What a server is asked for one monitored item (OPC 10000-4, 7.21).</summary>
static class ItemRequests
{
    public static MonitoredItemCreateRequest Create(
        MonitoredItemSettings item, NodeId node, int handle, int generation, bool takesDataChangeFilter) => new()
    {
        ItemToMonitor = new ReadValueId { NodeId = node, AttributeId = item.AttributeId, IndexRange = item.IndexRange },
        MonitoringMode = item.MonitoringMode,
        RequestedParameters = Parameters(item, handle, generation, takesDataChangeFilter),
    };

    public static MonitoringParameters Parameters(MonitoredItemSettings item, int handle, int generation, bool takesDataChangeFilter) => new()
    {
        ClientHandle = new ClientHandle(handle, generation).Value,
        SamplingInterval = item.SamplingInterval.TotalMilliseconds,
        Filter = item.AttributeId == AttributeIds.EventNotifier ? (item.EventFilter ?? EventFilters.Select()).ToExtensionObject()
            : takesDataChangeFilter ? DataChangeFilter(item)
            : ExtensionObject.Null,
        QueueSize = item.QueueSize,
        DiscardOldest = item.DiscardOldest,
    };

    /// <summary>A granted interval; what a server sends may be no number.</summary>
    public static TimeSpan Sampling(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds is >= 0 ? Math.Min(milliseconds, int.MaxValue) : 0);

    /// <summary>The filter for changes of value; null where the defaults do or events are asked for.</summary>
    public static ExtensionObject DataChangeFilter(MonitoredItemSettings item)
    {
        if (item.AttributeId == AttributeIds.EventNotifier) return ExtensionObject.Null;
        var (type, deadband) = item switch
        {
            { PercentDeadband: > 0 } => (DeadbandType.Percent, item.PercentDeadband),
            { AbsoluteDeadband: > 0 } => (DeadbandType.Absolute, item.AbsoluteDeadband),
            _ => (DeadbandType.None, 0),
        };
        // No filter is the specification's default, and some PLCs refuse any.
        return type is DeadbandType.None && item.Trigger is DataChangeTrigger.StatusValue
            ? ExtensionObject.Null
            : new Services.DataChangeFilter { Trigger = item.Trigger, DeadbandType = (uint)type, DeadbandValue = deadband }.ToExtensionObject();
    }
}
