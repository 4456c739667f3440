namespace Jinan.IndustryBrain.Sidecar.Secrets;

/// <summary>Secrets by name. Loaded at start: a changed file takes a restart, as with daprd.</summary>
internal abstract class SecretStore(string name)
{
    public string Name { get; } = name;

    public abstract string? Find(string key);

    public abstract IReadOnlyDictionary<string, string> All();
}

/// <summary><c>secretstores.local.env</c>: this process's environment, without what is Dapr's own.</summary>
internal sealed class EnvironmentSecretStore(string name) : SecretStore(name)
{
    public override string? Find(string key) => IsHidden(key) ? null : Environment.GetEnvironmentVariable(key);

    public override IReadOnlyDictionary<string, string> All() =>
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(entry => !IsHidden((string)entry.Key))
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");

    // Tokens of other applications stand in this process's environment when they override the configuration file.
    private static bool IsHidden(string key) =>
        key.StartsWith("SIDECAR_", StringComparison.OrdinalIgnoreCase) || key is "APP_API_TOKEN" or "DAPR_API_TOKEN";
}
