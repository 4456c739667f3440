using System.Text.RegularExpressions;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>The unit of an installation that is a service of systemd: install.sh writes it, an upgrade renews it.</summary>
internal static partial class SystemdUnit
{
    public const string Name = "industrybrain.service";
    private static readonly string Installed = Path.Combine("/etc/systemd/system", Name);

    public static bool IsRunning => Directory.Exists("/run/systemd/system");

    public static bool IsOf(InstallFolders folders) =>
        File.Exists(Installed) && File.ReadAllText(Installed).Contains(Path.Combine(folders.Current, "bin"), StringComparison.Ordinal);

    /// <summary>Puts a version's own unit in the place of the installed one, for the same user.</summary>
    public static async Task RenewAsync(InstallFolders folders, Bundle bundle, CancellationToken cancellation)
    {
        if (!IsOf(folders))
            return;
        var before = await File.ReadAllTextAsync(Installed, cancellation);
        var unit = ForUserOf(before, await File.ReadAllTextAsync(Path.Combine(bundle.Folder, "systemd", Name), cancellation));
        if (unit == before)
            return;
        await File.WriteAllTextAsync(Installed + ".new", unit, cancellation);
        File.Move(Installed + ".new", Installed, overwrite: true);
        if (IsRunning)
            await Tool.RunAsync("Reading the units again", "systemctl", ["daemon-reload"], "/", cancellation);
    }

    internal static string ForUserOf(string installed, string unit) =>
        UserLine().Replace(unit, line => Regex.Match(installed, $"^{line.Groups[1].Value}=.*$", RegexOptions.Multiline) is { Success: true } kept ? kept.Value : line.Value);

    [GeneratedRegex("^(User|Group)=.*$", RegexOptions.Multiline)]
    private static partial Regex UserLine();
}
