using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Jinan.IndustryBrain.Sidecar.Components;

/// <summary>One YAML document of a file, read by hand so that each fault names its file and line.</summary>
internal sealed class YamlFields(string file, YamlMappingNode node, List<string> faults)
{
    public static IEnumerable<YamlFields> ReadAll(string file, List<string> faults)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(file);
            stream.Load(reader);
        }
        // The parser answers some malformed input with InvalidOperationException.
        catch (Exception e) when (e is YamlException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            var line = e is YamlException yaml ? $":{yaml.Start.Line}" : "";
            faults.Add($"{Path.GetFileName(file)}{line}: this is no YAML that can be read: {e.Message}");
            yield break;
        }
        foreach (var document in stream.Documents)
        {
            if (document.RootNode is YamlMappingNode mapping)
                yield return new(Path.GetFileName(file), mapping, faults);
            else if (document.RootNode is not YamlScalarNode { Value: null or "" })
                faults.Add($"{Path.GetFileName(file)}:{document.RootNode.Start.Line}: a resource is a mapping with apiVersion, kind, metadata and spec");
        }
    }

    public void Fault(string message, string? key = null)
    {
        var line = key is not null && node.Children.TryGetValue(key, out var child) ? child.Start.Line : node.Start.Line;
        faults.Add($"{file}:{line}: {message}");
    }

    public IEnumerable<string> Keys => node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    public bool Has(string key) => node.Children.ContainsKey(key);

    /// <summary>A scalar as text; null when it is absent.</summary>
    public string? Text(string key)
    {
        if (!node.Children.TryGetValue(key, out var child))
            return null;
        if (child is YamlScalarNode scalar)
            return scalar.Value ?? "";
        Fault($"{key} must be a single value", key);
        return null;
    }

    public string Required(string key)
    {
        var text = Text(key);
        if (string.IsNullOrWhiteSpace(text))
            Fault($"{key} is missing", key);
        return text ?? "";
    }

    public bool Flag(string key)
    {
        var text = Text(key);
        if (text is null || bool.TryParse(text, out var flag) && !flag)
            return false;
        if (!bool.TryParse(text, out flag))
            Fault($"{key} is '{text}'; it must be true or false", key);
        return flag;
    }

    public int? Number(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (int.TryParse(text, out var number))
            return number;
        Fault($"{key} is '{text}'; it must be a whole number", key);
        return null;
    }

    public YamlFields? Child(string key)
    {
        if (!node.Children.TryGetValue(key, out var child))
            return null;
        if (child is YamlMappingNode mapping)
            return new(file, mapping, faults);
        Fault($"{key} must be a mapping", key);
        return null;
    }

    /// <summary>The child, or an empty one that is reported as missing.</summary>
    public YamlFields RequiredChild(string key)
    {
        if (!node.Children.ContainsKey(key))
            Fault($"{key} is missing");
        return Child(key) ?? new(file, [], faults);
    }

    public IReadOnlyList<YamlFields> Children(string key)
    {
        if (!node.Children.TryGetValue(key, out var child))
            return [];
        if (child is YamlSequenceNode sequence && sequence.Children.All(item => item is YamlMappingNode))
            return [.. sequence.Children.Select(item => new YamlFields(file, (YamlMappingNode)item, faults))];
        Fault($"{key} must be a list of mappings", key);
        return [];
    }

    public IReadOnlyList<string>? Texts(string key)
    {
        if (!node.Children.TryGetValue(key, out var child))
            return null;
        if (child is YamlSequenceNode sequence && sequence.Children.All(item => item is YamlScalarNode))
            return [.. sequence.Children.Select(item => ((YamlScalarNode)item).Value ?? "")];
        Fault($"{key} must be a list of names", key);
        return null;
    }

    /// <summary>Reports keys that nobody reads: a misspelt one would otherwise be ignored in silence.</summary>
    public void Only(string what, params ReadOnlySpan<string> known)
    {
        foreach (var key in Keys)
            if (!known.Contains(key))
                Fault($"{what} has no '{key}'; known are {string.Join(", ", known)}", key);
    }
}
