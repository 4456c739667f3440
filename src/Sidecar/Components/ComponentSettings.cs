using System.Globalization;
using Jinan.IndustryBrain.Sidecar.Secrets;

namespace Jinan.IndustryBrain.Sidecar.Components;

/// <summary>A component's metadata with secrets and environment resolved; faults go to a list, with file and line.</summary>
internal sealed class ComponentSettings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly ComponentDefinition _definition;
    private readonly List<string> _faults;

    public ComponentSettings(ComponentDefinition definition, IReadOnlyDictionary<string, SecretStore> secretStores, List<string> faults, params ReadOnlySpan<string> known)
    {
        _definition = definition;
        _faults = faults;
        foreach (var setting in definition.Settings)
        {
            if (!known.Contains(setting.Name, StringComparer.OrdinalIgnoreCase))
                Fault($"metadata '{setting.Name}' is not known to {definition.Type} here; known are {string.Join(", ", known)}");
            else if (Resolve(setting, secretStores) is { } value && !_values.TryAdd(setting.Name, value))
                Fault($"metadata '{setting.Name}' is given twice");
        }
    }

    public IReadOnlyDictionary<string, string> Values => _values;

    public string Text(string name, string fallback) => _values.GetValueOrDefault(name, fallback);

    public long Number(string name, long fallback, long least, long most)
    {
        if (!_values.TryGetValue(name, out var text))
            return fallback;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Fault($"metadata '{name}' is '{text}'; it must be a whole number from {least} to {most}");
        return fallback;
    }

    public TimeSpan Duration(string name, TimeSpan fallback)
    {
        if (!_values.TryGetValue(name, out var text))
            return fallback;
        if (DurationText.TryParse(text, out var duration))
            return duration;
        Fault($"metadata '{name}' is '{text}'; write it like 500ms, 5s, 1m or 1h");
        return fallback;
    }

    public void Fault(string message) => _faults.Add($"component '{_definition.Name}': {message}");

    private string? Resolve(ComponentSetting setting, IReadOnlyDictionary<string, SecretStore> secretStores)
    {
        if (setting.Variable is { } variable)
        {
            if (Environment.GetEnvironmentVariable(variable) is { } fromEnvironment)
                return fromEnvironment;
            Fault($"metadata '{setting.Name}': the environment variable {variable} (envRef) is not set");
            return null;
        }
        if (setting.SecretName is not { } secret)
            return setting.Value ?? "";
        if (_definition.SecretStore is not { } storeName || !secretStores.TryGetValue(storeName, out var store))
        {
            Fault($"metadata '{setting.Name}' is a secretKeyRef; auth.secretStore must name a loaded secret store, and '{_definition.SecretStore}' is none");
            return null;
        }
        // A store of single values has one key a secret, of the same name; nested files name it by path.
        var found = store.Find(secret) ?? (setting.SecretKey is null ? null : store.Find($"{secret}:{setting.SecretKey}"));
        if (found is null)
            Fault($"metadata '{setting.Name}': secret '{secret}' is not in secret store '{storeName}'");
        return found;
    }
}

internal static class SpanSearch
{
    public static bool Contains(this ReadOnlySpan<string> names, string name, StringComparer comparer)
    {
        foreach (var candidate in names)
            if (comparer.Equals(candidate, name))
                return true;
        return false;
    }
}
