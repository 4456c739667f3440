using System.Threading.Channels;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// A connection to one OPC UA server that keeps itself alive: it reconnects for ever with capped, jittered pauses, brings its
/// subscriptions over, fetches what was missed, and says what was not covered.
/// <code>
/// await using var connection = new OpcUaConnection(options);
/// var subscription = connection.AddSubscription(settings);
/// connection.Start();
/// await foreach (var batch in connection.Notifications.ReadAllAsync(stop))
///     using (batch) { Store(batch); batch.Acknowledge(); }
/// </code>
/// </summary>
/// <remarks>
/// Thread-safe. One loop receives and decodes, one drives the recovery. <see cref="Notifications"/> and <see cref="Events"/>
/// never run the reader's code on either.
/// </remarks>
public sealed partial class OpcUaConnection : IAsyncDisposable
{
    readonly ConnectionOptions _options;
    readonly TimeProvider _time;
    readonly SubscriptionRegistry _registry = new();
    readonly Acknowledgements _acknowledgements = new();
    readonly Counters _counters = new();
    readonly AsyncSignal _pumpSignal = new();
    readonly EventSink _events;
    readonly NotificationRouter _router;
    readonly ConnectionDriver _driver;
    readonly NodeServices _nodes;
    readonly DataTypeLoader _dataTypes;
    readonly HistoryReader _history;
    readonly SubscriptionChanges _changes;
    readonly Lock _lifecycle = new();
    Task? _running;
    Task? _closing;

    /// <summary>Makes a connection that is not started.</summary>
    /// <exception cref="ArgumentException">The options have faults; the message lists them all.</exception>
    public OpcUaConnection(ConnectionOptions options, TimeProvider? time = null)
        : this(options, time ?? TimeProvider.System, Dialler.TcpAsync)
    {
    }

    internal OpcUaConnection(ConnectionOptions options, TimeProvider time, Dial dial)
    {
        var address = Validated(options);
        _options = options;
        _time = time;
        _events = new EventSink(time, _counters);
        var pool = new BatchPool(options.NotificationCapacity, _pumpSignal.Set);
        _router = new NotificationRouter(_registry, _acknowledgements, _counters, _events, time);
        _driver = new ConnectionDriver(
            options, address, dial, time, _registry, pool, _acknowledgements, _router, _pumpSignal, _events, _counters);
        ClientSession Active() => _driver.ActiveSession ?? throw NotConnected();
        _nodes = new NodeServices(Active);
        _dataTypes = new DataTypeLoader(_nodes, Active);
        _history = new HistoryReader(Active);
        _changes = new SubscriptionChanges(Active, options);
    }

    /// <summary>
    /// The batches of all subscriptions, in the server's order, each once. Bounded by <see cref="ConnectionOptions.NotificationCapacity"/>
    /// batches that are queued or not yet disposed: beyond that the server is asked for no more. Completed when the connection is closed.
    /// </summary>
    public ChannelReader<NotificationBatch> Notifications => _router.Reader;

    /// <summary>
    /// What happens to the connection. For one reader; unread events are dropped from the oldest beyond 65,536, and counted.
    /// </summary>
    public ChannelReader<ConnectionEvent> Events => _events.Reader;

    /// <summary>A snapshot of the connection.</summary>
    public ConnectionStatus Status
    {
        get
        {
            var (snapshot, error, session) = (_driver.Snapshot, _driver.LastError, _driver.Session);
            return new ConnectionStatus(
                snapshot.State, snapshot.Since, _driver.Attempts, snapshot.NextAttempt, error?.Reason, error?.Status,
                _driver.RoundTrip, session?.Timeout, session?.Channel.TokenLifetime,
                [.. _registry.All.Select(subscription => subscription.Status())], _counters.Snapshot());
        }
    }

    /// <summary>Uris of the server's namespaces as of the current session; the position is the index.</summary>
    /// <exception cref="OpcUaException">BadNotConnected.</exception>
    public IReadOnlyList<string> NamespaceUris => (_driver.ActiveSession ?? throw NotConnected()).Profile.NamespaceUris;

    /// <summary>The endpoint of the current session with its policy and mode; null before there is one, and without security.</summary>
    public EndpointDescription? Endpoint => _driver.Session?.Channel.Endpoint is { Policy: not null } endpoint ? endpoint.Description : null;

    /// <summary>What the server was recognised as, with what is known of its make.</summary>
    /// <exception cref="OpcUaException">BadNotConnected.</exception>
    public ServerTraits ServerTraits => (_driver.ActiveSession ?? throw NotConnected()).Profile.Traits;

    /// <summary>Starts connecting. A second call does nothing.</summary>
    public void Start()
    {
        lock (_lifecycle)
        {
            ObjectDisposedException.ThrowIf(_closing is not null, this);
            _running ??= _driver.RunAsync();
        }
    }

    /// <summary>Adds a subscription; the server gets it as soon as the connection runs, and again whenever it lost it.</summary>
    /// <exception cref="ArgumentException">There are no items, or more than a subscription can have.</exception>
    public Subscription AddSubscription(SubscriptionSettings settings) => Add(settings, 0, 0);

    /// <summary>
    /// Adds a subscription that a process before this one left with the server: it is taken over by TransferSubscriptions and
    /// goes on behind the last number that was made durable, by Republish. If the server refuses, it is created anew and the gap is reported.
    /// </summary>
    /// <param name="settings">The same list of items, in the same order, as it was created with.</param>
    /// <param name="subscriptionId">The server's id for it.</param>
    /// <param name="lastSequenceNumber">The last notification message that is durable.</param>
    /// <exception cref="ArgumentException">There are no items, or more than a subscription can have.</exception>
    public Subscription ResumeSubscription(SubscriptionSettings settings, uint subscriptionId, uint lastSequenceNumber) =>
        Add(settings, subscriptionId, lastSequenceNumber);

    /// <summary>Ends a subscription, at the server too if it can be reached. Batches that are queued can still be read.</summary>
    public async Task RemoveSubscriptionAsync(Subscription subscription, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var id = subscription.Id;
        _registry.Remove(subscription);
        if (id == 0 || _driver.ActiveSession is not { } session) return;
        var request = new DeleteSubscriptionsRequest { SubscriptionIds = [id] };
        await session.RequestAsync<DeleteSubscriptionsResponse>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads attributes; one result for each, a bad node among them does not fail the rest.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<DataValue[]> ReadAsync(
        IReadOnlyList<ReadValueId> nodes, TimestampsToReturn timestamps = TimestampsToReturn.Both, CancellationToken cancellationToken = default) =>
        _nodes.ReadAsync(nodes, timestamps, cancellationToken);

    /// <summary>Prepares to read the values of the same variables many times, straight into columns, in one request each time.</summary>
    /// <param name="nodes">The variables, resolved in the current session; no more than the server takes in a request.</param>
    public ColumnReader PrepareRead(IReadOnlyList<NodeId> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        return new ColumnReader(() => _driver.ActiveSession ?? throw NotConnected(), _time, nodes);
    }

    /// <summary>Writes attributes; one status for each.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time; what was written is not known.</exception>
    public Task<StatusCode[]> WriteAsync(IReadOnlyList<WriteValue> values, CancellationToken cancellationToken = default) =>
        _nodes.WriteAsync(values, cancellationToken);

    /// <summary>Calls methods; one result for each.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time; whether the methods ran is not known.</exception>
    public Task<CallMethodResult[]> CallAsync(IReadOnlyList<CallMethodRequest> methods, CancellationToken cancellationToken = default) =>
        _nodes.CallAsync(methods, cancellationToken);

    /// <summary>Follows references; one result for each node, complete, however many times the server has to be asked.</summary>
    /// <param name="nodes">Where from, and which references.</param>
    /// <param name="maxReferencesPerRequest">Most references of a node in one response; 0 leaves it to the server.</param>
    /// <param name="cancellationToken">Gives up; continuation points are given back.</param>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<BrowseResult[]> BrowseAsync(
        IReadOnlyList<BrowseDescription> nodes, uint maxReferencesPerRequest = 0, CancellationToken cancellationToken = default) =>
        _nodes.BrowseAsync(nodes, maxReferencesPerRequest, cancellationToken);

    /// <summary>Finds nodes by paths of browse names; one result for each path.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<BrowsePathResult[]> TranslateAsync(IReadOnlyList<BrowsePath> paths, CancellationToken cancellationToken = default) =>
        _nodes.TranslateAsync(paths, cancellationToken);

    /// <summary>The id of a node in the current session, whose namespace indexes may differ from the last one's.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or BadNodeIdUnknown where the server has no such namespace.</exception>
    public NodeId Resolve(ExpandedNodeId node) =>
        node.TryResolve(NamespaceUris, out var id)
            ? id
            : throw new OpcUaException(StatusCodes.BadNodeIdUnknown, $"{_options.EndpointUrl} has no namespace for {node}.");

    /// <summary>The id with its namespace by uri: it still means the same when a restarted server numbers its namespaces anew.</summary>
    /// <exception cref="OpcUaException">BadNotConnected.</exception>
    public ExpandedNodeId Expand(NodeId id)
    {
        var uris = NamespaceUris;
        return id.NamespaceIndex == 0 || id.NamespaceIndex >= uris.Count ? id : new ExpandedNodeId(id.WithNamespace(0), uris[id.NamespaceIndex]);
    }

    /// <summary>
    /// Closes: no more batches come, subscriptions are deleted at the server unless
    /// <see cref="ConnectionOptions.KeepSubscriptionsOnClose"/>. Takes a few seconds at most, even when the server is gone.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_lifecycle)
        {
            _closing ??= CloseAsync(_running);
            return new ValueTask(_closing);
        }
    }

    internal static EndpointAddress Validated(ConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.Faults();
        if (faults.Count > 0) throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(options));
        _ = EndpointAddress.TryParse(options.EndpointUrl, out var address);
        return address!;
    }

    OpcUaException NotConnected() => new(
        StatusCodes.BadNotConnected,
        $"{_options.EndpointUrl} is not connected ({_driver.Snapshot.State}{(_driver.LastError is { } error ? $": {error.Reason}" : "")}).");

    Subscription Add(SubscriptionSettings settings, uint resumeId, uint resumeAfter)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Items.Count is 0 or > Services.Columns.ClientHandle.MaxIndex + 1)
            throw new ArgumentException($"A subscription has 1 to {Services.Columns.ClientHandle.MaxIndex + 1} items, not {settings.Items.Count}.", nameof(settings));
        var faults = settings.Faults();
        if (faults.Count > 0) throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(settings));
        var subscription = new Subscription(settings, resumeId, resumeAfter);
        _registry.Add(subscription);
        _driver.Interrupt(StepOutcome.SubscriptionMissing, "A subscription was added.");
        return subscription;
    }

    async Task CloseAsync(Task? running)
    {
        _driver.Stop();
        if (running is not null) await running.ConfigureAwait(false);
        await _driver.CloseAsync(!_options.KeepSubscriptionsOnClose).ConfigureAwait(false);
        _router.Complete();
        _events.Complete();
    }
}
