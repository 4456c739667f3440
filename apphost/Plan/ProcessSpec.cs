namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>A process to be kept running.</summary>
/// <param name="Name">The resource's name.</param>
/// <param name="Health">Answers 2xx once it is ready; null when running is all that can be known.</param>
/// <param name="Url">Where a person or another resource reaches it; null when nobody does.</param>
/// <param name="After">Processes that must be ready before this one starts.</param>
internal sealed record ProcessSpec(
    string Name,
    string Command,
    IReadOnlyList<string> Args,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Env,
    Uri? Health,
    Uri? Url,
    bool External,
    IReadOnlySet<string> After);

/// <summary>An application's end of the sidecar.</summary>
/// <param name="AppPort">Where the application listens; null for one that only calls.</param>
internal sealed record SidecarApp(
    string AppId,
    int HttpPort,
    int GrpcPort,
    int? AppPort,
    string ApiToken,
    string AppApiToken,
    IReadOnlyList<string> Components);

/// <summary>All that a run starts.</summary>
internal sealed record RunPlan(
    Profile Profile,
    DataLayout Data,
    IReadOnlyList<ProcessSpec> Processes,
    IReadOnlyList<SidecarApp> Sidecars,
    IReadOnlyList<string> Skipped)
{
    public Uri UrlOf(string name) =>
        Processes.First(p => p.Name == name).Url ?? throw new InvalidOperationException($"'{name}' has no address.");

    public SidecarApp Sidecar(string appId) => Sidecars.First(s => s.AppId == appId);
}
