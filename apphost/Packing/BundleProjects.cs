using Jinan.IndustryBrain.AppHost.Manifest;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Packing;

/// <summary>Which projects a bundle has programs of.</summary>
internal static class BundleProjects
{
    public const string Runner = "apphost/Jinan.IndustryBrain.AppHost.csproj";
    public const string Tool = "src/Cli/Jinan.IndustryBrain.Cli.csproj";
    public const string Worker = "src/Inference.Worker/Jinan.IndustryBrain.Inference.Worker.csproj";
    private const string Inference = "src/Inference/Jinan.IndustryBrain.Inference.csproj";

    // Simulated machines and an issuer of tokens that anybody can have are for development alone.
    private static readonly string[] NeverPacked = ["plant", "identity"];

    public static IReadOnlyList<string> Profiles { get; } = ["edge", "city"];

    public static IReadOnlyList<string> Runtimes { get; } = ["linux-x64", "linux-arm64", "win-x64"];

    /// <summary>The resources of the manifest that a bundle of a profile runs.</summary>
    public static IReadOnlyList<RunnableResource> Resources(AspireManifest manifest, Profile profile) =>
        [.. profile.Resources.Except(NeverPacked).Select(name => manifest.Resources.GetValueOrDefault(name)).OfType<RunnableResource>()];

    /// <summary>Project files relative to the manifest: services, sidecar, worker, runner and tool.</summary>
    public static IReadOnlyList<string> Of(AspireManifest manifest, Profile profile)
    {
        var services = Resources(manifest, profile).OfType<ProjectResource>().Select(r => r.Path).ToList();
        string[] workers = services.Contains(Inference) ? [Worker] : [];
        return [RunPlanner.SidecarProject, .. services, .. workers, Runner, Tool];
    }
}
