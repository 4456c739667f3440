namespace Jinan.IndustryBrain.Sidecar.Components;

/// <summary>A <c>Component</c> resource as written.</summary>
/// <param name="Scopes">Applications that may use it; null means all.</param>
/// <param name="SecretStore">Where <c>secretKeyRef</c> looks; the environment's when it is null.</param>
/// <param name="Source">For faults found later.</param>
internal sealed record ComponentDefinition(
    string Name,
    string Type,
    string Version,
    bool IgnoreErrors,
    IReadOnlyList<ComponentSetting> Settings,
    string? SecretStore,
    IReadOnlyList<string>? Scopes,
    YamlFields Source)
{
    public static ComponentDefinition Read(YamlFields resource)
    {
        resource.Only("a component", "apiVersion", "kind", "metadata", "spec", "auth", "scopes");
        var metadata = resource.RequiredChild("metadata");
        metadata.Only("a component's metadata", "name", "namespace", "labels", "annotations");
        var spec = resource.RequiredChild("spec");
        spec.Only("a component's spec", "type", "version", "ignoreErrors", "initTimeout", "metadata");
        return new(
            metadata.Required("name"),
            spec.Required("type"),
            spec.Required("version"),
            spec.Flag("ignoreErrors"),
            [.. spec.Children("metadata").Select(ComponentSetting.Read)],
            resource.Child("auth")?.Text("secretStore"),
            resource.Texts("scopes"),
            resource);
    }

    public bool IsVisibleTo(string appId) => Scopes is null or [] || Scopes.Contains(appId);
}

/// <summary>One entry of a component's <c>spec.metadata</c>: a value, or where to find it.</summary>
internal sealed record ComponentSetting(string Name, string? Value, string? SecretName, string? SecretKey, string? Variable, YamlFields Source)
{
    public static ComponentSetting Read(YamlFields item)
    {
        item.Only("a metadata item", "name", "value", "secretKeyRef", "envRef");
        var secret = item.Child("secretKeyRef");
        secret?.Only("a secretKeyRef", "name", "key");
        var setting = new ComponentSetting(item.Required("name"), item.Text("value"), secret?.Required("name"), secret?.Text("key"), item.Text("envRef"), item);
        if ((setting.Value is null ? 0 : 1) + (secret is null ? 0 : 1) + (setting.Variable is null ? 0 : 1) != 1)
            item.Fault($"metadata '{setting.Name}' needs exactly one of value, secretKeyRef and envRef");
        return setting;
    }
}
