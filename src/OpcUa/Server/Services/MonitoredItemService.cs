using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>The monitored item services (OPC 10000-4, 5.13). One bad item never fails the others.</summary>
internal sealed class MonitoredItemService(
    AddressSpace space, AttributeService attributes, SubscriptionTable subscriptions, ServerLimits limits, ServerClock clock)
{
    public CreateMonitoredItemsResponse Create(Session session, CreateMonitoredItemsRequest request)
    {
        Operations.Check(request.ItemsToCreate.Length, limits);
        CheckTimestamps(request.TimestampsToReturn);
        var subscription = subscriptions.Require(request.SubscriptionId, session);
        subscription.KeepAlive();
        return new CreateMonitoredItemsResponse
        {
            Results = Array.ConvertAll(request.ItemsToCreate, item => Create(subscription, item, request.TimestampsToReturn)),
        };
    }

    public ModifyMonitoredItemsResponse Modify(Session session, ModifyMonitoredItemsRequest request)
    {
        Operations.Check(request.ItemsToModify.Length, limits);
        CheckTimestamps(request.TimestampsToReturn);
        var subscription = subscriptions.Require(request.SubscriptionId, session);
        subscription.KeepAlive();
        return new ModifyMonitoredItemsResponse
        {
            Results = Array.ConvertAll(request.ItemsToModify, change => Modify(subscription, change, request.TimestampsToReturn)),
        };
    }

    public SetMonitoringModeResponse SetMode(Session session, SetMonitoringModeRequest request)
    {
        Operations.Check(request.MonitoredItemIds.Length, limits);
        if (request.MonitoringMode is < MonitoringMode.Disabled or > MonitoringMode.Reporting)
            throw new OpcUaException(StatusCodes.BadMonitoringModeInvalid, "The monitoring mode is none of the three.");
        var subscription = subscriptions.Require(request.SubscriptionId, session);
        subscription.KeepAlive();
        return new SetMonitoringModeResponse
        {
            Results = Array.ConvertAll(request.MonitoredItemIds, id =>
            {
                if (!subscription.TryFindItem(id, out var item))
                    return StatusCodes.BadMonitoredItemIdInvalid;
                var wasDisabled = item.State.Mode == MonitoringMode.Disabled;
                item.SetMode(request.MonitoringMode);
                if (wasDisabled && request.MonitoringMode != MonitoringMode.Disabled)
                    OfferFirst(item);
                return StatusCodes.Good;
            }),
        };
    }

    public DeleteMonitoredItemsResponse Delete(Session session, DeleteMonitoredItemsRequest request)
    {
        Operations.Check(request.MonitoredItemIds.Length, limits);
        var subscription = subscriptions.Require(request.SubscriptionId, session);
        subscription.KeepAlive();
        return new DeleteMonitoredItemsResponse
        {
            Results = Array.ConvertAll(request.MonitoredItemIds, id =>
            {
                if (!subscription.TryRemoveItem(id, out var item))
                    return StatusCodes.BadMonitoredItemIdInvalid;
                subscriptions.ReleaseItem(item);
                return StatusCodes.Good;
            }),
        };
    }

    private MonitoredItemCreateResult Create(Subscription subscription, MonitoredItemCreateRequest request, TimestampsToReturn timestamps)
    {
        var what = request.ItemToMonitor;
        var status = Check(what, out var node);
        if (status.IsGood && request.MonitoringMode is < MonitoringMode.Disabled or > MonitoringMode.Reporting)
            status = StatusCodes.BadMonitoringModeInvalid;
        var terms = default(ItemTerms);
        var filterResult = ExtensionObject.Null;
        if (status.IsGood)
            status = ItemTerms.TryRead(space, node!, what.AttributeId, request.RequestedParameters, subscription.Settings, limits, out terms, out filterResult);
        if (status.IsBad)
            return new MonitoredItemCreateResult { StatusCode = status, FilterResult = filterResult };
        if (!subscriptions.TryReserveItem(subscription, out var id))
            return new MonitoredItemCreateResult { StatusCode = StatusCodes.BadTooManyMonitoredItems };

        var item = new MonitoredItem(subscription, id, node!, what.AttributeId, string.IsNullOrEmpty(what.IndexRange) ? null : what.IndexRange);
        if (!terms.TryFit(subscriptions.Queues, item, out terms))
        {
            subscriptions.ReleaseItem(item);
            return new MonitoredItemCreateResult { StatusCode = StatusCodes.BadTooManyMonitoredItems };
        }

        item.Apply(terms.ToState(request.RequestedParameters, request.MonitoringMode, timestamps, clock));
        if (!subscription.TryAddItem(item))
        {
            subscriptions.ReleaseItem(item);
            return new MonitoredItemCreateResult { StatusCode = StatusCodes.BadSubscriptionIdInvalid };
        }

        if (item.IsValue)
            ((VariableNode)node!).Attach(item);
        else if (item.IsEvent)
            ((ObjectNode)node!).Attach(item);
        else
            OfferFirst(item);
        return new MonitoredItemCreateResult
        {
            MonitoredItemId = id,
            RevisedSamplingInterval = terms.SamplingInterval.TotalMilliseconds,
            RevisedQueueSize = (uint)terms.QueueSize,
            FilterResult = filterResult,
        };
    }

    private MonitoredItemModifyResult Modify(Subscription subscription, MonitoredItemModifyRequest request, TimestampsToReturn timestamps)
    {
        if (!subscription.TryFindItem(request.MonitoredItemId, out var item))
            return new MonitoredItemModifyResult { StatusCode = StatusCodes.BadMonitoredItemIdInvalid };
        var status = ItemTerms.TryRead(
            space, item.Node, item.Attribute, request.RequestedParameters, subscription.Settings, limits, out var terms, out var filterResult);
        if (status.IsBad)
            return new MonitoredItemModifyResult { StatusCode = status, FilterResult = filterResult };
        if (!terms.TryFit(subscriptions.Queues, item, out terms))
            return new MonitoredItemModifyResult { StatusCode = StatusCodes.BadTooManyMonitoredItems };
        item.Apply(terms.ToState(request.RequestedParameters, item.State.Mode, timestamps, clock));
        return new MonitoredItemModifyResult
        {
            RevisedSamplingInterval = terms.SamplingInterval.TotalMilliseconds,
            RevisedQueueSize = (uint)terms.QueueSize,
            FilterResult = filterResult,
        };
    }

    private StatusCode Check(ReadValueId what, out Node? node)
    {
        if (!space.TryFind(what.NodeId, out node))
            return StatusCodes.BadNodeIdUnknown;
        if (!string.IsNullOrEmpty(what.IndexRange) && (what.AttributeId != AttributeIds.Value || !IndexRange.IsValid(what.IndexRange)))
            return StatusCodes.BadIndexRangeInvalid;
        if (what.AttributeId == AttributeIds.Value)
            return node is VariableNode ? StatusCodes.Good : StatusCodes.BadAttributeIdInvalid;
        if (what.AttributeId == AttributeIds.EventNotifier)
            return node is not ObjectNode notifier ? StatusCodes.BadAttributeIdInvalid : notifier.IsEventNotifier ? StatusCodes.Good : StatusCodes.BadNotSupported;
        return node.TryReadAttribute(what.AttributeId, out _) ? StatusCodes.Good : StatusCodes.BadAttributeIdInvalid;
    }

    // Attributes other than the value do not change here: their items report once.
    private void OfferFirst(MonitoredItem item)
    {
        if (item.IsValue)
            ((VariableNode)item.Node).OfferCurrent(item);
        else if (!item.IsEvent)
            item.OfferFirst(attributes.Read(new ReadValueId { NodeId = item.Node.Id, AttributeId = item.Attribute }, TimestampsToReturn.Both, clock.UtcNow));
    }

    private static void CheckTimestamps(TimestampsToReturn timestamps)
    {
        if (timestamps is < TimestampsToReturn.Source or > TimestampsToReturn.Neither)
            throw new OpcUaException(StatusCodes.BadTimestampsToReturnInvalid, "The timestamps to return are none of the four kinds.");
    }
}
