using System.CommandLine;

namespace Jinan.IndustryBrain.Cli.OpcUa.Connecting;

/// <summary>Where this user's certificates are: our own, and those that are trusted.</summary>
internal static class StoreOption
{
    private const string Variable = "INDUSTRYBRAIN_CERTIFICATES";

    public static Option<string?> Store { get; } = new("--store")
    {
        Description = $"Folder of certificates, with own, trusted, issuers and rejected (default: {Variable}, or industrybrain/certificates of this user)",
        HelpName = "folder",
    };

    public static string PathOf(string? given) =>
        given
        ?? Environment.GetEnvironmentVariable(Variable)
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "industrybrain", "certificates");
}
