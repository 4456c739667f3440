using Jinan.IndustryBrain.OpcUa.Certificates;

namespace Jinan.IndustryBrain.Cli.OpcUa.Connecting;

/// <summary>The certificate by which this tool is known to servers.</summary>
internal static class OwnCertificate
{
    /// <summary>Of this machine: two machines that call themselves the same would be one to a server.</summary>
    public static string ApplicationUri { get; } = $"urn:{Environment.MachineName.ToLowerInvariant()}:jinan:industrybrain:tool";

    public static ApplicationCertificateRequest Request { get; } = new()
    {
        ApplicationUri = ApplicationUri,
        ApplicationName = "Jinan Industry Brain tool",
        Organization = "Jinan Industry Brain",
    };
}
