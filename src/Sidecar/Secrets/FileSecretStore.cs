using System.Text.Json;

namespace Jinan.IndustryBrain.Sidecar.Secrets;

/// <summary><c>secretstores.local.file</c>: a JSON file; nested values are named by their path, joined by a separator.</summary>
internal sealed class FileSecretStore : SecretStore
{
    private readonly Dictionary<string, string> _secrets = [];

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is no JSON object.</exception>
    public FileSecretStore(string name, string file, string separator)
        : base(name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("the file must hold one JSON object");
        Flatten("", separator, document.RootElement);
    }

    public override string? Find(string key) => _secrets.GetValueOrDefault(key);

    public override IReadOnlyDictionary<string, string> All() => _secrets;

    private void Flatten(string path, string separator, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Flatten(path.Length == 0 ? member.Name : path + separator + member.Name, separator, member.Value);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                    Flatten($"{path}{separator}{index++}", separator, item);
                break;
            default:
                _secrets[path] = element.ToString();
                break;
        }
    }
}
