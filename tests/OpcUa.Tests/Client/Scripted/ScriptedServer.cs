using System.Net;
using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client.Scripted;

/// <summary>
/// A peer that does what a test tells it: answers the services plainly, sends notifications when asked to, and forgets,
/// refuses, freezes or dies on command. Its state outlives its connections, as a real server's does.
/// </summary>
sealed class ScriptedServer : IAsyncDisposable
{
    readonly Lock _lock = new();
    readonly List<ScriptedConnection> _connections = [];
    readonly HashSet<NodeId> _sessions = [];
    readonly SubscriptionServices _subscriptions;
    TcpListener _listener;
    Task _accepting;
    uint _lastId = 100;
    uint _lastChannel;
    int _tokens;

    public ScriptedServer()
    {
        _subscriptions = new SubscriptionServices(this);
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    public int Port { get; }

    public string Url => $"opc.tcp://127.0.0.1:{Port}";

    public List<string> Namespaces { get; } = ["http://opcfoundation.org/UA/", "urn:scripted", "urn:plant"];

    public HashSet<string> UnknownNodes { get; } = [];

    public uint MaxMonitoredItemsPerCall { get; set; }

    /// <summary>Refuses requests with more items than this, whatever is declared.</summary>
    public int TrueMaxItems { get; set; } = int.MaxValue;

    /// <summary>Monitored items that there is room for in all; those beyond are refused one by one.</summary>
    public int RoomForItems { get; set; } = int.MaxValue;

    public bool RefusesTransfer { get; set; }

    /// <summary>What nodes read as, before anything else is looked at.</summary>
    public Dictionary<NodeId, DataValue> Values { get; } = [];

    /// <summary>How far the server's clock is off.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>Answers a request in the test's own way; null leaves it to the server. Called one at a time.</summary>
    public Func<IServiceRequest, IServiceResponse?>? Intercept { get; set; }

    /// <summary>Whether a request is taken and never answered.</summary>
    public Func<IServiceRequest, bool>? Swallows { get; set; }

    public bool RefusesActivation { get; set; }

    /// <summary>Does not answer when a channel asks for another token.</summary>
    public volatile bool IgnoresRenewals;

    /// <summary>Says of each message that others of the same cycle follow.</summary>
    public bool AlwaysMore { get; set; }

    /// <summary>Has the method GetMonitoredItems.</summary>
    public bool TellsItems { get; set; }

    public uint KeepAliveCount { get; set; } = 10;

    public int MaxPublishes { get; set; } = int.MaxValue;

    /// <summary>Takes bytes and answers nothing, as a peer behind a cut cable.</summary>
    public volatile bool IsFrozen;

    public int SessionsCreated { get; private set; }

    public int SubscriptionsCreated => _subscriptions.Created;

    public int SubscriptionsDeleted => _subscriptions.Deleted;

    public int ConnectionsAccepted { get; private set; }

    /// <summary>Security tokens issued and renewed.</summary>
    public int TokensIssued => Volatile.Read(ref _tokens);

    public List<int> ItemRequestSizes => _subscriptions.ItemRequestSizes;

    public List<uint> Acknowledged => _subscriptions.Acknowledged;

    /// <summary>What the client asked to republish.</summary>
    public List<uint> RepublishAsked => _subscriptions.RepublishAsked;

    public int OpenConnections
    {
        get
        {
            lock (_lock) return _connections.Count(connection => connection.IsOpen);
        }
    }

    public int WaitingPublishes
    {
        get
        {
            lock (_lock) return _subscriptions.WaitingPublishes;
        }
    }

    public IReadOnlyList<ScriptedSubscription> Subscriptions
    {
        get
        {
            lock (_lock) return [.. _subscriptions.All];
        }
    }

    /// <summary>Sends changes of items, by client handle, as one notification message.</summary>
    public uint Notify(ScriptedSubscription subscription, params (uint Handle, double Value)[] changes)
    {
        lock (_lock)
        {
            var message = _subscriptions.MakeMessage(subscription, changes);
            _subscriptions.Send(subscription, message);
            return message.SequenceNumber;
        }
    }

    /// <summary>As <see cref="Notify(ScriptedSubscription, (uint, double)[])"/>, with timestamps and status as they are to be.</summary>
    public void Notify(ScriptedSubscription subscription, uint handle, DataValue value)
    {
        lock (_lock)
        {
            var notification = new DataChangeNotification { MonitoredItems = [new MonitoredItemNotification { ClientHandle = handle, Value = value }] };
            _subscriptions.Send(subscription, new NotificationMessage
            {
                SequenceNumber = subscription.NextSequenceNumber++,
                PublishTime = PublishTime,
                NotificationData = [notification.ToExtensionObject()],
            });
        }
    }

    /// <summary>A subscription that this client did not ask for, or does not know of.</summary>
    public ScriptedSubscription AddForeign(uint? id = null)
    {
        lock (_lock) return _subscriptions.Add(id ?? NewId());
    }

    /// <summary>Numbers a message and keeps it for Republish, but loses it on the way.</summary>
    public uint NotifyIntoTheVoid(ScriptedSubscription subscription, params (uint Handle, double Value)[] changes)
    {
        lock (_lock)
        {
            var message = _subscriptions.MakeMessage(subscription, changes);
            subscription.Sent[message.SequenceNumber] = message;
            return message.SequenceNumber;
        }
    }

    public void KeepAlive(ScriptedSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Send(subscription, new NotificationMessage { SequenceNumber = subscription.NextSequenceNumber, PublishTime = DateTime.UtcNow });
        }
    }

    public void EndSubscription(ScriptedSubscription subscription, StatusCode status)
    {
        lock (_lock)
        {
            var message = new NotificationMessage
            {
                SequenceNumber = subscription.NextSequenceNumber++,
                PublishTime = DateTime.UtcNow,
                NotificationData = [new StatusChangeNotification { Status = status }.ToExtensionObject()],
            };
            _subscriptions.Send(subscription, message);
            _subscriptions.Forget(subscription);
        }
    }

    public void ForgetSessions()
    {
        lock (_lock) _sessions.Clear();
    }

    public void ForgetSubscriptions()
    {
        lock (_lock) _subscriptions.ForgetAll();
    }

    /// <summary>Cuts all connections; the state stays.</summary>
    public void Cut()
    {
        ScriptedConnection[] connections;
        lock (_lock)
        {
            connections = [.. _connections];
            _connections.Clear();
            _subscriptions.DropPublishes();
        }

        foreach (var connection in connections) connection.Dispose();
    }

    /// <summary>As <see cref="Cut"/>, and nobody can connect until <see cref="Listen"/>.</summary>
    public async Task GoAwayAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
    }

    public void Listen()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync() => await GoAwayAsync();

    internal void CountToken() => Interlocked.Increment(ref _tokens);

    internal uint NewId() => ++_lastId;

    internal DateTime PublishTime => DateTime.UtcNow + ClockOffset;

    internal uint NewChannelId() => Interlocked.Increment(ref _lastChannel);

    /// <summary>Answers a request; null when the answer comes later or never.</summary>
    internal IServiceResponse? Answer(ScriptedConnection connection, uint requestId, IServiceMessage message)
    {
        lock (_lock)
        {
            var request = (IServiceRequest)message;
            var needsSession = request is not (CreateSessionRequest or GetEndpointsRequest or FindServersRequest or CloseSecureChannelRequest);
            if (needsSession && !_sessions.Contains(request.RequestHeader.AuthenticationToken)) return Fault(StatusCodes.BadSessionIdInvalid);
            if (Swallows?.Invoke(request) == true) return null;
            if (Intercept?.Invoke(request) is { } own) return own;
            return request switch
            {
                CreateSessionRequest => CreateSession(),
                ActivateSessionRequest => RefusesActivation ? Fault(StatusCodes.BadSessionClosed) : new ActivateSessionResponse(),
                CloseSessionRequest close => CloseSession(close),
                ReadRequest read => new ReadResponse { Results = [.. read.NodesToRead.Select(Read)] },
                BrowseRequest browse => new BrowseResponse { Results = [.. browse.NodesToBrowse.Select(_ => BrowsePage(0))] },
                BrowseNextRequest next => new BrowseNextResponse { Results = [.. next.ContinuationPoints.Select(point => BrowsePage(point![0]))] },
                CreateSubscriptionRequest create => _subscriptions.Create(create),
                CreateMonitoredItemsRequest create => _subscriptions.CreateItems(create),
                DeleteSubscriptionsRequest delete => _subscriptions.Delete(delete),
                TransferSubscriptionsRequest transfer => _subscriptions.Transfer(transfer),
                RepublishRequest republish => _subscriptions.Republish(republish),
                CallRequest call when TellsItems => new CallResponse { Results = [.. call.MethodsToCall.Select(_subscriptions.TellItems)] },
                PublishRequest publish => _subscriptions.Publish(connection, requestId, publish),
                _ => Fault(StatusCodes.BadServiceUnsupported),
            };
        }
    }

    public static ServiceFault Fault(StatusCode status) => new() { ResponseHeader = new ResponseHeader { ServiceResult = status } };

    CreateSessionResponse CreateSession()
    {
        SessionsCreated++;
        var token = new NodeId(NewId());
        _sessions.Add(token);
        return new CreateSessionResponse { SessionId = token, AuthenticationToken = token, RevisedSessionTimeout = 60_000 };
    }

    CloseSessionResponse CloseSession(CloseSessionRequest close)
    {
        _sessions.Remove(close.RequestHeader.AuthenticationToken);
        if (close.DeleteSubscriptions) _subscriptions.ForgetAll();
        return new CloseSessionResponse();
    }

    DataValue Read(ReadValueId node)
    {
        if (Values.TryGetValue(node.NodeId, out var own)) return own;
        if (node.NodeId == VariableIds.NamespaceArray) return new DataValue(Namespaces.ToArray<string?>());
        if (node.NodeId == VariableIds.MaxMonitoredItemsPerCall) return new DataValue(MaxMonitoredItemsPerCall);
        if (node.NodeId == VariableIds.ServerStatusState) return new DataValue(0);
        return new DataValue(default, StatusCodes.BadNodeIdUnknown);
    }

    // Every node has 25 references, told ten at a time.
    static BrowseResult BrowsePage(byte from) => new()
    {
        ContinuationPoint = from + 10 < 25 ? [(byte)(from + 10)] : null,
        References = [.. Enumerable.Range(from, Math.Min(10, 25 - from)).Select(i => new ReferenceDescription { NodeId = new NodeId((uint)i, 1) })],
    };

    async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            var connection = new ScriptedConnection(this, socket);
            lock (_lock)
            {
                ConnectionsAccepted++;
                _connections.RemoveAll(other => !other.IsOpen);
                _connections.Add(connection);
            }

            _ = connection.RunAsync();
        }
    }
}
