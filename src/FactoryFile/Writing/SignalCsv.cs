using System.Text;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.FactoryFile.Writing;

/// <summary>Signals as rows of a table, for spreadsheets and back.</summary>
public static class SignalCsv
{
    private static readonly string[] Header = ["node", "path", "asset", "name", "type", "unit", "sampling", "deadband"];

    /// <summary>A table that <see cref="Read"/> takes.</summary>
    public static string Write(IEnumerable<FoundSignal> signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        var text = new StringBuilder(Csv.Line(Header)).Append("\r\n");
        foreach (var signal in signals)
        {
            text.Append(Csv.Line(
                signal.Node, signal.Path, signal.Asset ?? "", signal.Name ?? "", signal.Type, signal.Unit, signal.Sampling ?? "", signal.Deadband ?? ""));
            text.Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>
    /// The rows of a table: <c>node</c>, and <c>type</c> (double, int64, text) or <c>dataType</c>; where they are given
    /// <c>path</c>, <c>asset</c>, <c>name</c>, <c>unit</c>, <c>sampling</c>, <c>deadband</c>. As 'brain opcua browse --csv' writes them too.
    /// </summary>
    /// <param name="reader">The table.</param>
    /// <param name="isWanted">Tells by a row's path whether it is taken.</param>
    public static CsvResult Read(TextReader reader, Func<string, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(isWanted);
        var result = new CsvResult([], [], []);
        try
        {
            foreach (var (line, row) in Csv.Read(reader))
            {
                var node = row.GetValueOrDefault("node", "");
                if (!ExpandedNodeId.TryParse(node, out _))
                    result.Faults.Add(SignalTableSentences.BadNode.Of(line, node));
                else if (row.GetValueOrDefault("path", node) is var path && isWanted(path))
                    Take(result, line, row, node, path);
            }
        }
        catch (CsvException e)
        {
            result.Faults.Add(e.Said);
        }

        return result;
    }

    private static void Take(CsvResult result, int line, IReadOnlyDictionary<string, string> row, string node, string path)
    {
        var type = row.GetValueOrDefault("type");
        if (type is { Length: 0 })
        {
            result.Left.Add(row.GetValueOrDefault("dataType") is { } unkept
                ? SignalTableSentences.LeftOut.Of(unkept, path, node)
                : SignalTableSentences.LeftOutWithoutType.Of(path, node));
            return;
        }

        if (type is null)
        {
            var rank = int.TryParse(row.GetValueOrDefault("valueRank", "-1"), out var number) ? number : -1;
            var dataType = row.GetValueOrDefault("dataType", "");
            if (!Enum.TryParse<BuiltInType>(dataType, ignoreCase: true, out var builtIn))
            {
                result.Faults.Add(SignalTableSentences.UnknownDataType.Of(line, dataType));
                return;
            }

            if (SignalTypes.For(builtIn, rank) is not { } column)
            {
                result.Left.Add(SignalTableSentences.LeftOut.Of(dataType + (rank >= 1 ? "[]" : ""), path, node));
                return;
            }

            type = SignalTypes.Word(column);
        }

        result.Signals.Add(new FoundSignal(node, path, type, row.GetValueOrDefault("unit", ""))
        {
            Asset = NullIfEmpty(row.GetValueOrDefault("asset")),
            Name = NullIfEmpty(row.GetValueOrDefault("name")),
            Sampling = NullIfEmpty(row.GetValueOrDefault("sampling")),
            Deadband = NullIfEmpty(row.GetValueOrDefault("deadband")),
        });
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>What came of reading a table.</summary>
/// <param name="Signals">The rows that can be used.</param>
/// <param name="Left">Rows whose values no column can hold.</param>
/// <param name="Faults">What is wrong, with its line.</param>
public sealed record CsvResult(List<FoundSignal> Signals, List<Sentence> Left, List<Sentence> Faults);
