using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client.Scripted;

/// <summary>The scripted server's subscriptions and the services on them. Called under the server's lock.</summary>
sealed class SubscriptionServices(ScriptedServer server)
{
    readonly List<(ScriptedConnection Connection, uint RequestId, uint Handle, StatusCode[] Results)> _publishes = [];
    readonly Dictionary<uint, ScriptedSubscription> _subscriptions = [];

    public int Created { get; private set; }

    public int Deleted { get; private set; }

    public List<int> ItemRequestSizes { get; } = [];

    public List<uint> Acknowledged { get; } = [];

    public List<uint> RepublishAsked { get; } = [];

    public int WaitingPublishes => _publishes.Count(publish => publish.Connection.IsOpen);

    public IEnumerable<ScriptedSubscription> All => _subscriptions.Values;

    public ScriptedSubscription Add(uint id) => _subscriptions[id] = new ScriptedSubscription(id);

    public void Forget(ScriptedSubscription subscription) => _subscriptions.Remove(subscription.Id);

    public void ForgetAll() => _subscriptions.Clear();

    /// <summary>The connections that they came by are gone.</summary>
    public void DropPublishes() => _publishes.Clear();

    /// <summary>Sends a message with the next Publish request that is there.</summary>
    public void Send(ScriptedSubscription subscription, NotificationMessage message)
    {
        subscription.Waiting.Enqueue(message);
        Serve();
    }

    public CreateSubscriptionResponse Create(CreateSubscriptionRequest create)
    {
        Created++;
        var subscription = Add(server.NewId());
        return new CreateSubscriptionResponse
        {
            SubscriptionId = subscription.Id,
            RevisedPublishingInterval = create.RequestedPublishingInterval,
            RevisedMaxKeepAliveCount = server.KeepAliveCount,
            RevisedLifetimeCount = create.RequestedLifetimeCount,
        };
    }

    public IServiceResponse CreateItems(CreateMonitoredItemsRequest create)
    {
        ItemRequestSizes.Add(create.ItemsToCreate.Length);
        if (create.ItemsToCreate.Length > server.TrueMaxItems) return ScriptedServer.Fault(StatusCodes.BadTooManyOperations);
        if (!_subscriptions.TryGetValue(create.SubscriptionId, out var subscription)) return ScriptedServer.Fault(StatusCodes.BadSubscriptionIdInvalid);
        return new CreateMonitoredItemsResponse { Results = [.. create.ItemsToCreate.Select(item => CreateItem(subscription, item))] };
    }

    MonitoredItemCreateResult CreateItem(ScriptedSubscription subscription, MonitoredItemCreateRequest item)
    {
        if (server.UnknownNodes.Contains(item.ItemToMonitor.NodeId.Text ?? "")) return new MonitoredItemCreateResult { StatusCode = StatusCodes.BadNodeIdUnknown };
        if (_subscriptions.Values.Sum(other => other.Items.Count) >= server.RoomForItems)
            return new MonitoredItemCreateResult { StatusCode = StatusCodes.BadTooManyMonitoredItems };
        subscription.Items.Add(item);
        return new MonitoredItemCreateResult
        {
            MonitoredItemId = server.NewId(),
            RevisedSamplingInterval = item.RequestedParameters.SamplingInterval,
            RevisedQueueSize = item.RequestedParameters.QueueSize,
        };
    }

    public CallMethodResult TellItems(CallMethodRequest call)
    {
        call.InputArguments[0].TryGetInt64(out var id);
        var items = _subscriptions[(uint)id].Items;
        return new CallMethodResult
        {
            OutputArguments =
            [
                Enumerable.Range(1, items.Count).Select(i => (uint)i).ToArray(),
                items.Select(item => item.RequestedParameters.ClientHandle).ToArray(),
            ],
        };
    }

    public DeleteSubscriptionsResponse Delete(DeleteSubscriptionsRequest delete)
    {
        Deleted += delete.SubscriptionIds.Length;
        return new DeleteSubscriptionsResponse
        {
            Results = [.. delete.SubscriptionIds.Select(id => _subscriptions.Remove(id) ? StatusCodes.Good : StatusCodes.BadSubscriptionIdInvalid)],
        };
    }

    public IServiceResponse Transfer(TransferSubscriptionsRequest transfer)
    {
        if (server.RefusesTransfer) return ScriptedServer.Fault(StatusCodes.BadServiceUnsupported);
        return new TransferSubscriptionsResponse
        {
            Results =
            [
                .. transfer.SubscriptionIds.Select(id => _subscriptions.TryGetValue(id, out var subscription)
                    ? new TransferResult { AvailableSequenceNumbers = [.. subscription.Sent.Keys] }
                    : new TransferResult { StatusCode = StatusCodes.BadSubscriptionIdInvalid }),
            ],
        };
    }

    public IServiceResponse Republish(RepublishRequest republish)
    {
        RepublishAsked.Add(republish.RetransmitSequenceNumber);
        if (!_subscriptions.TryGetValue(republish.SubscriptionId, out var subscription)) return ScriptedServer.Fault(StatusCodes.BadSubscriptionIdInvalid);
        return subscription.Sent.TryGetValue(republish.RetransmitSequenceNumber, out var message)
            ? new RepublishResponse { NotificationMessage = message }
            : ScriptedServer.Fault(StatusCodes.BadMessageNotAvailable);
    }

    public IServiceResponse? Publish(ScriptedConnection connection, uint requestId, PublishRequest publish)
    {
        foreach (var acknowledgement in publish.SubscriptionAcknowledgements)
        {
            Acknowledged.Add(acknowledgement.SequenceNumber);
            if (_subscriptions.TryGetValue(acknowledgement.SubscriptionId, out var subscription)) subscription.Sent.Remove(acknowledgement.SequenceNumber);
        }

        if (_publishes.Count >= server.MaxPublishes) return ScriptedServer.Fault(StatusCodes.BadTooManyPublishRequests);
        if (_subscriptions.Count == 0) return ScriptedServer.Fault(StatusCodes.BadNoSubscription);
        var results = publish.SubscriptionAcknowledgements.Select(_ => StatusCodes.Good).ToArray();
        _publishes.Add((connection, requestId, publish.RequestHeader.RequestHandle, results));
        Serve();
        return null;
    }

    void Serve()
    {
        _publishes.RemoveAll(publish => !publish.Connection.IsOpen);
        foreach (var subscription in _subscriptions.Values.Where(subscription => !subscription.IsForgotten))
        {
            while (subscription.Waiting.Count > 0 && _publishes.Count > 0)
            {
                var publish = _publishes[0];
                _publishes.RemoveAt(0);
                var message = subscription.Waiting.Dequeue();
                if (message.NotificationData.Length > 0) subscription.Sent[message.SequenceNumber] = message;
                publish.Connection.Send(publish.RequestId, new PublishResponse
                {
                    ResponseHeader = new ResponseHeader { RequestHandle = publish.Handle },
                    SubscriptionId = subscription.Id,
                    NotificationMessage = message,
                    MoreNotifications = server.AlwaysMore,
                    Results = publish.Results,
                });
            }
        }
    }

    public NotificationMessage MakeMessage(ScriptedSubscription subscription, (uint Handle, double Value)[] changes) => new()
    {
        SequenceNumber = subscription.NextSequenceNumber++,
        PublishTime = server.PublishTime,
        NotificationData =
        [
            new DataChangeNotification
            {
                MonitoredItems =
                [
                    .. changes.Select(change => new MonitoredItemNotification
                    {
                        ClientHandle = change.Handle, Value = new DataValue(change.Value, default, DateTime.UtcNow, DateTime.UtcNow),
                    }),
                ],
            }.ToExtensionObject(),
        ],
    };
}
