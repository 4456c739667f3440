using System.Text.Json;
using System.Text.Json.Nodes;
using Jinan.IndustryBrain.AppHost.Manifest;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Packing;

/// <summary>
/// Makes a bundle's manifest from that of the checkout: what the profile runs, what that refers to, and parameters in place of
/// what is for development alone.
/// </summary>
internal static class BundleManifest
{
    private const string IdentityUrl = "{identity.bindings.http.url}/";

    // At a development machine the issuer is ours and speaks plain HTTP; elsewhere the configuration names a Keycloak.
    private static readonly Dictionary<string, string> CityVariables = new(StringComparer.Ordinal)
    {
        ["Keycloak__realm"] = "{identity-realm.value}",
        ["Keycloak__resource"] = "{identity-resource.value}",
    };

    private static readonly string[] LeftOut = ["Keycloak__ssl-required"];

    public static byte[] Of(AspireManifest manifest, Profile profile, string file)
    {
        var source = JsonNode.Parse(File.ReadAllBytes(file))!["resources"]!.AsObject();
        var kept = new JsonObject();
        foreach (var resource in BundleProjects.Resources(manifest, profile))
            kept[resource.Name] = Runnable(source[resource.Name]!.DeepClone().AsObject());
        foreach (var dapr in manifest.All<DaprResource>().Where(d => kept.ContainsKey(d.Application)).ToList())
        {
            kept[dapr.Name] = source[dapr.Name]!.DeepClone();
            foreach (var component in dapr.Components.Where(c => !kept.ContainsKey(c)))
                kept[component] = source[component]!.DeepClone();
        }

        foreach (var name in References(kept).Where(name => !kept.ContainsKey(name)).ToList())
            kept[name] = Parameter(name);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["resources"] = kept }, Installed.BundleDescription.Json);
    }

    private static JsonObject Runnable(JsonObject resource)
    {
        if (resource["env"]?.AsObject() is not { } env)
            return resource;
        foreach (var name in LeftOut)
            env.Remove(name);
        foreach (var (name, value) in env.ToList())
        {
            if (CityVariables.TryGetValue(name, out var replacement))
                env[name] = replacement;
            else if (value!.GetValue<string>() == IdentityUrl)
                env[name] = "{identity-url.value}";
        }

        return resource;
    }

    // Without a default: the bundle's configuration has them all.
    private static JsonObject Parameter(string name) => new()
    {
        ["type"] = "parameter.v0",
        ["value"] = $"{{{name}.inputs.value}}",
        ["inputs"] = new JsonObject { ["value"] = new JsonObject { ["type"] = "string" } },
    };

    private static IEnumerable<string> References(JsonObject resources) => resources
        .SelectMany(r => Texts(r.Value!["env"]).Concat(Texts(r.Value!["args"])))
        .SelectMany(ExpressionResolver.References).Distinct();

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject values => values.Select(v => v.Value!.GetValue<string>()),
        JsonArray values => values.Select(v => v!.GetValue<string>()),
        _ => [],
    };
}
