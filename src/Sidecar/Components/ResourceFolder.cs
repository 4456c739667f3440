namespace Jinan.IndustryBrain.Sidecar.Components;

/// <summary>Everything that the YAML of one folder declares, not resolved yet.</summary>
internal sealed record ResourceFolder(
    IReadOnlyList<ComponentDefinition> Components,
    IReadOnlyList<DeclaredSubscription> Subscriptions,
    IReadOnlyList<ResiliencyDefinition> Resiliencies)
{
    /// <summary>Reads <c>*.yaml</c> and <c>*.yml</c>, as daprd does, and adds each fault with its file and line.</summary>
    public static ResourceFolder Read(string folder, List<string> faults)
    {
        var components = new List<ComponentDefinition>();
        var subscriptions = new List<DeclaredSubscription>();
        var resiliencies = new List<ResiliencyDefinition>();
        foreach (var file in Directory.EnumerateFiles(folder).Where(IsYaml).Order(StringComparer.Ordinal))
        {
            foreach (var resource in YamlFields.ReadAll(file, faults))
            {
                switch (resource.Text("kind"), resource.Text("apiVersion"))
                {
                    case ("Component", "dapr.io/v1alpha1"):
                        components.Add(ComponentDefinition.Read(resource));
                        break;
                    case ("Subscription", "dapr.io/v2alpha1"):
                        subscriptions.Add(DeclaredSubscription.Read(resource));
                        break;
                    case ("Resiliency", "dapr.io/v1alpha1"):
                        resiliencies.Add(ResiliencyDefinition.Read(resource));
                        break;
                    case var (kind, version):
                        resource.Fault($"kind '{kind}' with apiVersion '{version}' is not read here; known are Component dapr.io/v1alpha1, "
                            + "Subscription dapr.io/v2alpha1 and Resiliency dapr.io/v1alpha1. Remove it, or run this application with daprd", "kind");
                        break;
                }
            }
        }
        foreach (var same in components.GroupBy(component => component.Name).Where(group => group.Count() > 1))
            faults.Add($"component '{same.Key}' is declared {same.Count()} times");
        return new(components, subscriptions, resiliencies);
    }

    private static bool IsYaml(string file) => Path.GetExtension(file) is ".yaml" or ".yml";
}
