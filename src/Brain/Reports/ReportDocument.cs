using Jinan.IndustryBrain.Brain.Policy;
using Jinan.IndustryBrain.Screens.Figures;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>
/// What a page shows, as a document: the same answer, in the same words and numbers. A page that can be exported has an
/// <see cref="IReportSource"/> that makes this of it; Excel, PDF and JSON are made of this alone.
/// </summary>
/// <param name="Title">Of the page.</param>
/// <param name="At">When it was made.</param>
/// <param name="Tables">In the page's order.</param>
/// <param name="Notes">What holds for all of it, e.g. the passage of a plan.</param>
internal sealed record ReportDocument(string Title, DateTimeOffset At, IReadOnlyList<ReportTable> Tables, IReadOnlyList<string> Notes)
{
    /// <summary>Lineages by their numbers, from 1, in the order in which figures name them; each once.</summary>
    public IReadOnlyList<string> Footnotes { get; } =
        [.. Tables.SelectMany(table => table.Rows).SelectMany(row => row).Select(cell => cell.Lineage).OfType<string>().Distinct()];

    public int? NumberOf(ReportCell cell)
    {
        for (var i = 0; i < Footnotes.Count; i++)
        {
            if (Footnotes[i] == cell.Lineage)
                return i + 1;
        }

        return null;
    }
}

/// <param name="Rows">Each with a cell a column.</param>
internal sealed record ReportTable(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<ReportCell>> Rows);

/// <param name="IsFigure">Numbers: set to the right.</param>
internal sealed record ReportColumn(string Title, bool IsFigure = false);

/// <summary>A cell as the page shows it.</summary>
/// <param name="Text">What is read.</param>
/// <param name="Number">The figure itself, not rounded; null for text, and for what is not known or not shown.</param>
/// <param name="IsShare">The number is a part of one, and shown in percent.</param>
/// <param name="Lineage">Where it comes from, in words; becomes a footnote.</param>
internal sealed record ReportCell(string Text, double? Number = null, bool IsShare = false, string? Lineage = null)
{
    public static ReportCell Empty { get; } = new("");

    public static ReportCell Of(string? text, string? lineage = null) => new(text ?? "", Lineage: lineage);

    /// <summary>As <see cref="NumberText"/> writes it on the page; a dash where there is none.</summary>
    public static ReportCell Figure(double? number, string? lineage = null) =>
        new(NumberText.Of(number), number, Lineage: number is null ? null : lineage);

    public static ReportCell Share(double? share, string? lineage = null) =>
        new(share is { } part ? ShareText.Of(part) : NumberText.Of(null), share, IsShare: true, Lineage: share is null ? null : lineage);
}
