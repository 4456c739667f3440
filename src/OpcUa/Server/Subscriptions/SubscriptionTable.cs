using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>The subscriptions of a server and the one timer that lets them publish.</summary>
internal sealed class SubscriptionTable : IDisposable
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<uint, Subscription> _subscriptions = new();
    private readonly ServerLimits _limits;
    private readonly SharedQuota _items;
    private readonly ServerClock _clock;
    private readonly ServerMetrics _metrics;
    private readonly Action<long> _everySecond;
    private readonly Action<Exception>? _unexpectedError;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    // Begins anywhere: a client that kept an id over a restart shall not find somebody else's subscription by it.
    private uint _lastId = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private uint _lastItemId;
    private int _itemCount;
    private long _nextHousekeeping;
    private bool _isDisposed;

    /// <param name="options">Limits, and who is told of unexpected errors.</param>
    /// <param name="clock">The server's clocks.</param>
    /// <param name="metrics">Where losses are counted.</param>
    /// <param name="everySecond">Called by the timer with the present timestamp, for time-outs of sessions and connections.</param>
    public SubscriptionTable(OpcUaServerOptions options, ServerClock clock, ServerMetrics metrics, Action<long> everySecond)
    {
        _limits = options.Limits;
        Queues = new QueueBudget(options.Limits);
        _items = new SharedQuota(options.Limits.MaxMonitoredItems, options.Limits.MaxMonitoredItems, options.Limits.MaxSubscriptions);
        _unexpectedError = options.UnexpectedError;
        _clock = clock;
        _metrics = metrics;
        _everySecond = everySecond;
        _timer = clock.Time.CreateTimer(_ => OnTimer(), null, LongestSleep, Timeout.InfiniteTimeSpan);
    }

    public int Count => _subscriptions.Count;

    /// <summary>What is granted of the values that queues may keep.</summary>
    public QueueBudget Queues { get; }

    public int ItemCount => Volatile.Read(ref _itemCount);

    public IEnumerable<Subscription> Of(Session session) => _subscriptions.Values.Where(subscription => subscription.Session == session);

    public Subscription Create(Session session, SubscriptionSettings settings, bool isPublishing)
    {
        lock (_gate)
        {
            if (_subscriptions.Count >= _limits.MaxSubscriptions || IsFull(session))
            {
                throw new OpcUaException(
                    StatusCodes.BadTooManySubscriptions,
                    $"{_limits.MaxSubscriptionsPerSession} subscriptions a session and {_limits.MaxSubscriptions} in all are allowed.");
            }

            var subscription = new Subscription(NextId(), session, settings, _limits, _clock, _metrics) { Owner = session.User };
            subscription.SetPublishing(isPublishing);
            _subscriptions[subscription.Id] = subscription;
            Wake(settings.PublishingInterval);
            return subscription;
        }
    }

    /// <summary>Whether a session has as many subscriptions as it may have.</summary>
    public bool IsFull(Session session) => Of(session).Count() >= _limits.MaxSubscriptionsPerSession;

    /// <summary>The timer shall not sleep longer than this.</summary>
    public void Wake(TimeSpan within)
    {
        lock (_gate)
        {
            if (!_isDisposed)
                _timer.Change(within < LongestSleep ? within : LongestSleep, Timeout.InfiniteTimeSpan);
        }
    }

    public bool TryFind(uint id, [NotNullWhen(true)] out Subscription? subscription) => _subscriptions.TryGetValue(id, out subscription);

    /// <summary>The subscription, if it is the session's own.</summary>
    /// <exception cref="OpcUaException">There is none.</exception>
    public Subscription Require(uint id, Session session) =>
        TryFind(id, out var subscription) && subscription.Session == session
            ? subscription
            : throw new OpcUaException(StatusCodes.BadSubscriptionIdInvalid, $"The session has no subscription {id}.");

    /// <summary>Room for one more monitored item, and its id; false where all are taken that are not kept for others.</summary>
    public bool TryReserveItem(Subscription subscription, out uint id)
    {
        if (_items.Exchange(subscription.Items, had: 0, wished: 1) == 0)
        {
            id = 0;
            return false;
        }

        Interlocked.Increment(ref _itemCount);
        id = Interlocked.Increment(ref _lastItemId);
        return true;
    }

    public void ReleaseItem(MonitoredItem item)
    {
        (item.Node as VariableNode)?.Detach(item);
        (item.Node as ObjectNode)?.Detach(item);
        Queues.Release(item);
        _items.GiveBack(item.Subscription.Items, 1);
        Interlocked.Decrement(ref _itemCount);
    }

    /// <summary>Ends a subscription and frees its items.</summary>
    public void Remove(Subscription subscription, StatusCode reason = default)
    {
        if (!_subscriptions.TryRemove(subscription.Id, out _))
            return;
        foreach (var item in subscription.Close(reason))
            ReleaseItem(item);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer.Dispose();
        }

        foreach (var (_, subscription) in _subscriptions)
            Remove(subscription);
    }

    // 0 is no subscription's id (OPC 10000-4, 5.14.2).
    private uint NextId() => ++_lastId == 0 ? ++_lastId : _lastId;

    private void OnTimer()
    {
        var now = _clock.Timestamp;
        var next = now + _clock.TicksOf(LongestSleep);
        if (now >= _nextHousekeeping)
        {
            _nextHousekeeping = next;
            Guarded(() => _everySecond(now));
        }

        foreach (var (_, subscription) in _subscriptions)
        {
            if (subscription.NextPublish <= now)
                Guarded(() => Publish(subscription, now));
            next = Math.Min(next, subscription.NextPublish);
        }

        Wake(_clock.SpanOf(Math.Max(0, next - _clock.Timestamp)) + TimeSpan.FromMilliseconds(1));
    }

    private void Publish(Subscription subscription, long now)
    {
        // Its client has not asked for anything for its whole lifetime (OPC 10000-4, 5.14.1.1).
        if (!subscription.OnInterval(now))
            Remove(subscription, StatusCodes.BadTimeout);
    }

    // An exception that leaves a timer ends the process; one subscription's fault must not even end the others' publishing.
    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception unexpected)
        {
            _unexpectedError?.Invoke(unexpected);
        }
    }
}
