namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>Which of the manifest's resources are started.</summary>
internal sealed record Profile(string Name, string Description, IReadOnlyList<string> Resources)
{
    private static readonly string[] Edge = ["collector", "historian", "inference", "uplink", "edge-console"];
    private static readonly string[] City = ["identity", "brain", "gateway"];

    public static IReadOnlyList<Profile> All { get; } =
    [
        new("demo", "both sides on this machine, with 40 simulated factories", ["plant", .. City, .. Edge]),
        new("edge", "one factory: collector, historian, inference, uplink, console", Edge),
        new("city", "the city: identity (development), gateway, brain", City),
    ];

    public static Profile Named(string name) =>
        All.FirstOrDefault(p => p.Name == name)
        ?? throw new Manifest.ManifestException(
            $"There is no profile '{name}'. Take one of: {string.Join(", ", All.Select(p => p.Name))}.");
}
