using System.Text;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.FactoryFile.Writing;

/// <summary>Comma-separated values of RFC 4180, as spreadsheets read and write them.</summary>
public static class Csv
{
    /// <summary>One line, without its end.</summary>
    public static string Line(params IEnumerable<string> fields) => string.Join(',', fields.Select(Quoted));

    /// <summary>The rows as field by column name; the first line names the columns. Semicolons are taken as well, as some spreadsheets write them.</summary>
    /// <exception cref="CsvException">A quotation does not end.</exception>
    public static IEnumerable<(int Line, IReadOnlyDictionary<string, string> Row)> Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var number = 0;
        string[]? header = null;
        var separator = ',';
        while (reader.ReadLine() is { } text)
        {
            var line = ++number;
            // A quoted field may go on in the next line.
            while (text.Count(c => c == '"') % 2 != 0)
            {
                number++;
                text += '\n' + (reader.ReadLine() ?? throw new CsvException(SignalTableSentences.OpenQuotation.Of(line)));
            }

            if (text.Trim().Length == 0)
                continue;
            if (header is null)
            {
                separator = text.Contains(',', StringComparison.Ordinal) || !text.Contains(';', StringComparison.Ordinal) ? ',' : ';';
                header = [.. Fields(text.TrimStart('\uFEFF'), separator).Select(name => name.Trim())];
                continue;
            }

            var row = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            var fields = Fields(text, separator);
            for (var i = 0; i < Math.Min(header.Length, fields.Count); i++)
                row[header[i]] = fields[i].Trim();
            yield return (line, row);
        }
    }

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",;\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static List<string> Fields(string line, char separator)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(c);
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == separator && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}

/// <summary>A table that is none; the message says where.</summary>
public sealed class CsvException(Sentence said) : FormatException((said ?? throw new ArgumentNullException(nameof(said))).Text)
{
    /// <summary>The message.</summary>
    public Sentence Said => said;
}
