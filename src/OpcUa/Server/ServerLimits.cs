using System.Net;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>What a server gives its clients at most. Whoever asks for more is refused with the status code meant for it.</summary>
public sealed record ServerLimits
{
    /// <summary>Open connections. When there is one more, the oldest that has no session is closed for it.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>Time from the connection to the first message, to the open channel, and then to a session.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Shortest lifetime of a channel's security token.</summary>
    public TimeSpan MinTokenLifetime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest lifetime of a channel's security token, after which its keys are renewed.</summary>
    public TimeSpan MaxTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Sessions; further ones get BadTooManySessions.</summary>
    public int MaxSessions { get; init; } = 50;

    /// <summary>
    /// Sessions of one remote address (IPv6: of one /64 network); further ones get BadTooManySessions. Null: three quarters of
    /// <see cref="MaxSessions"/>, so that one machine cannot keep all others out; where the server listens on loopback there
    /// are no others, and <see cref="MaxSessions"/> alone counts. Set it where clients share an address, behind a gateway.
    /// </summary>
    public int? MaxSessionsPerAddress { get; init; }

    /// <summary>
    /// Users, tokens and certificates of one remote address that may prove wrong in a minute. Beyond that nothing is checked and
    /// the answer is BadServerTooBusy; every minute's part of them is free again as it passes. Sessions that are there, and
    /// anonymous ones, are not concerned.
    /// </summary>
    public int MaxFailedLoginsPerMinute { get; init; } = 10;

    /// <summary>The shortest time after which a session without requests ends.</summary>
    public TimeSpan MinSessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time after which a session without requests ends.</summary>
    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Subscriptions of the whole server; further ones get BadTooManySubscriptions.</summary>
    public int MaxSubscriptions { get; init; } = 200;

    /// <summary>Subscriptions of one session, those that it takes over included; further ones get BadTooManySubscriptions.</summary>
    public int MaxSubscriptionsPerSession { get; init; } = 20;

    /// <summary>
    /// Monitored items of the whole server; further ones get BadTooManyMonitoredItems. A quarter of them is kept in equal parts for
    /// the <see cref="MaxSubscriptions"/> that there may be, so that each finds room for its part, whatever others have taken.
    /// </summary>
    public int MaxMonitoredItems { get; init; } = 100_000;

    /// <summary>Values that one item keeps until they are published.</summary>
    public int MaxQueueSize { get; init; } = 10_000;

    /// <summary>
    /// Values that the queues of all items may keep together, about 50 bytes each besides texts and arrays; an event counts as
    /// many as it has fields. Where they are given away, items get the queue size that is left: one value at least, which is
    /// not counted, so that <see cref="MaxMonitoredItems"/> holds whatever queues others have. Where not even one event fits,
    /// its item gets BadTooManyMonitoredItems. A quarter of them is kept for the subscriptions, as of the items.
    /// </summary>
    public int MaxQueuedValues { get; init; } = 4_000_000;

    /// <summary>
    /// Of <see cref="MaxQueuedValues"/> those that the items of one session may keep together; its further items get the queue size
    /// that is left for it, as if all were given away. Null: half of them. Subscriptions that a session takes over keep their
    /// queues, and count.
    /// </summary>
    public int? MaxQueuedValuesPerSession { get; init; }

    /// <summary>Publish requests that wait for one session; when there is one more, the oldest gets BadTooManyPublishRequests.</summary>
    public int MaxPublishRequests { get; init; } = 50;

    /// <summary>Values of one publish response; 0 for no limit.</summary>
    public int MaxNotificationsPerPublish { get; init; } = 10_000;

    /// <summary>Messages of one subscription that are kept until acknowledged.</summary>
    public int MaxRetransmissionMessages { get; init; } = 200;

    /// <summary>Bytes of one subscription's messages that are kept until acknowledged.</summary>
    public int MaxRetransmissionBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The shortest publishing interval.</summary>
    public TimeSpan MinPublishingInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest publishing interval.</summary>
    public TimeSpan MaxPublishingInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest time without a keep-alive.</summary>
    public TimeSpan MaxKeepAliveInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest time that a subscription lives without publish requests.</summary>
    public TimeSpan MaxSubscriptionLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Continuation points of one session; further ones get BadNoContinuationPoints.</summary>
    public int MaxContinuationPoints { get; init; } = 20;

    /// <summary>Values of the past in one history response, all nodes together; the rest waits behind continuation points.</summary>
    public int MaxHistoryValues { get; init; } = 50_000;

    /// <summary>History continuation points of one session; further ones get BadNoContinuationPoints.</summary>
    public int MaxHistoryContinuationPoints { get; init; } = 100;

    /// <summary>References of one browse result; the rest waits behind a continuation point.</summary>
    public int MaxReferencesPerNode { get; init; } = 1_000;

    /// <summary>Nodes, items or paths of one request; longer requests get BadTooManyOperations. Published as OperationLimits.</summary>
    public int MaxOperations { get; init; } = 10_000;

    /// <summary>What contradicts itself in these limits, a sentence each.</summary>
    internal IEnumerable<string> FindFaults()
    {
        foreach (var (name, value) in Counts())
        {
            if (value < 1) yield return $"{name} is {value}: use 1 or more";
        }

        if (MaxNotificationsPerPublish < 0) yield return $"MaxNotificationsPerPublish is {MaxNotificationsPerPublish}: use 1 or more, or 0 for no limit";
        if (MaxSessionsPerAddress > MaxSessions) yield return $"MaxSessionsPerAddress is {MaxSessionsPerAddress}: use at most MaxSessions, {MaxSessions}";
        if (MaxQueuedValuesPerSession > MaxQueuedValues) yield return $"MaxQueuedValuesPerSession is {MaxQueuedValuesPerSession}: use at most MaxQueuedValues, {MaxQueuedValues}";
        foreach (var (name, value) in Spans())
        {
            if (value <= TimeSpan.Zero) yield return $"{name} is {value}: use more than zero";
        }

        if (MinTokenLifetime > MaxTokenLifetime) yield return $"MinTokenLifetime, {MinTokenLifetime}, is above MaxTokenLifetime, {MaxTokenLifetime}";
        if (MinSessionTimeout > MaxSessionTimeout) yield return $"MinSessionTimeout, {MinSessionTimeout}, is above MaxSessionTimeout, {MaxSessionTimeout}";
        if (MinPublishingInterval > MaxPublishingInterval)
            yield return $"MinPublishingInterval, {MinPublishingInterval}, is above MaxPublishingInterval, {MaxPublishingInterval}";
    }

    IEnumerable<(string Name, int Value)> Counts() =>
    [
        (nameof(MaxConnections), MaxConnections), (nameof(MaxSessions), MaxSessions), (nameof(MaxSessionsPerAddress), MaxSessionsPerAddress ?? 1),
        (nameof(MaxFailedLoginsPerMinute), MaxFailedLoginsPerMinute), (nameof(MaxSubscriptions), MaxSubscriptions),
        (nameof(MaxSubscriptionsPerSession), MaxSubscriptionsPerSession), (nameof(MaxMonitoredItems), MaxMonitoredItems), (nameof(MaxQueueSize), MaxQueueSize),
        (nameof(MaxQueuedValues), MaxQueuedValues), (nameof(MaxQueuedValuesPerSession), MaxQueuedValuesPerSession ?? 1), (nameof(MaxPublishRequests), MaxPublishRequests),
        (nameof(MaxRetransmissionMessages), MaxRetransmissionMessages),
        (nameof(MaxRetransmissionBytes), MaxRetransmissionBytes), (nameof(MaxContinuationPoints), MaxContinuationPoints),
        (nameof(MaxHistoryValues), MaxHistoryValues), (nameof(MaxHistoryContinuationPoints), MaxHistoryContinuationPoints),
        (nameof(MaxReferencesPerNode), MaxReferencesPerNode), (nameof(MaxOperations), MaxOperations),
    ];

    IEnumerable<(string Name, TimeSpan Value)> Spans() =>
    [
        (nameof(HandshakeTimeout), HandshakeTimeout), (nameof(MinTokenLifetime), MinTokenLifetime), (nameof(MinSessionTimeout), MinSessionTimeout),
        (nameof(MinPublishingInterval), MinPublishingInterval), (nameof(MaxKeepAliveInterval), MaxKeepAliveInterval),
        (nameof(MaxSubscriptionLifetime), MaxSubscriptionLifetime),
    ];

    /// <summary>What <see cref="MaxSessionsPerAddress"/> comes to for a server that listens there.</summary>
    internal int SessionsPerAddress(IPAddress listening) =>
        MaxSessionsPerAddress ?? (IPAddress.IsLoopback(listening) ? MaxSessions : MaxSessions - (MaxSessions / 4));

    /// <summary>What <see cref="MaxQueuedValuesPerSession"/> comes to.</summary>
    internal int QueuedValuesPerSession => MaxQueuedValuesPerSession ?? Math.Max(1, MaxQueuedValues / 2);
}
