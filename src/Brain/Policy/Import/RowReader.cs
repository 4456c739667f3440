using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Policy.Import;

/// <summary>One row by the names of its columns; what is wrong with it goes to the list.</summary>
internal sealed class RowReader(TableRow row, IReadOnlyDictionary<ImportColumn, (int Index, string Heading)> columns, List<ImportFault> faults)
{
    public int Line => row.Line;

    public TableCell this[ImportColumn column] => columns.TryGetValue(column, out var found) ? row[found.Index] : TableCell.Empty;

    public string? Needed(ImportColumn column, int longest)
    {
        if (Optional(column, longest) is { } text)
            return text;
        if (this[column].IsEmpty)
            Fault(column, TargetPhrases.CellMissing);
        return null;
    }

    public string? Optional(ImportColumn column, int longest)
    {
        var cell = this[column];
        if (cell.IsEmpty)
            return null;
        if (cell.Error)
            Fault(column, TargetPhrases.CellError, cell.Text);
        else if (cell.Text.Length > longest || cell.Text.Any(char.IsControl))
            Fault(column, TargetPhrases.CellText, longest);
        else
            return cell.Text;
        return null;
    }

    public void Fault(ImportColumn column, Phrase text, params object?[] values)
    {
        var place = columns.TryGetValue(column, out var found) ? $"{TableCell.ColumnName(found.Index)} ({found.Heading})" : "";
        faults.Add(new ImportFault(row.Line, place, text, values));
    }

    public T? Fault<T>(ImportColumn column, Phrase text, params object?[] values)
        where T : struct
    {
        Fault(column, text, values);
        return null;
    }
}
