using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Something that happened to a connection. Immutable; read from <see cref="OpcUaConnection.Events"/>.</summary>
/// <param name="At">When, by this machine's clock.</param>
public abstract record ConnectionEvent(DateTimeOffset At);

/// <summary>Notifications flow (again).</summary>
public sealed record Connected(DateTimeOffset At) : ConnectionEvent(At);

/// <summary>An attempt failed or a connection broke; the next attempt follows by itself.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">What happened, in words.</param>
/// <param name="Status">The OPC UA status code of it.</param>
/// <param name="Attempts">Failures in a row, this one included.</param>
/// <param name="RetryIn">Pause until the next attempt.</param>
public sealed record ConnectionLost(DateTimeOffset At, string Reason, StatusCode Status, int Attempts, TimeSpan RetryIn) : ConnectionEvent(At);

/// <summary>The session of before goes on over a new channel.</summary>
public sealed record SessionReactivated(DateTimeOffset At) : ConnectionEvent(At);

/// <summary>There is a new session; namespace indexes were mapped anew.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why the old one could not go on; null at the first connect.</param>
public sealed record SessionCreated(DateTimeOffset At, string? Reason) : ConnectionEvent(At);

/// <summary>A subscription of an older session, or of a process before this one, goes on in this session.</summary>
public sealed record SubscriptionTransferred(DateTimeOffset At, Subscription Subscription, uint SubscriptionId) : ConnectionEvent(At);

/// <summary>A subscription was created on the server.</summary>
/// <param name="At">When.</param>
/// <param name="Subscription">Which.</param>
/// <param name="SubscriptionId">The server's id for it.</param>
/// <param name="Reason">Why the one before could not go on; null for the first.</param>
public sealed record SubscriptionCreated(DateTimeOffset At, Subscription Subscription, uint SubscriptionId, string? Reason) : ConnectionEvent(At);

/// <summary>The server revised what a subscription asked for.</summary>
public sealed record SubscriptionRevised(
    DateTimeOffset At, Subscription Subscription, TimeSpan PublishingInterval, uint KeepAliveCount, uint LifetimeCount) : ConnectionEvent(At);

/// <summary>Changes between two times may be missing; the batch that ends the interval says the same.</summary>
/// <param name="At">When it became known.</param>
/// <param name="Subscription">Which.</param>
/// <param name="From">
/// Until then (server's publish time, Unix nanoseconds) everything was delivered; <see cref="OpcUaTime.NoTime"/> if nothing ever was.
/// </param>
/// <param name="To">From then on (server's publish time, Unix nanoseconds) everything is delivered again.</param>
/// <param name="Reason">Why.</param>
public sealed record NotCovered(
    DateTimeOffset At, Subscription Subscription, long From, long To, GapReason Reason) : ConnectionEvent(At);

/// <summary>
/// The server's clock was set while notifications flowed: publish times before and after are not of one scale. Nothing is
/// missing because of it.
/// </summary>
/// <param name="At">When, by this machine's clock.</param>
/// <param name="Subscription">Where it showed.</param>
/// <param name="By">How far; negative where it was set back.</param>
public sealed record ServerClockSet(DateTimeOffset At, Subscription Subscription, TimeSpan By) : ConnectionEvent(At);

/// <summary>The server refused a monitored item. The others are not touched, and this one is tried again.</summary>
/// <param name="At">When.</param>
/// <param name="Subscription">Which.</param>
/// <param name="Handle">Index of the item in <see cref="SubscriptionSettings.Items"/>.</param>
/// <param name="Status">Why.</param>
public sealed record ItemFailed(DateTimeOffset At, Subscription Subscription, int Handle, StatusCode Status) : ConnectionEvent(At);

/// <summary>An item that had been refused was accepted.</summary>
public sealed record ItemRecovered(DateTimeOffset At, Subscription Subscription, int Handle) : ConnectionEvent(At);

/// <summary>The server granted something else than an item asked for. A queue of 1 where more was asked for means latest value only.</summary>
public sealed record ItemRevised(
    DateTimeOffset At, Subscription Subscription, int Handle, TimeSpan SamplingInterval, uint QueueSize) : ConnectionEvent(At);

/// <summary>The server declares fewer subscriptions, items or requests than asked for, or refused a whole request.</summary>
public sealed record ServiceRefused(DateTimeOffset At, string Service, StatusCode Status, string Message) : ConnectionEvent(At);

/// <summary>Why changes may be missing.</summary>
public enum GapReason
{
    /// <summary>Nothing is missing.</summary>
    None,

    /// <summary>The connection was down and the subscription did not survive it.</summary>
    Disconnected,

    /// <summary>The server no longer had notification messages that were sent but did not arrive.</summary>
    MissingNotifications,

    /// <summary>The server ended the subscription, or no longer knew it.</summary>
    SubscriptionLost,

    /// <summary>The subscription of the process before this one could not be resumed.</summary>
    NotResumed,
}
