using System.CommandLine;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>The commands of an installed bundle.</summary>
internal static class InstalledCommands
{
    public static Option<string?> Configuration { get; } = new("--config")
    {
        Description = $"The configuration (default: {InstallFolders.ConfigurationVariable}, else config/{ConfigurationFile.Name} of the installation)",
        HelpName = "file",
        Recursive = true,
    };

    public static RootCommand CreateRoot(Bundle bundle)
    {
        var root = new RootCommand($"Jinan Industry Brain, {bundle.Description.Profile} {bundle.Description.Version}.")
        {
            Configuration, Commands.RunOptions.Json, Commands.RunOptions.Plain,
        };
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(ControlCommands.Start());
        root.Subcommands.Add(ControlCommands.Ready());
        root.Subcommands.Add(ControlCommands.Stop());
        root.Subcommands.Add(ControlCommands.Check());
        root.Subcommands.Add(ControlCommands.Where());
        root.Subcommands.Add(UpgradeCommand.Create());
        return root;
    }

    public static string ConfigurationFileOf(Bundle bundle, ParseResult parsed) => InstallFolders.ConfigurationOf(bundle, parsed.GetValue(Configuration));

    /// <summary>The bundle's configuration, checked.</summary>
    public static InstalledConfiguration ReadConfiguration(Bundle bundle, ParseResult parsed) => InstalledConfiguration.Read(
        ConfigurationFileOf(bundle, parsed), bundle.Description, InstalledPlan.ProcessesOf(bundle), TimeProvider.System.GetUtcNow());
}
