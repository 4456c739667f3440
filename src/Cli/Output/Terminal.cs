using Spectre.Console;

namespace Jinan.IndustryBrain.Cli.Output;

/// <summary>Tables with colour on a terminal, and as aligned plain text elsewhere.</summary>
internal static class Terminal
{
    public static bool IsInteractive => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    /// <param name="colour">A Spectre colour for the cell at (row, column), or null.</param>
    public static void WriteTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, Func<int, int, string?>? colour = null)
    {
        if (!IsInteractive)
        {
            WritePlain(columns, rows);
            return;
        }

        var table = new Table().RoundedBorder().AddColumns([.. columns]);
        for (var r = 0; r < rows.Count; r++)
            table.AddRow([.. rows[r].Select((cell, c) => Cell(cell, colour?.Invoke(r, c)))]);
        AnsiConsole.Write(table);
    }

    private static Markup Cell(string text, string? colour) =>
        new(colour is null ? Markup.Escape(text) : $"[{colour}]{Markup.Escape(text)}[/]");

    private static void WritePlain(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var all = rows.Prepend(columns).ToList();
        var widths = Enumerable.Range(0, columns.Count).Select(c => all.Max(r => r[c].Length)).ToList();
        foreach (var row in all)
            Console.WriteLine(string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
    }
}
