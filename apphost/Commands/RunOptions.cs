using System.CommandLine;

namespace Jinan.IndustryBrain.AppHost.Commands;

/// <summary>The options that running and verifying share.</summary>
internal static class RunOptions
{
    public static Option<string?> Manifest { get; } = new("--manifest")
    {
        Description = "The Aspire manifest to run (default: aspire-manifest.json of this checkout)",
        HelpName = "file",
        Recursive = true,
    };

    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Folder for everything that is written (default: data, for verify a new temporary one)",
        HelpName = "folder",
        Recursive = true,
    };

    public static Option<bool> NoBuild { get; } = new("--no-build")
    {
        Description = "Do not build the services first",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "One JSON object a line, for machines",
        Recursive = true,
    };

    public static Option<bool> Plain { get; } = new("--plain")
    {
        Description = "Plain lines instead of a live table",
        Recursive = true,
    };

    public static Option<string> Ports { get; } = new("--ports")
    {
        Description = "'manifest': as the manifest names them; 'free': free ones for everything",
        HelpName = "manifest|free",
        DefaultValueFactory = _ => "manifest",
    };

    public static Option<string> Profile { get; } = new("--profile")
    {
        Description = "What to start: " + string.Join("; ", Plan.Profile.All.Select(p => $"{p.Name} ({p.Description})")),
        HelpName = string.Join('|', Plan.Profile.All.Select(p => p.Name)),
        DefaultValueFactory = _ => "demo",
    };

    public static Option<FileInfo[]> Factory { get; } = new("--factory")
    {
        Description = "A factory.yaml to run at the edge instead of those in the data folder; may be given several times",
        HelpName = "file",
    };

    public static Option<string?> Plant { get; } = new("--plant")
    {
        Description = "The simulated factories (default: apphost/demo/plant.json)",
        HelpName = "file",
        Recursive = true,
    };

    static RunOptions() => Ports.AcceptOnlyFromAmong("manifest", "free");
}
