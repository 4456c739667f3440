using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>
/// Where an installation keeps things: <c>versions/{version}</c> beside each other, <c>current</c> and <c>previous</c> leading to
/// two of them, and one <c>config</c> for all.
/// </summary>
internal sealed record InstallFolders(string Prefix)
{
    public const string ConfigurationVariable = "INDUSTRYBRAIN_CONFIG";
    private const string VersionsName = "versions";

    public string Versions => Path.Combine(Prefix, VersionsName);

    public string Current => Path.Combine(Prefix, "current");

    public string Previous => Path.Combine(Prefix, "previous");

    public string Configuration => Path.Combine(Prefix, "config", ConfigurationFile.Name);

    public string Of(string version) => Path.Combine(Versions, version);

    /// <returns>Null where the bundle was unpacked and not installed.</returns>
    public static InstallFolders? Of(Bundle bundle)
    {
        var parent = Path.GetDirectoryName(bundle.Folder)!;
        return Path.GetFileName(parent) == VersionsName ? new InstallFolders(Path.GetDirectoryName(parent)!) : null;
    }

    /// <summary>The configuration that was named, or of the environment, or of the installation, or the bundle's own.</summary>
    public static string ConfigurationOf(Bundle bundle, string? named) =>
        named ?? (Environment.GetEnvironmentVariable(ConfigurationVariable) is { Length: > 0 } variable ? variable : null)
        ?? Of(bundle)?.Configuration
        ?? Path.Combine(bundle.Folder, "config", ConfigurationFile.Name);

    /// <exception cref="SetupException">This program is in no bundle.</exception>
    public static Bundle RequireBundle() =>
        Bundle.OfThisProgram() ?? throw new SetupException("This command is of an installed bundle. Make one with: dotnet run --project apphost -- pack edge --runtime linux-x64");
}
