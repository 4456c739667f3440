using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>How one connection to one server behaves. Immutable; <see cref="Faults"/> lists everything that is wrong with it.</summary>
public sealed record ConnectionOptions
{
    /// <summary>Where the server listens, <c>opc.tcp://host:port/path</c>. It is dialled as given, whatever the server calls itself.</summary>
    public required string EndpointUrl { get; init; }

    /// <summary>Signatures, encryption and certificates; none by default.</summary>
    public SecuritySettings Security { get; init; } = SecuritySettings.None;

    /// <summary>Uri that names this client instance to the server; with a certificate, the one in it is said instead.</summary>
    public string ApplicationUri { get; init; } = "urn:jinan:industrybrain:client";

    /// <summary>Name of this client in the server's diagnostics.</summary>
    public string ApplicationName { get; init; } = "Jinan Industry Brain";

    /// <summary>Name of the session in the server's diagnostics.</summary>
    public string SessionName { get; init; } = "Jinan Industry Brain";

    /// <summary>Who the session acts for.</summary>
    public UserIdentity Identity { get; init; } = UserIdentity.Anonymous;

    /// <summary>
    /// Gives the user for each attempt to log in, in place of <see cref="Identity"/>, where secrets change meanwhile: a token
    /// expires, a password is replaced. Always of one kind. An <see cref="Encoding.OpcUaException"/> of it ends the attempt, which
    /// is repeated as others are; it is called on the connection's own loop.
    /// </summary>
    public Func<UserIdentity>? IdentitySource { get; init; }

    /// <summary>
    /// Permits that a password or an issued token travels unencrypted to a server that is not on this machine. Off by default:
    /// the connection then refuses to log in and says so.
    /// </summary>
    public bool AllowPasswordInClear { get; init; }

    /// <summary>Longest time for a TCP connect with hello and channel.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the response to any request but Publish.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the server is asked to keep session and subscriptions without us: outages up to it lose nothing.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Lifetime asked for each security token; renewed at three quarters of what is granted.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// After this long without anything received the server is asked for its state; without an answer within
    /// <see cref="RequestTimeout"/> the connection counts as lost (half-open connections).
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>First pause after a failed attempt; it doubles, with jitter, up to <see cref="LongestBackOff"/>.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause between two attempts.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most notification batches that exist at a time: queued, and held by the consumer until it disposes them.</summary>
    public int NotificationCapacity { get; init; } = 64;

    /// <summary>Most Publish requests outstanding at the server.</summary>
    public int MaxOutstandingPublishes { get; init; } = 8;

    /// <summary>Most other requests outstanding at the server.</summary>
    public int MaxOutstandingRequests { get; init; } = 8;

    /// <summary>
    /// Most operations in one request, whatever the server declares; null takes what is known of the make of the server
    /// (<see cref="OpcUa.Client.ServerTraits"/>), 200 for most: some PLCs declare 1,000 and are fifty times slower above 200.
    /// </summary>
    public int? MaxOperationsPerRequest { get; init; }

    /// <summary>What to take the server for; null recognises it by what it says about itself.</summary>
    public ServerTraits? ServerTraits { get; init; }

    /// <summary>How often items that the server refused are tried again; zero: never.</summary>
    public TimeSpan RetryFailedItemsAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Leaves the subscriptions with the server when the connection is closed, so that a restarted process can resume them.
    /// By default they are deleted: abandoned ones cost the server memory until they time out.
    /// </summary>
    public bool KeepSubscriptionsOnClose { get; init; }

    /// <summary>Buffers and message sizes.</summary>
    public TransportLimits Limits { get; init; } = new();

    /// <summary>Everything that is wrong, one sentence each; empty when the options can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (!EndpointAddress.TryParse(EndpointUrl, out _))
            faults.Add($"EndpointUrl '{EndpointUrl}' is not an address: write opc.tcp://host:port.");
        AtLeast(faults, nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromMilliseconds(100));
        AtLeast(faults, nameof(RequestTimeout), RequestTimeout, TimeSpan.FromMilliseconds(100));
        AtLeast(faults, nameof(SessionTimeout), SessionTimeout, TimeSpan.FromSeconds(1));
        AtLeast(faults, nameof(TokenLifetime), TokenLifetime, TimeSpan.FromSeconds(1));
        AtLeast(faults, nameof(KeepAliveInterval), KeepAliveInterval, TimeSpan.FromMilliseconds(50));
        AtLeast(faults, nameof(FirstBackOff), FirstBackOff, TimeSpan.FromMilliseconds(1));
        AtLeast(faults, nameof(LongestBackOff), LongestBackOff, FirstBackOff);
        Within(faults, nameof(NotificationCapacity), NotificationCapacity, 2, 65_536);
        Within(faults, nameof(MaxOutstandingPublishes), MaxOutstandingPublishes, 1, 1_000);
        Within(faults, nameof(MaxOutstandingRequests), MaxOutstandingRequests, 1, 1_000);
        Within(faults, nameof(MaxOperationsPerRequest), MaxOperationsPerRequest ?? 1, 1, 100_000);
        if (ServerTraits is { } traits)
        {
            Within(faults, "ServerTraits.MaxOperationsPerRequest", traits.MaxOperationsPerRequest, 1, 100_000);
            Within(faults, "ServerTraits.MaxOutstandingRequests", traits.MaxOutstandingRequests, 1, int.MaxValue);
        }

        Within(faults, "Limits.ReceiveBufferSize", Limits.ReceiveBufferSize, TransportLimits.SmallestBuffer, 1 << 24);
        Within(faults, "Limits.SendBufferSize", Limits.SendBufferSize, TransportLimits.SmallestBuffer, 1 << 24);
        Within(faults, "Limits.MaxMessageSize", Limits.MaxMessageSize, TransportLimits.SmallestBuffer, 1 << 30);
        Within(faults, "Limits.MaxChunkCount", Limits.MaxChunkCount, 1, 1 << 20);
        Security.AddFaults(faults);
        return faults;
    }

    /// <summary>The options with the user of this moment.</summary>
    internal ConnectionOptions ForAttempt() => IdentitySource is null ? this : this with { Identity = IdentitySource(), IdentitySource = null };

    static void AtLeast(List<string> faults, string name, TimeSpan value, TimeSpan least)
    {
        if (value < least) faults.Add($"{name} is {value}; {least} is the least.");
    }

    static void Within(List<string> faults, string name, int value, int least, int most)
    {
        if (value < least || value > most) faults.Add($"{name} is {value}; allowed are {least} to {most}.");
    }
}
