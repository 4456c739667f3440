namespace Jinan.IndustryBrain.Brain.Policy.Import;

/// <summary>A file's rows as they stand there.</summary>
/// <param name="Rows">Without rows that are all empty.</param>
internal sealed record Table(IReadOnlyList<TableRow> Rows)
{
    public const int MostRows = 5000;
    public const int MostColumns = 50;
}

/// <param name="Line">As the program shows it that people open the file with; from 1.</param>
internal sealed record TableRow(int Line, IReadOnlyList<TableCell> Cells)
{
    public TableCell this[int column] => column < Cells.Count ? Cells[column] : TableCell.Empty;
}

/// <summary>A cell: its text, and what the file itself says that it is.</summary>
/// <param name="Number">Where the file holds a number.</param>
/// <param name="Day">Where the file holds a date.</param>
/// <param name="Error">Where the file holds an error, e.g. <c>#REF!</c>.</param>
internal readonly record struct TableCell(string Text, decimal? Number = null, DateOnly? Day = null, bool Error = false)
{
    public static TableCell Empty { get; } = new("");

    public bool IsEmpty => Text.Length == 0 && Number is null && Day is null;

    /// <returns>A, B, ... Z, AA, as spreadsheets name columns.</returns>
    public static string ColumnName(int index)
    {
        var name = "";
        for (var rest = index + 1; rest > 0; rest = (rest - 1) / 26)
            name = (char)('A' + ((rest - 1) % 26)) + name;
        return name;
    }
}

/// <summary>A file that cannot be read as a table at all.</summary>
internal sealed class TableException(ImportFault fault) : Exception(fault.Text.English)
{
    public ImportFault Fault { get; } = fault;
}
