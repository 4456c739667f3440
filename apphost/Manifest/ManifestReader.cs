using System.Text.Json;

namespace Jinan.IndustryBrain.AppHost.Manifest;

/// <summary>
/// Reads Aspire's deployment manifest (schema aspire-8.0 and what later versions write). Keys it does not know are passed over,
/// because tools write more than the schema says; what it needs and does not find is an error that names the resource.
/// </summary>
internal static class ManifestReader
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    public static AspireManifest ReadFile(string path)
    {
        string json;
        try
        {
            json = File.ReadAllText(path);
        }
        catch (IOException e)
        {
            throw new ManifestException($"The manifest {path} cannot be read: {e.Message} Run from a checkout, or pass --manifest.");
        }

        return Read(json, Path.GetDirectoryName(Path.GetFullPath(path))!, path);
    }

    public static AspireManifest Read(string json, string folder, string name = "aspire-manifest.json")
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("resources", out var resources)
                || resources.ValueKind != JsonValueKind.Object)
                throw new ManifestException($"{name}: there is no object 'resources' at the root. Is this an Aspire manifest?");
            var read = new Dictionary<string, Resource>(StringComparer.OrdinalIgnoreCase);
            foreach (var resource in resources.EnumerateObject())
                if (!read.TryAdd(resource.Name, ReadResource(resource.Name, resource.Value)))
                    throw new ManifestException($"{name}: the resource '{resource.Name}' is there twice. Rename one.");
            return new AspireManifest(folder, read);
        }
        catch (JsonException e)
        {
            throw new ManifestException(
                $"{name}, line {e.LineNumber + 1}: this is no JSON ({e.Message.Split(". ")[0]}). Mend it, or take the file from the repository.");
        }
    }

    private static Resource ReadResource(string name, JsonElement element)
    {
        var type = Text(element, "type") ?? throw Missing(name, "type");
        switch (type)
        {
            case "project.v0" or "project.v1":
                return new ProjectResource(
                    name, Text(element, "path") ?? throw Missing(name, "path"), Args(element), Env(element), Bindings(name, element));
            case "executable.v0":
                return new ExecutableResource(
                    name, Text(element, "command") ?? throw Missing(name, "command"), Text(element, "workingDirectory"),
                    Args(element), Env(element), Bindings(name, element));
            case "container.v0" or "container.v1":
                return new ContainerResource(name, Text(element, "image"), Bindings(name, element));
            case "parameter.v0":
                return ReadParameter(name, element);
            case "value.v0" or "annotated.string":
                return new ValueResource(name, Text(element, "value"), Text(element, "connectionString"));
            case "dapr.v0":
                return ReadDapr(name, element);
            case "dapr.component.v0":
                return new DaprComponentResource(
                    name,
                    element.TryGetProperty("daprComponent", out var component) ? Text(component, "type") ?? "" : throw Missing(name, "daprComponent"));
            default:
                return new UnknownResource(name, type);
        }
    }

    private static ParameterResource ReadParameter(string name, JsonElement element)
    {
        string? fixedDefault = null;
        int? generate = null;
        var secret = false;
        if (element.TryGetProperty("inputs", out var inputs) && inputs.TryGetProperty("value", out var input))
        {
            secret = input.TryGetProperty("secret", out var flag) && flag.ValueKind == JsonValueKind.True;
            if (input.TryGetProperty("default", out var fallback))
            {
                fixedDefault = Text(fallback, "value");
                if (fallback.TryGetProperty("generate", out var rule))
                    generate = rule.TryGetProperty("minLength", out var length) ? length.GetInt32() : 22;
            }
        }

        return new ParameterResource(
            name, Text(element, "value") ?? $"{{{name}.inputs.value}}", Text(element, "connectionString"), fixedDefault, secret, generate);
    }

    private static DaprResource ReadDapr(string name, JsonElement element)
    {
        if (!element.TryGetProperty("dapr", out var dapr))
            throw Missing(name, "dapr");
        var application = Text(dapr, "application") ?? throw Missing(name, "dapr.application");
        var components = dapr.TryGetProperty("components", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(c => c.GetString() ?? "").ToList()
            : [];
        return new DaprResource(name, application, Text(dapr, "appId") ?? application, components);
    }

    private static List<string> Args(JsonElement element) =>
        element.TryGetProperty("args", out var args) && args.ValueKind == JsonValueKind.Array
            ? [.. args.EnumerateArray().Select(a => a.GetString() ?? "")]
            : [];

    private static Dictionary<string, string> Env(JsonElement element) =>
        element.TryGetProperty("env", out var env) && env.ValueKind == JsonValueKind.Object
            ? env.EnumerateObject().ToDictionary(e => e.Name, e => e.Value.ToString(), StringComparer.Ordinal)
            : [];

    private static Dictionary<string, Binding> Bindings(string name, JsonElement element)
    {
        var bindings = new Dictionary<string, Binding>(StringComparer.OrdinalIgnoreCase);
        if (!element.TryGetProperty("bindings", out var list) || list.ValueKind != JsonValueKind.Object)
            return bindings;
        foreach (var entry in list.EnumerateObject())
            bindings[entry.Name] = new Binding(
                Text(entry.Value, "scheme") ?? throw Missing(name, $"bindings.{entry.Name}.scheme"),
                Text(entry.Value, "transport") ?? "tcp",
                Port(name, entry.Name, entry.Value, "port"),
                Port(name, entry.Name, entry.Value, "targetPort"),
                entry.Value.TryGetProperty("external", out var external) && external.ValueKind == JsonValueKind.True);
        return bindings;
    }

    private static int? Port(string resource, string binding, JsonElement element, string key)
    {
        if (!element.TryGetProperty(key, out var port))
            return null;
        return port.ValueKind == JsonValueKind.Number && port.TryGetInt32(out var number) && number is > 0 and < 65536
            ? number
            : throw new ManifestException(
                $"The resource '{resource}' has bindings.{binding}.{key} = {port}: a port from 1 to 65535 is expected.");
    }

    private static string? Text(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static ManifestException Missing(string resource, string key) =>
        new($"The resource '{resource}' has no '{key}'. Add it to the manifest.");
}
