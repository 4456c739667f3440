using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>A snapshot of a connection, for people and health checks.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Since">Since when.</param>
/// <param name="Attempts">Failed attempts in a row; 0 once a connection has held.</param>
/// <param name="NextAttempt">When it will try again; null unless it waits.</param>
/// <param name="LastError">Why the last attempt or connection ended; null if none has.</param>
/// <param name="LastErrorStatus">The OPC UA status code of that.</param>
/// <param name="RoundTrip">Time that the last keep-alive request took; null before the first.</param>
/// <param name="SessionTimeout">Session time-out that the server granted.</param>
/// <param name="TokenLifetime">Token lifetime that the server granted.</param>
/// <param name="Subscriptions">The subscriptions as revised.</param>
/// <param name="Counters">What has been received and lost since the connection was made.</param>
public sealed record ConnectionStatus(
    ConnectionState State,
    DateTimeOffset Since,
    int Attempts,
    DateTimeOffset? NextAttempt,
    string? LastError,
    StatusCode? LastErrorStatus,
    TimeSpan? RoundTrip,
    TimeSpan? SessionTimeout,
    TimeSpan? TokenLifetime,
    IReadOnlyList<SubscriptionStatus> Subscriptions,
    ConnectionCounters Counters);

/// <summary>A snapshot of one subscription.</summary>
/// <param name="Id">The server's id; 0 while there is none.</param>
/// <param name="PublishingInterval">As revised by the server.</param>
/// <param name="KeepAliveCount">As revised by the server.</param>
/// <param name="LifetimeCount">As revised by the server.</param>
/// <param name="LastSequenceNumber">Last notification handed on.</param>
/// <param name="LastHeard">When the last response for it came; null before the first.</param>
/// <param name="Items">Monitored items that the server accepted.</param>
/// <param name="FailedItems">Monitored items that it refused; they are tried again.</param>
public sealed record SubscriptionStatus(
    uint Id,
    TimeSpan PublishingInterval,
    uint KeepAliveCount,
    uint LifetimeCount,
    uint LastSequenceNumber,
    DateTimeOffset? LastHeard,
    int Items,
    int FailedItems);

/// <summary>Counts since a connection was made.</summary>
/// <param name="Connects">Channels opened.</param>
/// <param name="Notifications">Data changes and events handed on.</param>
/// <param name="Batches">Notification messages handed on, keep-alives not counted.</param>
/// <param name="KeepAlives">Keep-alive messages.</param>
/// <param name="Overflows">Values that came with the overflow bit: the server dropped others.</param>
/// <param name="Gaps">Times that sequence numbers were missing.</param>
/// <param name="Republished">Notification messages fetched again.</param>
/// <param name="MessagesLost">Notification messages that the server no longer had.</param>
/// <param name="Duplicates">Notification messages that came twice and were handed on once.</param>
/// <param name="EventsDropped">Connection events that nobody read in time; gaps are also told by the batches.</param>
public sealed record ConnectionCounters(
    long Connects,
    long Notifications,
    long Batches,
    long KeepAlives,
    long Overflows,
    long Gaps,
    long Republished,
    long MessagesLost,
    long Duplicates,
    long EventsDropped);
