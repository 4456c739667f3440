using System.Globalization;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Policy;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>The page of one indicator: every value that was ever imported for it.</summary>
internal sealed class TargetReport(PlanCycles cycles, TargetReader reader, PlaceTime time) : IReportSource
{
    public string Id => "target";

    public Phrase Title => TargetPhrases.AllValues;

    public IReadOnlyList<string> Parameters { get; } = ["indicator", "cycle"];

    public async Task<ReportResult> BuildAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        if (cycles.Find(request["cycle"]) is not { } cycle)
            return ReportResult.Refused($"There is no plan cycle '{request["cycle"]}'. There are: {string.Join(", ", cycles.All.Select(c => c.Id))}.");
        var asked = request["indicator"] ?? cycle.Indicators[0].Id;
        if (cycle.Indicators.FirstOrDefault(i => i.Id == asked) is not { } indicator)
            return ReportResult.Refused($"The cycle has no indicator '{asked}'. There are: {string.Join(", ", cycle.Indicators.Select(i => i.Id))}.");
        var detail = await reader.ReadAsync(cycle, indicator, cancellationToken);
        var texts = request.Texts;
        var values = new ReportTable(
            texts[TargetPhrases.AllValues],
            [
                new ReportColumn(texts[TargetPhrases.AsOf]), new ReportColumn(texts[TargetPhrases.Value], IsFigure: true),
                new ReportColumn(texts[ReportPhrases.Unit]), new ReportColumn(texts[TargetPhrases.Kind]), new ReportColumn(texts[TargetPhrases.SourceWord]),
                new ReportColumn(texts[TargetPhrases.Superseded]), new ReportColumn(texts[TargetPhrases.Note]),
            ],
            [.. detail.Values.Select(value => (IReadOnlyList<ReportCell>)
            [
                ReportCell.Of(value.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                ReportCell.Figure(value.Value, TargetsReport.LineageOf(value, texts, time)),
                ReportCell.Of(texts[indicator.Unit]),
                ReportCell.Of(texts[TargetPhrases.OfKind(value.Kind)]),
                ReportCell.Of(value.Source),
                ReportCell.Of(value.IsSuperseded ? texts[TargetPhrases.Superseded] : ""),
                ReportCell.Of(value.Note),
            ])]);
        return new ReportResult(new ReportDocument(
            texts[indicator.Name],
            time.Now,
            [TargetsReport.TableOf(new TargetsAnswer(detail.Cycle, time.Today(), [detail.Target]), texts, time), values],
            TargetsReport.NotesOf(detail.Cycle, texts)));
    }
}
