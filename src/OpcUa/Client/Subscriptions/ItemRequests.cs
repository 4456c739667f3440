using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>What a server is asked for one monitored item (OPC 10000-4, 7.21).</summary>
static class ItemRequests
{
    public static MonitoredItemCreateRequest Create(MonitoredItemSettings item, NodeId node, int handle, int generation, ServerTraits traits) => new()
    {
        ItemToMonitor = new ReadValueId { NodeId = node, AttributeId = item.AttributeId, IndexRange = item.IndexRange },
        MonitoringMode = item.MonitoringMode,
        RequestedParameters = Parameters(item, handle, generation, traits),
    };

    public static MonitoringParameters Parameters(MonitoredItemSettings item, int handle, int generation, ServerTraits traits) => new()
    {
        ClientHandle = new ClientHandle(handle, generation).Value,
        SamplingInterval = item.SamplingInterval.TotalMilliseconds,
        Filter = Filter(item, traits),
        QueueSize = item.QueueSize,
        DiscardOldest = item.DiscardOldest,
    };

    /// <summary>A granted interval; what a server sends may be no number.</summary>
    public static TimeSpan Sampling(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds is >= 0 ? Math.Min(milliseconds, int.MaxValue) : 0);

    /// <summary>Whether an item asks for another filter than none, which is the specification's default; some PLCs refuse any.</summary>
    public static bool HasDataChangeFilter(MonitoredItemSettings item) =>
        item.AttributeId != AttributeIds.EventNotifier
        && (item.AbsoluteDeadband > 0 || item.PercentDeadband > 0 || item.Trigger is not DataChangeTrigger.StatusValue);

    static ExtensionObject Filter(MonitoredItemSettings item, ServerTraits traits)
    {
        if (item.AttributeId == AttributeIds.EventNotifier) return (item.EventFilter ?? EventFilters.Select()).ToExtensionObject();
        if (!traits.TakesDataChangeFilter || !HasDataChangeFilter(item)) return ExtensionObject.Null;
        var (type, deadband) = item switch
        {
            { PercentDeadband: > 0 } => (DeadbandType.Percent, item.PercentDeadband),
            { AbsoluteDeadband: > 0 } => (DeadbandType.Absolute, item.AbsoluteDeadband),
            _ => (DeadbandType.None, 0),
        };
        return new DataChangeFilter { Trigger = item.Trigger, DeadbandType = (uint)type, DeadbandValue = deadband }.ToExtensionObject();
    }
}
