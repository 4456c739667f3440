using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>What client and server agreed on for an item; replaced as a whole when the client modifies it.</summary>
/// <param name="ClientHandle">The client's name for the item.</param>
/// <param name="Mode">Disabled, sampling, or reporting.</param>
/// <param name="Timestamps">Which times go with each value.</param>
/// <param name="SamplingTicks">Interval in ticks of the server's clock; 0 where every value is taken.</param>
/// <param name="QueueSize">Values kept until they are published.</param>
/// <param name="DiscardOldest">Which value goes when the queue is full.</param>
/// <param name="Filter">Which changes count.</param>
/// <param name="Events">Which events count, and which of their fields; null for items of other attributes.</param>
internal sealed record MonitoredItemState(
    uint ClientHandle,
    MonitoringMode Mode,
    TimestampsToReturn Timestamps,
    long SamplingTicks,
    int QueueSize,
    bool DiscardOldest,
    ChangeFilter Filter,
    EventItemFilter? Events = null)
{
    public static MonitoredItemState Initial { get; } =
        new(0, MonitoringMode.Disabled, TimestampsToReturn.Both, 0, 1, true, ChangeFilter.Default);
}
