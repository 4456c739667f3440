using Jinan.IndustryBrain.OpcUa.Certificates;

namespace Jinan.IndustryBrain.Cli.OpcUa.Connecting;

/// <summary>
/// The certificate by which this tool is known to servers. In a factory's store it is the collector's as well, whoever comes
/// first makes it: a server then has one certificate to trust.
/// </summary>
internal static class OwnCertificate
{
    /// <summary>Of this machine: two machines that call themselves the same would be one to a server.</summary>
    public static string ApplicationUri { get; } = $"urn:{Environment.MachineName.ToLowerInvariant()}:jinan:industrybrain";

    public static ApplicationCertificateRequest Request { get; } = new()
    {
        ApplicationUri = ApplicationUri,
        ApplicationName = "Jinan Industry Brain",
        Organization = "Jinan Industry Brain",
    };
}
