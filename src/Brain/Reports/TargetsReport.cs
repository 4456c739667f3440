using System.Globalization;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Policy;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>The page of targets.</summary>
internal sealed class TargetsReport(PlanCycles cycles, TargetReader reader, PlaceTime time) : IReportSource
{
    public string Id => "targets";

    public Phrase Title => TargetPhrases.Targets;

    public IReadOnlyList<string> Parameters { get; } = ["cycle"];

    public async Task<ReportResult> BuildAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        if (cycles.Find(request["cycle"]) is not { } cycle)
            return ReportResult.Refused($"There is no plan cycle '{request["cycle"]}'. There are: {string.Join(", ", cycles.All.Select(c => c.Id))}.");
        var answer = await reader.ReadAsync(cycle, cancellationToken);
        var texts = request.Texts;
        return new ReportResult(new ReportDocument(
            $"{texts[Title]} · {texts[answer.Cycle.Name]}", time.Now, [TableOf(answer, texts, time)], NotesOf(answer.Cycle, texts)));
    }

    public static IReadOnlyList<string> NotesOf(CycleAnswer cycle, Texts texts) =>
    [
        texts[cycle.IsClosed ? TargetPhrases.ClosedAt : TargetPhrases.OpenUntil, Day(cycle.Closes)],
        texts[cycle.Document],
        cycle.Text,
    ];

    public static ReportTable TableOf(TargetsAnswer answer, Texts texts, PlaceTime time) => new(
        texts[TargetPhrases.Targets],
        [
            new ReportColumn(texts[TargetPhrases.Indicator]),
            new ReportColumn(texts[ReportPhrases.Unit]),
            new ReportColumn(texts[TargetPhrases.Target], IsFigure: true),
            new ReportColumn(texts[answer.Cycle.IsClosed ? TargetPhrases.FinalValue : TargetPhrases.NewestValue], IsFigure: true),
            new ReportColumn(texts[TargetPhrases.AsOf]),
            new ReportColumn(texts[TargetPhrases.Kind]),
            new ReportColumn(texts[TargetPhrases.Gap], IsFigure: true),
            new ReportColumn(texts[TargetPhrases.Share], IsFigure: true),
            new ReportColumn(texts[TargetPhrases.Change], IsFigure: true),
            new ReportColumn(texts[ReportPhrases.Compared], IsFigure: true),
        ],
        [.. answer.Targets.Select(target => Row(target, texts, time))]);

    /// <returns>Where a value comes from, as the page's lineage and the footnote say it.</returns>
    public static string LineageOf(TargetValue value, Texts texts, PlaceTime time) => texts[
        ReportPhrases.ValueLineage, texts[TargetPhrases.ValueFormula], texts[TargetPhrases.OfKind(value.Kind)], value.Source,
        Day(value.SourceDate), value.FileName, value.Line, value.Digest, value.ImportedBy, time.Full(value.ImportedAt)];

    private static IReadOnlyList<ReportCell> Row(TargetAnswer target, Texts texts, PlaceTime time) =>
    [
        ReportCell.Of(texts[target.Name]),
        ReportCell.Of(texts[target.Unit]),
        ReportCell.Figure(target.Target, texts[ReportPhrases.TargetLineage, target.Clause]),
        target.Value is { } value
            ? ReportCell.Figure(value.Value, LineageOf(value, texts, time))
            : ReportCell.Of(texts[TargetPhrases.NoValue]),
        ReportCell.Of(target.Value is null ? "" : Day(target.Value.AsOf)),
        ReportCell.Of(target.Value is null ? "" : texts[TargetPhrases.OfKind(target.Value.Kind)]),
        ReportCell.Figure(target.Gap, texts[TargetPhrases.GapFormula]),
        ReportCell.Share(target.Share, texts[TargetPhrases.ShareFormula]),
        ReportCell.Figure(target.Change, texts[TargetPhrases.ChangeFormula]),
        target.Compared is { } compared
            ? ReportCell.Figure(compared.Value, texts[
                ReportPhrases.ComparedLineage, texts[compared.Formula], time.Full(compared.From), time.Full(compared.To)])
            : ReportCell.Empty,
    ];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
