using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Jinan.IndustryBrain.FactoryFile.Writing;

/// <summary>The lines of a YAML text, and what is put between them. The lines themselves are never changed.</summary>
internal sealed class TextLines
{
    private readonly string[] _lines;
    private readonly string _end;
    private readonly SortedDictionary<int, StringBuilder> _behind = [];

    public TextLines(string text)
    {
        _end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        _lines = text.ReplaceLineEndings("\n").Split('\n');
        if (_lines is [.., ""])
            _lines = _lines[..^1];
    }

    /// <summary>Puts entries behind the last one of a list, as far to the right as the others.</summary>
    /// <param name="list">A list in block style that is not empty.</param>
    /// <param name="entry">Gives the text, lines ended by a line feed, for the indent of the dashes.</param>
    public void AddBehind(YamlSequenceNode list, Func<string, string> entry)
    {
        var last = LastLineOf(list.Children[^1]);
        if (!_behind.TryGetValue(last, out var text))
            _behind[last] = text = new StringBuilder();
        // Two lists may end in the same line: what belongs to the inner one, which stands further to the right, comes first.
        var indent = IndentOf(list);
        var added = entry(indent);
        var place = 0;
        foreach (var line in text.ToString().Split('\n')[..^1])
        {
            if (line.Length - line.TrimStart().Length < indent.Length)
                break;
            place += line.Length + 1;
        }

        text.Insert(place, added);
    }

    /// <summary>Whether the line in which a node begins ends with a text.</summary>
    public bool EndsWith(YamlNode node, string text) => _lines[(int)node.Start.Line - 1].TrimEnd().EndsWith(text, StringComparison.Ordinal);

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var number = 1; number <= _lines.Length; number++)
        {
            text.Append(_lines[number - 1]).Append(_end);
            if (_behind.TryGetValue(number, out var added))
                text.Append(_end == "\n" ? added.ToString() : added.ToString().ReplaceLineEndings(_end));
        }

        return text.ToString();
    }

    private string IndentOf(YamlSequenceNode list)
    {
        // The dash may stand in a line above what it begins.
        for (var number = (int)list.Children[0].Start.Line; number > 0; number--)
        {
            var line = _lines[number - 1];
            if (line.TrimStart().StartsWith('-'))
                return line[..line.IndexOf('-', StringComparison.Ordinal)];
        }

        return "";
    }

    // A block mapping is told to end where the next thing begins: only its scalars know better.
    private static int LastLineOf(YamlNode node) => node switch
    {
        YamlMappingNode { Style: YamlDotNet.Core.Events.MappingStyle.Flow } mapping => (int)mapping.End.Line,
        YamlSequenceNode { Style: YamlDotNet.Core.Events.SequenceStyle.Flow } sequence => (int)sequence.End.Line,
        YamlMappingNode { Children.Count: > 0 } mapping => mapping.Children.Max(pair => Math.Max(LastLineOf(pair.Key), LastLineOf(pair.Value))),
        YamlSequenceNode { Children.Count: > 0 } sequence => sequence.Children.Max(LastLineOf),
        YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } scalar => (int)scalar.End.Line - (scalar.End.Column == 1 ? 1 : 0),
        _ => (int)node.End.Line,
    };
}
