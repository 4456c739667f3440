using System.Globalization;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.OpcUa.Encoding;
using YamlDotNet.RepresentationModel;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>
/// Reads the keys of one YAML mapping. Each fault is noted with its line and reading goes on, so that a person sees all of
/// them at once. <see cref="Finish"/> complains about the keys that nobody asked for.
/// </summary>
internal sealed class YamlFields
{
    private readonly Dictionary<string, YamlNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];
    private readonly ReadingNotes _notes;
    private readonly string _path;

    private YamlFields(YamlMappingNode mapping, string path, ReadingNotes notes)
    {
        _path = path;
        _notes = notes;
        Line = (int)mapping.Start.Line;
        notes.Lines[path] = Line;
        foreach (var (key, value) in mapping.Children)
        {
            var name = key is YamlScalarNode scalar ? scalar.Value ?? "" : key.ToString();
            _nodes[name] = value;
            notes.Lines[PathOf(name)] = (int)value.Start.Line;
        }
    }

    /// <summary>Where the mapping begins.</summary>
    public int Line { get; }

    /// <summary>The fields of a node; null, with a fault, where it is no mapping.</summary>
    public static YamlFields? Of(YamlNode node, string path, ReadingNotes notes)
    {
        if (node is YamlMappingNode mapping)
            return new YamlFields(mapping, path, notes);
        notes.Faults.Add(new ConfigurationFault((int)node.Start.Line, path, FactoryFileSentences.KeysExpected.Of()));
        return null;
    }

    public void Fault(string key, Sentence said) => _notes.Faults.Add(new ConfigurationFault(LineOf(key), PathOf(key), said));

    public int LineOf(string key) => _nodes.TryGetValue(key, out var node) ? (int)node.Start.Line : Line;

    public string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    /// <summary>Text that must be there.</summary>
    public string? Required(string key, string example)
    {
        var text = Optional(key);
        if (text is null && !_nodes.ContainsKey(key))
            Fault(key, FactoryFileSentences.Missing.Of(key, example));
        return text;
    }

    /// <summary>Text; null where it is not there or (with a fault) is no text.</summary>
    public string? Optional(string key)
    {
        if (Take(key) is not { } node)
            return null;
        if (node is YamlScalarNode { Value.Length: > 0 } scalar)
            return scalar.Value;
        Fault(key, FactoryFileSentences.TextExpected.Of());
        return null;
    }

    /// <summary>A name of the house: it becomes part of file names, signal names and queries.</summary>
    public string? Identifier(string key, string example)
    {
        var text = Required(key, example);
        if (text is null || FactoryFileReader.IsIdentifier(text))
            return text;
        Fault(key, FactoryFileSentences.BadIdentifier.Of(text));
        return null;
    }

    /// <summary>A node id that must be there.</summary>
    public ExpandedNodeId Node(string key, string example)
    {
        var id = ExpandedNodeId.Null;
        if (Required(key, example) is { } text && !ExpandedNodeId.TryParse(text, out id))
            Fault(key, FactoryFileSentences.BadNode.Of(text));
        return id;
    }

    /// <summary>True or false; false where it is not there.</summary>
    public bool Flag(string key)
    {
        var text = Optional(key);
        if (text is not (null or "true" or "false"))
            Fault(key, FactoryFileSentences.BadWord.Of(text, "true, false"));
        return text == "true";
    }

    /// <summary>Whether a file is not there yet and will be.</summary>
    public bool IsToCome(string path) => _notes.FilesToCome.Contains(path);

    /// <summary>Whether the key is there. It is not taken by this.</summary>
    public bool Has(string key) => _nodes.ContainsKey(key);

    /// <summary>A time such as 500ms, 2s, 5m or 1h.</summary>
    public TimeSpan Duration(string key, TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        if (Optional(key) is not { } text)
            return otherwise;
        if (!DurationText.TryParse(text, out var value))
            Fault(key, FactoryFileSentences.BadDuration.Of(text));
        else if (value < least || value > most)
            Fault(key, FactoryFileSentences.DurationOutside.Of(text, Show(least), Show(most)));
        else
            return value;
        return otherwise;
    }

    public uint Number(string key, uint otherwise, uint least, uint most)
    {
        if (Optional(key) is not { } text)
            return otherwise;
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Fault(key, FactoryFileSentences.BadNumber.Of(text, least, most));
        return otherwise;
    }

    /// <summary>One of the words of an enumeration, in lower case.</summary>
    public T Choice<T>(string key, T otherwise, bool required = false)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToArray();
        if ((required ? Required(key, words[0]) : Optional(key)) is not { } text)
            return otherwise;
        var index = Array.IndexOf(words, text);
        if (index >= 0)
            return Enum.GetValues<T>()[index];
        Fault(key, FactoryFileSentences.BadWord.Of(text, string.Join(", ", words)));
        return otherwise;
    }

    /// <summary>A mapping that may be left out.</summary>
    public YamlFields? Mapping(string key) => Take(key) is { } node ? Of(node, PathOf(key), _notes) : null;

    /// <summary>The value of a key as it stands; null where it is not there.</summary>
    public YamlNode? Take(string key)
    {
        _asked.Add(key);
        return _nodes.GetValueOrDefault(key);
    }

    /// <summary>The mappings of a list that must be there and hold something.</summary>
    public IEnumerable<YamlFields> Items(string key)
    {
        switch (Take(key))
        {
            case null:
                Fault(key, FactoryFileSentences.ListMissing.Of());
                yield break;
            case YamlSequenceNode { Children.Count: > 0 } list:
                for (var i = 0; i < list.Children.Count; i++)
                {
                    if (Of(list.Children[i], $"{PathOf(key)}[{i}]", _notes) is { } item)
                        yield return item;
                }

                yield break;
            default:
                Fault(key, FactoryFileSentences.ListExpected.Of());
                yield break;
        }
    }

    /// <summary>Complains about keys that have no meaning here.</summary>
    public void Finish()
    {
        foreach (var key in _nodes.Keys.Except(_asked))
            Fault(key, FactoryFileSentences.UnknownKey.Of(string.Join(", ", _asked.Distinct())));
    }

    private static string Show(TimeSpan value) => value switch
    {
        { TotalMilliseconds: < 1_000 } => $"{value.TotalMilliseconds}ms",
        { TotalSeconds: < 60 } => $"{value.TotalSeconds}s",
        { TotalMinutes: < 60 } => $"{value.TotalMinutes}m",
        _ => $"{value.TotalHours}h",
    };
}

/// <summary>What is noted while one file is read: its faults, and the lines of its keys by path.</summary>
internal sealed class ReadingNotes
{
    public List<ConfigurationFault> Faults { get; } = [];

    public Dictionary<string, int> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that are not there yet and will be.</summary>
    public IReadOnlyCollection<string> FilesToCome { get; init; } = [];
}
