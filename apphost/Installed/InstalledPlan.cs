using Jinan.IndustryBrain.AppHost.Manifest;
using Jinan.IndustryBrain.AppHost.Packing;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>What an installed bundle starts.</summary>
internal sealed class InstalledPlan(Bundle bundle, InstalledConfiguration configuration)
{
    /// <summary>The processes of a bundle, by name.</summary>
    public static IReadOnlyCollection<string> ProcessesOf(Bundle bundle) =>
        [RunPlanner.SidecarName, .. BundleProjects.Resources(ManifestReader.ReadFile(bundle.Manifest), Profile.Named(bundle.Description.Profile)).Select(r => r.Name)];

    public RunPlan Make()
    {
        var manifest = ManifestReader.ReadFile(bundle.Manifest);
        var choices = new RunChoices(Profile.Named(bundle.Description.Profile), configuration.Data, FreePorts: false, configuration.Parameters)
        {
            Programs = bundle,
            Ports = configuration.Ports,
            Variables = Variables(),
            PortAdvice = $"or choose another port in {configuration.File}",
        };
        return new RunPlanner(manifest, choices).Plan();
    }

    private Dictionary<string, IReadOnlyDictionary<string, string>> Variables()
    {
        var variables = new Dictionary<string, IReadOnlyDictionary<string, string>>(configuration.Variables);
        if (bundle.Description.Programs.ContainsKey(BundleProjects.Worker) && variables.TryGetValue("inference", out var inference))
            variables["inference"] = new Dictionary<string, string>(inference) { ["Inference__WorkerPath"] = bundle.Of(BundleProjects.Worker).Command };
        return variables;
    }
}
