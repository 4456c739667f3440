using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.Cli.OpcUa.Connecting;

/// <summary>Where a server is, how the channel to it is secured and who the session acts for: of a command line or of a factory.yaml.</summary>
internal sealed record ServerAccess(string Url)
{
    public SecurityPolicyChoice Policy { get; init; }

    public SecurityMode Mode { get; init; }

    public UserSettings User { get; init; } = new AnonymousUser();

    /// <summary>A password that was typed; null where it is in a file, or none is needed.</summary>
    public string? TypedPassword { get; init; }

    /// <summary>Folder of certificates; null: the usual one.</summary>
    public string? Store { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public static ServerAccess Of(ConnectionSettings settings, ServerAccess defaults) => defaults with
    {
        Url = settings.Endpoint,
        Policy = settings.SecurityPolicy,
        Mode = settings.SecurityMode,
        User = settings.User,
        TypedPassword = null,
    };

    /// <summary>Options of a connection, without security and user: those are added by <see cref="ConnectionSecurity"/>.</summary>
    public ConnectionOptions ToOptions() => new()
    {
        EndpointUrl = Url,
        ApplicationUri = OwnCertificate.ApplicationUri,
        ApplicationName = "Jinan Industry Brain tool",
        SessionName = $"brain {Environment.ProcessId}",
        ConnectTimeout = Timeout,
        RequestTimeout = Timeout,
        SessionTimeout = TimeSpan.FromMinutes(1),
    };
}
