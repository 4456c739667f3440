using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Manifest;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Setup;

/// <summary>Builds what a run starts, in one build, through a solution filter.</summary>
internal static class ServiceBuild
{
    private const string Solution = "Jinan.IndustryBrain.sln";

    // Started or called by the app host itself, and therefore not in the manifest.
    private static readonly string[] Always =
    [
        RunPlanner.SidecarProject,
        "src/Cli/Jinan.IndustryBrain.Cli.csproj",
    ];

    public static async Task RunAsync(AspireManifest manifest, Profile profile, DataLayout data, CancellationToken cancellation)
    {
        var projects = profile.Resources
            .Select(r => manifest.Resources.GetValueOrDefault(r)).OfType<ProjectResource>()
            .Select(p => p.Path).Concat(Always).Distinct().ToList();
        var filter = Path.Combine(data.Run, "services.slnf");
        var content = new { solution = new { path = Path.Combine(manifest.Folder, Solution), projects } };
        await File.WriteAllTextAsync(filter, JsonSerializer.Serialize(content), cancellation);
        await Tool.RunAsync(
            "The build", DotNet.Host,
            ["build", filter, "--configuration", ProjectOutput.Configuration, "--verbosity", "quiet", "--nologo", "-p:NuGetInteractive=false"],
            manifest.Folder, cancellation);
    }
}
