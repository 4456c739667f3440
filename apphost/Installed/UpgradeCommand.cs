using System.CommandLine;
using Jinan.IndustryBrain.AppHost.Commands;
using Jinan.IndustryBrain.AppHost.Display;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary><c>industrybrain upgrade</c>, called in the new bundle; <c>--back</c> returns to the version of before.</summary>
internal static class UpgradeCommand
{
    private static readonly Option<string?> Prefix = new("--prefix")
    {
        Description = "The installation (default: that of this bundle, else /opt/industrybrain)",
        HelpName = "folder",
    };

    private static readonly Option<bool> Back = new("--back")
    {
        Description = "Return to the version that was current before",
    };

    private static readonly Option<int> Wait = new("--wait")
    {
        Description = "Seconds until the new version has to be ready; then the old one is put back",
        HelpName = "seconds",
        DefaultValueFactory = _ => 180,
    };

    public static Command Create()
    {
        var command = new Command("upgrade", "Installs this bundle beside the current version and switches to it; returns to the old one when it does not come up.")
        {
            Prefix, Back, Wait,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var display = RunDisplays.For(parsed.GetValue(RunOptions.Json), plain: true, TimeProvider.System);
        return await Failures.ReportedAsync(display, async () =>
        {
            if (OperatingSystem.IsWindows())
                throw new SetupException("On Windows install.ps1 upgrades.");
            var bundle = InstallFolders.RequireBundle();
            var folders = parsed.GetValue(Prefix) is { } prefix
                ? new InstallFolders(Path.GetFullPath(prefix))
                : InstallFolders.Of(bundle) ?? new InstallFolders("/opt/industrybrain");
            var upgrade = new Upgrade(folders, display, TimeSpan.FromSeconds(parsed.GetValue(Wait)), TimeProvider.System);
            var configuration = parsed.GetValue(InstalledCommands.Configuration);
            await (parsed.GetValue(Back) ? upgrade.BackAsync(configuration, cancellation) : upgrade.ToAsync(bundle, configuration, cancellation));
            return 0;
        });
    }
}
