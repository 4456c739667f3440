using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Decodes requests, finds their session, lets the service do its work and sends what it gives.</summary>
internal sealed class RequestDispatcher(
    OpcUaServerOptions options,
    ServerClock clock,
    SessionTable sessions,
    DiscoveryService discovery,
    SessionService sessionService,
    ViewService view,
    AttributeService attributes,
    HistoryService history,
    MethodService methods,
    SubscriptionService subscriptions,
    MonitoredItemService items) : IRequestHandler
{
    /// <inheritdoc/>
    public void Handle(ServerConnection connection, uint requestId, ReadOnlySpan<byte> body)
    {
        var reader = new UaReader(body, options.Encoding);
        var encodingId = ServiceMessages.ReadEncodingId(ref reader);
        // A copy of the reader: where the body is malformed, the fault must still name the request.
        var ahead = reader;
        var header = RequestHeader.Decode(ref ahead);
        try
        {
            var request = ServiceMessages.DecodeBody(encodingId, ref reader);
            switch (request)
            {
                case PublishRequest publish:
                    subscriptions.Publish(sessions.Require(header.AuthenticationToken, connection), connection, requestId, publish);
                    break;
                case RepublishRequest republish:
                    connection.Send(requestId, subscriptions.Republish(sessions.Require(header.AuthenticationToken, connection), republish));
                    break;
                default:
                    var response = Answer(connection, request);
                    if (response is CreateMonitoredItemsResponse created && Array.Exists(created.Results, result => result.StatusCode == StatusCodes.BadTooManyMonitoredItems))
                        connection.RefusedRequest(StatusCodes.BadTooManyMonitoredItems, $"Of {options.Limits.MaxMonitoredItems} monitored items, {options.Limits.MaxQueuedValues} values of their queues and {options.Limits.QueuedValuesPerSession} values a session, what is not kept for others is in use.");
                    response.ResponseHeader = ResponseWriter.Header(header.RequestHandle, StatusCodes.Good, clock.UtcNow);
                    connection.Send(requestId, ResponseWriter.Encode(response));
                    break;
            }
        }
        catch (OpcUaException refused)
        {
            if (IsToBeTold(refused.StatusCode))
                connection.RefusedRequest(refused.StatusCode, refused.Message);
            connection.SendFault(requestId, header.RequestHandle, refused.StatusCode);
        }
        catch (Exception unexpected)
        {
            // A fault of ours or of the host's handlers must not take the client's connection with it.
            options.UnexpectedError?.Invoke(unexpected);
            connection.SendFault(requestId, header.RequestHandle, StatusCodes.BadInternalError);
        }
    }

    private IServiceResponse Answer(ServerConnection connection, IServiceMessage message) => message switch
    {
        FindServersRequest request => discovery.FindServers(request),
        GetEndpointsRequest request => discovery.GetEndpoints(request),
        CreateSessionRequest request => sessionService.Create(connection, request),
        ActivateSessionRequest request => sessionService.Activate(connection, request),
        CloseSessionRequest request => sessionService.Close(connection, request),
        IServiceRequest request => AnswerIn(sessions.Require(request.RequestHeader.AuthenticationToken, connection), request),
        _ => throw Unsupported(message),
    };

    private IServiceResponse AnswerIn(Session session, IServiceRequest message) => message switch
    {
        BrowseRequest request => view.Browse(session, request),
        BrowseNextRequest request => view.BrowseNext(session, request),
        TranslateBrowsePathsToNodeIdsRequest request => view.Translate(request),
        RegisterNodesRequest request => view.Register(request),
        UnregisterNodesRequest request => view.Unregister(request),
        ReadRequest request => attributes.Read(request),
        HistoryReadRequest request => history.Read(session, request),
        WriteRequest request => attributes.Write(request),
        CallRequest request => methods.Call(request),
        CreateSubscriptionRequest request => subscriptions.Create(session, request),
        ModifySubscriptionRequest request => subscriptions.Modify(session, request),
        SetPublishingModeRequest request => subscriptions.SetPublishingMode(session, request),
        DeleteSubscriptionsRequest request => subscriptions.Delete(session, request),
        TransferSubscriptionsRequest request => subscriptions.Transfer(session, request),
        CreateMonitoredItemsRequest request => items.Create(session, request),
        ModifyMonitoredItemsRequest request => items.Modify(session, request),
        SetMonitoringModeRequest request => items.SetMode(session, request),
        DeleteMonitoredItemsRequest request => items.Delete(session, request),
        _ => throw Unsupported(message),
    };

    // What an honest client does not send, or a flood runs into. A session that has ended or a node that is gone is daily life.
    private static bool IsToBeTold(StatusCode status) =>
        status == StatusCodes.BadDecodingError
        || status == StatusCodes.BadEncodingLimitsExceeded
        || status == StatusCodes.BadResponseTooLarge
        || status == StatusCodes.BadServerTooBusy
        || status == StatusCodes.BadTooManySessions
        || status == StatusCodes.BadTooManySubscriptions
        || status == StatusCodes.BadTooManyOperations
        || status == StatusCodes.BadIdentityTokenInvalid
        || status == StatusCodes.BadIdentityTokenRejected
        || status == StatusCodes.BadUserAccessDenied;

    private static OpcUaException Unsupported(IServiceMessage message) =>
        new(StatusCodes.BadServiceUnsupported, $"The server does not offer {message.GetType().Name}.");
}
