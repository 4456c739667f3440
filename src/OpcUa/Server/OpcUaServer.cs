using System.Net;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// An OPC UA server: one endpoint, one address space. Fill <see cref="AddressSpace"/>, call <see cref="Start"/>, push values by
/// <see cref="VariableNode.SetValue(Variant, DateTime, StatusCode)"/>.
/// </summary>
/// <remarks>
/// Costs one timer a server, two loops a connection and nothing a value that nobody watches, so that many servers can live in
/// one process. Safe for several threads.
/// </remarks>
public sealed class OpcUaServer : IAsyncDisposable
{
    private readonly OpcUaServerOptions _options;
    private readonly ServerClock _clock;
    private readonly SessionTable _sessions;
    private readonly SessionService _sessionService;
    private readonly SubscriptionTable _subscriptions;
    private readonly ConnectionListener _listener;
    private readonly RefusedPeers _refused;

    /// <exception cref="ArgumentException">The options contradict each other; the message lists all faults.</exception>
    public OpcUaServer(OpcUaServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var security = new ServerSecurity(options);
        _clock = new ServerClock(options.Time);
        var users = new UserAuthentication(options, security, new LoginThrottle(options.Limits.MaxFailedLoginsPerMinute, _clock));
        Metrics = new ServerMetrics(options.Meters);
        AddressSpace = new AddressSpace(options.ApplicationUri, options.Time);
        ServerObject.AddTo(AddressSpace, options, _clock.UtcNow);

        _sessions = new SessionTable(options.Limits, options.Limits.SessionsPerAddress(options.Address), _clock);
        _subscriptions = new SubscriptionTable(options, _clock, Metrics, OnEverySecond);
        var discovery = new DiscoveryService(options, security, users, () => EndPoint);
        var attributes = new AttributeService(AddressSpace, options.Limits, options.Transport.MaxMessageSize, _clock);
        _sessionService = new SessionService(options, _sessions, _subscriptions, discovery, security, users);
        var requests = new RequestDispatcher(
            options,
            _clock,
            _sessions,
            discovery,
            _sessionService,
            new ViewService(AddressSpace, options.Limits),
            attributes,
            new HistoryService(AddressSpace, options.Limits),
            new MethodService(AddressSpace, options.Limits),
            new SubscriptionService(options, _subscriptions, _clock),
            new MonitoredItemService(AddressSpace, attributes, _subscriptions, options.Limits, _clock));
        _refused = new RefusedPeers(options.PeerRefused, options.UnexpectedError, _clock);
        _listener = new ConnectionListener(options, security, requests, _clock, Metrics, _refused);
    }

    /// <summary>The server's nodes.</summary>
    public AddressSpace AddressSpace { get; }

    /// <summary>What the server has sent, dropped and rejected.</summary>
    public ServerMetrics Metrics { get; }

    /// <summary>Where the server listens; the port is known once it has started.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>The address that clients use.</summary>
    public string EndpointUrl => $"opc.tcp://{EndPoint.Address}:{EndPoint.Port}";

    /// <summary>Open connections, those without a session included.</summary>
    public int ConnectionCount => _listener.ConnectionCount;

    /// <summary>Sessions, activated or not.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary>Subscriptions, those without a session included.</summary>
    public int SubscriptionCount => _subscriptions.Count;

    /// <summary>Monitored items of all subscriptions.</summary>
    public int MonitoredItemCount => _subscriptions.ItemCount;

    /// <summary>Takes the port and begins to accept connections.</summary>
    /// <exception cref="OpcUaException">The port is in use or not allowed; the message says what to do.</exception>
    public void Start() => _listener.Start();

    /// <summary>Closes all connections and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _subscriptions.Dispose();
    }

    private void OnEverySecond(long now)
    {
        _listener.EndStuck(now);
        _refused.TellRest(now);
        foreach (var session in _sessions.Expired(now))
            _sessionService.End(session, deleteSubscriptions: false);
        foreach (var session in _sessions.All)
            session.Publishes.Expire(now);
    }
}
