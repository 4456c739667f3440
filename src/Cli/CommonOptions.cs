using System.CommandLine;

namespace Jinan.IndustryBrain.Cli;

/// <summary>Options of every command that looks at a running brain.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Data folder of the run to look at (default: data of this checkout, or INDUSTRYBRAIN_DATA)",
        HelpName = "folder",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "JSON, for machines",
        Recursive = true,
    };
}
