using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Cockpit.Figures;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>Figures of pages as cells of reports.</summary>
internal sealed record ReportWords(Texts Texts, PlaceTime Time, int K)
{
    public ReportCell Cell(Cell? cell, bool isShare = false)
    {
        if (cell is null)
            return ReportCell.Of(Texts[FigurePhrases.NoFigure]);
        var lineage = Lineage(cell.Lineage);
        return cell.State switch
        {
            "published" => isShare ? ReportCell.Share(cell.Value, lineage) : ReportCell.Figure(cell.Value, lineage),
            "empty" => ReportCell.Of(Texts[FigurePhrases.NoFigure]),
            _ => Hidden(cell.Decision),
        };
    }

    public ReportCell Number(FigureState state, double? number, Lineage lineage) => state switch
    {
        FigureState.Published => ReportCell.Figure(number, Lineage(lineage)),
        FigureState.Empty => number is null ? ReportCell.Of(Texts[FigurePhrases.NoFigure]) : ReportCell.Figure(number, Lineage(lineage)),
        _ => Hidden(state),
    };

    public ReportCell Hidden(FigureState state) => ReportCell.Of(Texts[ReportPhrases.Suppressed], state switch
    {
        FigureState.DominatedByOne => Texts[ReportPhrases.Dominated],
        FigureState.Complementary => Texts[ReportPhrases.Complementary, K],
        _ => Texts[ReportPhrases.TooFew, K],
    });

    /// <returns>The lineage as the page's note says it, in one sentence.</returns>
    public string Lineage(Lineage lineage)
    {
        var rule = LineageRules.Find(lineage.Rule);
        return Texts[
            ReportPhrases.LineageOf,
            rule is null ? lineage.Formula : Texts[rule.Formula],
            rule is null ? lineage.Inputs : Texts[rule.Inputs],
            Phrases.BasisOf(lineage.Basis) is { } basis ? Texts[basis] : lineage.Basis,
            Time.Full(lineage.From),
            Time.Full(lineage.To),
            lineage.Coverage is { } coverage ? NumberText.Percent(coverage) : Texts[Phrases.NotApplicable]];
    }

    public IReadOnlyList<ReportColumn> Columns(params (Phrase Name, bool IsFigure)[] columns) =>
        [.. columns.Select(column => new ReportColumn(Texts[column.Name], column.IsFigure))];
}
