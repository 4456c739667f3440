using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>What the server grants of the parameters that a client wishes for an item (OPC 10000-4, 7.21).</summary>
/// <param name="SamplingInterval">The revised interval; zero where the source gives values at any time and each is taken.</param>
/// <param name="TakesEveryValue">The item is no slower than its source.</param>
/// <param name="QueueSize">The revised queue size.</param>
/// <param name="Filter">Which changes count.</param>
internal readonly record struct ItemTerms(TimeSpan SamplingInterval, bool TakesEveryValue, int QueueSize, ChangeFilter Filter)
{
    private static readonly TimeSpan FastestComputed = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Slowest = TimeSpan.FromHours(24);

    /// <summary>A bad status says why an item with these parameters cannot be.</summary>
    public static StatusCode TryRead(
        Node node, uint attribute, MonitoringParameters wishes, SubscriptionSettings subscription, ServerLimits limits, out ItemTerms terms)
    {
        terms = default;
        var status = TryReadFilter(node, attribute, wishes.Filter, out var filter);
        if (status.IsBad)
            return status;
        var sampling = ReviseSampling(node, attribute, wishes.SamplingInterval, subscription.PublishingInterval, out var takesEveryValue);
        var queue = (int)Math.Clamp(wishes.QueueSize, 1, (uint)limits.MaxQueueSize);
        terms = new ItemTerms(sampling, takesEveryValue, queue, filter);
        return StatusCodes.Good;
    }

    public MonitoredItemState ToState(MonitoringParameters wishes, MonitoringMode mode, TimestampsToReturn timestamps, ServerClock clock) =>
        new(wishes.ClientHandle, mode, timestamps, TakesEveryValue ? 0 : clock.TicksOf(SamplingInterval), QueueSize, wishes.DiscardOldest, Filter);

    private static TimeSpan ReviseSampling(
        Node node, uint attribute, double wished, TimeSpan publishingInterval, out bool takesEveryValue)
    {
        takesEveryValue = true;
        if (attribute != AttributeIds.Value || node is not VariableNode variable)
            return TimeSpan.Zero;
        // Negative: as fast as the subscription publishes. NaN, which means nothing, likewise.
        var interval = wished >= 0 ? TimeSpan.FromMilliseconds(Math.Min(wished, Slowest.TotalMilliseconds)) : publishingInterval;
        if (variable.IsComputed)
        {
            takesEveryValue = false;
            return interval > FastestComputed ? interval : FastestComputed;
        }

        var source = variable.Settings.MinimumSamplingInterval;
        takesEveryValue = interval <= source;
        return takesEveryValue ? source : interval;
    }

    private static StatusCode TryReadFilter(Node node, uint attribute, ExtensionObject wished, out ChangeFilter filter)
    {
        filter = ChangeFilter.Default;
        if (wished.IsNull)
            return StatusCodes.Good;
        if (!wished.TryDecode<DataChangeFilter>(out var change))
            return StatusCodes.BadMonitoredItemFilterUnsupported;
        if (attribute != AttributeIds.Value || node is not VariableNode variable)
            return StatusCodes.BadFilterNotAllowed;
        if (change!.Trigger is < DataChangeTrigger.Status or > DataChangeTrigger.StatusValueTimestamp)
            return StatusCodes.BadMonitoredItemFilterInvalid;
        switch ((DeadbandType)change.DeadbandType)
        {
            case DeadbandType.None:
                filter = new ChangeFilter(change.Trigger, 0);
                return StatusCodes.Good;
            case DeadbandType.Absolute when variable.Settings.Type is < BuiltInType.SByte or > BuiltInType.Double:
                return StatusCodes.BadFilterNotAllowed;
            case DeadbandType.Absolute when !(change.DeadbandValue >= 0):
                return StatusCodes.BadDeadbandFilterInvalid;
            case DeadbandType.Absolute:
                filter = new ChangeFilter(change.Trigger, change.DeadbandValue);
                return StatusCodes.Good;
            case DeadbandType.Percent:
                // Would need the EURange of an analog item.
                return StatusCodes.BadMonitoredItemFilterUnsupported;
            default:
                return StatusCodes.BadDeadbandFilterInvalid;
        }
    }
}
