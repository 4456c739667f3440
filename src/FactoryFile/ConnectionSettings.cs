using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>One OPC UA server. Two that say the same are equal: a connection whose settings did not change goes on untouched.</summary>
public sealed record ConnectionSettings
{
    /// <summary>The signal that a connection's events become, of an asset that bears the connection's id.</summary>
    public const string EventsSignal = "events";

    /// <summary>The type of that asset, unless the file has an asset of this id.</summary>
    public const string EventsAssetType = "opcua-server";

    /// <summary>Name within the file.</summary>
    public required string Id { get; init; }

    /// <summary><c>opc.tcp://host:port/path</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>How the channel is secured.</summary>
    public SecurityPolicyChoice SecurityPolicy { get; init; }

    /// <summary>Whether messages are signed, or encrypted as well.</summary>
    public SecurityMode SecurityMode { get; init; }

    /// <summary>Who the session acts for.</summary>
    public UserSettings User { get; init; } = new AnonymousUser();

    /// <summary>Whose clock stamps the values.</summary>
    public ClockSource Clock { get; init; }

    /// <summary>Publishing interval that the server is asked for.</summary>
    public TimeSpan Publishing { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest silence of a living subscription.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the server is asked to keep session and subscription without us.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Priority of the subscription.</summary>
    public byte Priority { get; init; }

    /// <summary>How far a source time may lie ahead of this machine's clock before it counts as implausible.</summary>
    public TimeSpan MaxFuture { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Events that the server is asked for.</summary>
    public ValueList<EventSettings> Events { get; init; } = [];

    /// <summary>Whether intervals that were not covered are filled by HistoryRead.</summary>
    public bool History { get; init; }
}

/// <summary>Whose clock stamps a connection's values.</summary>
public enum ClockSource
{
    /// <summary>The device that took the value.</summary>
    Source,

    /// <summary>The OPC UA server.</summary>
    Server,

    /// <summary>This machine, when the value arrived.</summary>
    Received,
}

/// <summary>Events of one notifier.</summary>
/// <param name="Node">The notifier; the server object stands for everything the server tells.</param>
/// <param name="MinimumSeverity">1 to 1,000; 0 takes all.</param>
/// <param name="Types">Event types that are wanted, their subtypes included; empty: all.</param>
public sealed record EventSettings(ExpandedNodeId Node, ushort MinimumSeverity, ValueList<ExpandedNodeId> Types);

/// <summary>Who a session acts for. Secrets are named by the full paths of their files, never held.</summary>
public abstract record UserSettings;

/// <summary>Nobody in particular.</summary>
public sealed record AnonymousUser : UserSettings;

/// <summary>A user name; the password is the first line of the file.</summary>
public sealed record PasswordUser(string Name, string PasswordFile) : UserSettings;

/// <summary>A user's certificate with its private key, both PEM.</summary>
public sealed record CertificateUser(string CertificateFile, string KeyFile) : UserSettings;

/// <summary>A token that somebody else issued (JWT); it is the first line of the file.</summary>
public sealed record TokenUser(string TokenFile) : UserSettings;
