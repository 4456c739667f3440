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

    /// <summary>The shortest time after which a session without requests ends.</summary>
    public TimeSpan MinSessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time after which a session without requests ends.</summary>
    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Subscriptions of the whole server; further ones get BadTooManySubscriptions.</summary>
    public int MaxSubscriptions { get; init; } = 200;

    /// <summary>Subscriptions of one session; further ones get BadTooManySubscriptions.</summary>
    public int MaxSubscriptionsPerSession { get; init; } = 20;

    /// <summary>Monitored items of the whole server; further ones get BadTooManyMonitoredItems.</summary>
    public int MaxMonitoredItems { get; init; } = 100_000;

    /// <summary>Values that one item keeps until they are published.</summary>
    public int MaxQueueSize { get; init; } = 10_000;

    /// <summary>Publish requests that wait for one session; when there is one more, the oldest gets BadTooManyPublishRequests.</summary>
    public int MaxPublishRequests { get; init; } = 50;

    /// <summary>Values of one publish response.</summary>
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
}
