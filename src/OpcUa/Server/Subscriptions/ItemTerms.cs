using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>What the server grants of the parameters that a client wishes for an item (OPC 10000-4, 7.21).</summary>
/// <param name="SamplingInterval">The revised interval; zero where the source gives values at any time and each is taken.</param>
/// <param name="TakesEveryValue">The item is no slower than its source.</param>
/// <param name="QueueSize">The revised queue size.</param>
/// <param name="Filter">Which changes count.</param>
/// <param name="Events">Which events count; null for items of other attributes.</param>
internal readonly record struct ItemTerms(TimeSpan SamplingInterval, bool TakesEveryValue, int QueueSize, ChangeFilter Filter, EventItemFilter? Events = null)
{
    /// <summary>Events are few and each matters: a client that names no queue size (0 or 1, OPC 10000-4, 7.21) gets this.</summary>
    private const int DefaultEventQueue = 1_000;

    private static readonly TimeSpan FastestComputed = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Slowest = TimeSpan.FromHours(24);

    /// <summary>A bad status says why an item with these parameters cannot be.</summary>
    public static StatusCode TryRead(
        AddressSpace space,
        Node node,
        uint attribute,
        MonitoringParameters wishes,
        SubscriptionSettings subscription,
        ServerLimits limits,
        out ItemTerms terms,
        out ExtensionObject filterResult)
    {
        terms = default;
        filterResult = ExtensionObject.Null;
        if (attribute == AttributeIds.EventNotifier)
        {
            var verdict = EventItemFilter.TryRead(wishes.Filter, space, out var events, out filterResult);
            var eventQueue = Math.Min(wishes.QueueSize <= 1 ? DefaultEventQueue : (int)Math.Min(wishes.QueueSize, int.MaxValue), limits.MaxQueueSize);
            terms = new ItemTerms(TimeSpan.Zero, TakesEveryValue: true, eventQueue, ChangeFilter.Default, events);
            return verdict;
        }

        var status = TryReadFilter(space, node, attribute, wishes.Filter, out var filter);
        if (status.IsBad)
            return status;
        var sampling = ReviseSampling(node, attribute, wishes.SamplingInterval, subscription.PublishingInterval, out var takesEveryValue);
        var queue = (int)Math.Clamp(wishes.QueueSize, 1, (uint)limits.MaxQueueSize);
        terms = new ItemTerms(sampling, takesEveryValue, queue, filter);
        return StatusCodes.Good;
    }

    /// <summary>These terms with the queue that there is room for; false where there is none, not even for one event.</summary>
    public bool TryFit(QueueBudget queues, MonitoredItem item, out ItemTerms fitting)
    {
        fitting = this with { QueueSize = queues.Grant(item, QueueSize, Events?.FieldCount ?? 0) };
        return fitting.QueueSize > 0;
    }

    public MonitoredItemState ToState(MonitoringParameters wishes, MonitoringMode mode, TimestampsToReturn timestamps, ServerClock clock) =>
        new(wishes.ClientHandle, mode, timestamps, TakesEveryValue ? 0 : clock.TicksOf(SamplingInterval), QueueSize, wishes.DiscardOldest, Filter, Events);

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

    private static StatusCode TryReadFilter(AddressSpace space, Node node, uint attribute, ExtensionObject wished, out ChangeFilter filter)
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
            case DeadbandType.Percent when variable.Settings.Type is < BuiltInType.SByte or > BuiltInType.Double:
                return StatusCodes.BadFilterNotAllowed;
            case DeadbandType.Percent when !(change.DeadbandValue is >= 0 and <= 100):
                return StatusCodes.BadDeadbandFilterInvalid;
            case DeadbandType.Percent:
                // Of the range of the analog item (OPC 10000-8, 6.2); a variable without one has nothing to take a percentage of.
                if (RangeOf(space, variable) is not { } range)
                    return StatusCodes.BadMonitoredItemFilterUnsupported;
                filter = new ChangeFilter(change.Trigger, change.DeadbandValue / 100 * (range.High - range.Low));
                return StatusCodes.Good;
            default:
                return StatusCodes.BadDeadbandFilterInvalid;
        }
    }

    private static Services.Range? RangeOf(AddressSpace space, VariableNode variable) =>
        space.PropertyOf(variable, "EURange") is { Type: BuiltInType.ExtensionObject, IsArray: false } value
        && value.AsExtensionObject().TryDecode<Services.Range>(out var range) && range!.High > range.Low
            ? range
            : null;
}
