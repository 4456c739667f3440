using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>The subscription services (OPC 10000-4, 5.14).</summary>
internal sealed class SubscriptionService(OpcUaServerOptions options, SubscriptionTable subscriptions, ServerClock clock)
{
    public CreateSubscriptionResponse Create(Session session, CreateSubscriptionRequest request)
    {
        var settings = SubscriptionSettings.Revise(
            request.RequestedPublishingInterval,
            request.RequestedLifetimeCount,
            request.RequestedMaxKeepAliveCount,
            request.MaxNotificationsPerPublish,
            request.Priority,
            options.Limits);
        var subscription = subscriptions.Create(session, settings, request.PublishingEnabled);
        return new CreateSubscriptionResponse
        {
            SubscriptionId = subscription.Id,
            RevisedPublishingInterval = settings.PublishingInterval.TotalMilliseconds,
            RevisedLifetimeCount = settings.LifetimeCount,
            RevisedMaxKeepAliveCount = settings.MaxKeepAliveCount,
        };
    }

    public ModifySubscriptionResponse Modify(Session session, ModifySubscriptionRequest request)
    {
        var subscription = subscriptions.Require(request.SubscriptionId, session);
        var settings = SubscriptionSettings.Revise(
            request.RequestedPublishingInterval,
            request.RequestedLifetimeCount,
            request.RequestedMaxKeepAliveCount,
            request.MaxNotificationsPerPublish,
            request.Priority,
            options.Limits);
        subscription.Modify(settings);
        subscriptions.Wake(settings.PublishingInterval);
        return new ModifySubscriptionResponse
        {
            RevisedPublishingInterval = settings.PublishingInterval.TotalMilliseconds,
            RevisedLifetimeCount = settings.LifetimeCount,
            RevisedMaxKeepAliveCount = settings.MaxKeepAliveCount,
        };
    }

    public SetPublishingModeResponse SetPublishingMode(Session session, SetPublishingModeRequest request)
    {
        Operations.Check(request.SubscriptionIds.Length, options.Limits);
        return new SetPublishingModeResponse
        {
            Results = Array.ConvertAll(request.SubscriptionIds, id =>
            {
                if (!subscriptions.TryFind(id, out var subscription) || subscription.Session != session)
                    return StatusCodes.BadSubscriptionIdInvalid;
                subscription.SetPublishing(request.PublishingEnabled);
                return StatusCodes.Good;
            }),
        };
    }

    public DeleteSubscriptionsResponse Delete(Session session, DeleteSubscriptionsRequest request)
    {
        Operations.Check(request.SubscriptionIds.Length, options.Limits);
        var results = Array.ConvertAll(request.SubscriptionIds, id =>
        {
            if (!subscriptions.TryFind(id, out var subscription) || subscription.Session != session)
                return StatusCodes.BadSubscriptionIdInvalid;
            subscriptions.Remove(subscription);
            return StatusCodes.Good;
        });
        RefusePublishesOfIdle(session);
        return new DeleteSubscriptionsResponse { Results = results };
    }

    public TransferSubscriptionsResponse Transfer(Session session, TransferSubscriptionsRequest request)
    {
        Operations.Check(request.SubscriptionIds.Length, options.Limits);
        return new TransferSubscriptionsResponse
        {
            Results = Array.ConvertAll(request.SubscriptionIds, id => Transfer(session, id, request.SendInitialValues)),
        };
    }

    /// <summary>Takes a publish request: acknowledges, and keeps it unless something is overdue.</summary>
    public void Publish(Session session, ServerConnection connection, uint requestId, PublishRequest request)
    {
        // Their results wait with the request: without a limit they would be kept by the million.
        if (request.SubscriptionAcknowledgements.Length > options.Limits.MaxOperations)
            throw new OpcUaException(StatusCodes.BadTooManyOperations, $"The request has {request.SubscriptionAcknowledgements.Length} acknowledgements; {options.Limits.MaxOperations} are allowed.");
        var results = request.SubscriptionAcknowledgements.Length == 0 ? null : Acknowledge(session, request.SubscriptionAcknowledgements);
        // The few subscriptions of a session, in the order in which they are served where requests are scarce.
        var own = subscriptions.Of(session).OrderByDescending(subscription => subscription.Settings.Priority).ToList();
        if (own.Count == 0)
            throw new OpcUaException(StatusCodes.BadNoSubscription, "The session has no subscription to publish for.");

        var now = clock.Timestamp;
        var hint = request.RequestHeader.TimeoutHint;
        var deadline = hint == 0 ? long.MaxValue : now + clock.TicksOf(TimeSpan.FromMilliseconds(hint));
        session.Publishes.Enqueue(
            new PendingPublish(connection, requestId, request.RequestHeader.RequestHandle, results, deadline), out var refused);
        if (refused is { } old)
            old.Connection.SendFault(old.RequestId, old.RequestHandle, StatusCodes.BadTooManyPublishRequests);
        foreach (var subscription in own)
            subscription.OnPublishRequest(now);
    }

    /// <summary>A message that was sent before, once more.</summary>
    public MessageBuffer Republish(Session session, RepublishRequest request)
    {
        var subscription = subscriptions.Require(request.SubscriptionId, session);
        var response = new MessageBuffer();
        var writer = new UaWriter(response);
        ResponseWriter.WriteHead(ref writer, RepublishResponse.BinaryEncodingId, request.RequestHeader.RequestHandle, clock.UtcNow);
        writer.Flush();
        if (subscription.TryRepublish(request.RetransmitSequenceNumber, response))
            return response;
        response.Dispose();
        throw new OpcUaException(StatusCodes.BadMessageNotAvailable, $"Message {request.RetransmitSequenceNumber} is not kept any more.");
    }

    private StatusCode[] Acknowledge(Session session, SubscriptionAcknowledgement[] acknowledgements) =>
        Array.ConvertAll(acknowledgements, acknowledgement =>
        {
            if (!subscriptions.TryFind(acknowledgement.SubscriptionId, out var subscription) || subscription.Session != session)
                return StatusCodes.BadSubscriptionIdInvalid;
            return subscription.Acknowledge(acknowledgement.SequenceNumber) ? StatusCodes.Good : StatusCodes.BadSequenceNumberUnknown;
        });

    private TransferResult Transfer(Session session, uint id, bool sendInitialValues)
    {
        if (!subscriptions.TryFind(id, out var subscription))
            return new TransferResult { StatusCode = StatusCodes.BadSubscriptionIdInvalid };
        var isSameUser = subscription.Owner == session.User && (session.User is not null || options.AllowAnonymousTransfer);
        if (!isSameUser)
            return new TransferResult { StatusCode = StatusCodes.BadUserAccessDenied };
        var previous = subscription.Session;
        if (previous != session && subscriptions.IsFull(session))
            return new TransferResult { StatusCode = StatusCodes.BadTooManySubscriptions };
        var available = subscription.TransferTo(session, sendInitialValues, subscriptions.Queues);
        if (previous is not null && previous != session)
            RefusePublishesOfIdle(previous);
        return new TransferResult { AvailableSequenceNumbers = available };
    }

    // Publish requests of a session without subscriptions have nothing to wait for (5.14.8.3).
    private void RefusePublishesOfIdle(Session session)
    {
        if (!subscriptions.Of(session).Any())
            session.Publishes.RefuseAll(StatusCodes.BadNoSubscription);
    }
}
