using System.Globalization;
using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Policy;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>The monthly brief: sectors, warnings, tasks and targets of one month.</summary>
internal sealed class BriefReport(
    BriefStore store, PlanCycles cycles, TargetReader targets, FactoryRegistry registry, BrainOptions options, PlaceTime time) : IReportSource
{
    private const string MonthForm = "yyyy-MM";

    public string Id => "brief";

    public Phrase Title => ReportPhrases.Brief;

    public IReadOnlyList<string> Parameters { get; } = ["month"];

    public async Task<ReportResult> BuildAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        var today = time.Today();
        var current = new DateOnly(today.Year, today.Month, 1);
        var month = current.AddMonths(-1);
        if (request["month"] is { } text && !DateOnly.TryParseExact(text, MonthForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out month))
            return ReportResult.Refused($"'month' is '{text}': write it as {current.ToString(MonthForm, CultureInfo.InvariantCulture)}.");
        if (month > current)
            return ReportResult.Refused($"The month {month.ToString(MonthForm, CultureInfo.InvariantCulture)} has not begun.");

        var texts = request.Texts;
        var cycle = await targets.ReadAsync(cycles.All[0], cancellationToken);
        return new ReportResult(new ReportDocument(
            texts[ReportPhrases.BriefOf, month.ToString(MonthForm, CultureInfo.InvariantCulture)],
            time.Now,
            [
                Sectors(await store.LastSheetsAsync(month, cancellationToken), month, texts),
                Warnings(await store.WarningsAsync(month, cancellationToken), texts),
                Tasks(await store.TasksAsync(month, cancellationToken), texts),
                TargetsReport.TableOf(cycle, texts, time),
            ],
            [.. month == current ? new[] { texts[ReportPhrases.OpenMonth] } : [], .. TargetsReport.NotesOf(cycle.Cycle, texts)]));
    }

    private ReportTable Sectors(IReadOnlyList<Sheet> sheets, DateOnly month, Texts texts)
    {
        var days = Math.Min(DateTime.DaysInMonth(month.Year, month.Month), Math.Max(0, time.Today().DayNumber - month.DayNumber + 1));
        var rows =
            from sector in registry.Sectors.Select(name => (string?)name).Prepend(null)
            from sheet in sheets.GroupBy(sheet => (sheet.Indicator, sheet.Unit)).OrderBy(same => same.Key)
            let figures = sheet.SelectMany(one => one.Figures.Where(figure => figure.Sector == sector && figure.District is null)
                .Select(figure => (one.To, Figure: figure))).ToList()
            where figures.Any(entry => entry.Figure.State != FigureState.Empty)
            select SectorRow(sector, sheet.Key.Indicator, sheet.Key.Unit, figures, days, texts);
        return new ReportTable(
            texts[ReportPhrases.BriefSectors],
            [
                new ReportColumn(texts[ReportPhrases.Sector]),
                new ReportColumn(texts[ReportPhrases.Indicator]),
                new ReportColumn(texts[ReportPhrases.Mean], IsFigure: true),
                new ReportColumn(texts[ReportPhrases.Unit]),
                new ReportColumn(texts[ReportPhrases.Days], IsFigure: true),
            ],
            [.. rows]);
    }

    // A mean of what was published tells no more than what was published.
    private IReadOnlyList<ReportCell> SectorRow(
        string? sector, string indicator, string unit, IReadOnlyList<(DateTimeOffset To, Figure Figure)> figures, int days, Texts texts)
    {
        var words = new ReportWords(texts, time, options.K);
        var published = figures.Where(entry => entry.Figure is { State: FigureState.Published, Mean: not null }).ToList();
        var mean = published.Count > 0
            ? ReportCell.Figure(
                published.Average(entry => entry.Figure.Mean!.Value),
                texts[ReportPhrases.BriefLineage, published.Count, days, time.Full(published.Max(entry => entry.To))])
            : words.Hidden(figures.Select(entry => entry.Figure.State).First(state => state != FigureState.Empty));
        return
        [
            ReportCell.Of(texts.Sector(sector)),
            ReportCell.Of(texts.Indicator(indicator)),
            mean,
            ReportCell.Of(UnitText.Of(unit)),
            ReportCell.Figure(published.Count),
        ];
    }

    private ReportTable Warnings(WarningCounts? counts, Texts texts)
    {
        var words = new ReportWords(texts, time, options.K);
        var lineage = texts[ReportPhrases.WarningLineage, options.K];
        var rows = counts is null
            ? [[ReportCell.Of(texts.Sector(null)), ReportCell.Of(texts[ReportPhrases.NotBeforeEnd])]]
            : counts.Counts.Select(count => (IReadOnlyList<ReportCell>)
            [
                ReportCell.Of(texts.Sector(count.Sector)),
                count.Count is null ? words.Hidden(count.State) : ReportCell.Figure(count.Count, lineage),
            ]).ToList();
        return new ReportTable(
            texts[ReportPhrases.BriefWarnings],
            [new ReportColumn(texts[ReportPhrases.Sector]), new ReportColumn(texts[ReportPhrases.Count], IsFigure: true)],
            rows);
    }

    private ReportTable Tasks(TaskCounts counts, Texts texts)
    {
        var lineage = texts[ReportPhrases.TaskLineage, time.Full(counts.Until)];
        (Phrase Name, int Count)[] lines =
        [
            (ReportPhrases.TasksCreated, counts.Created), (ReportPhrases.TasksClosed, counts.Closed),
            (ReportPhrases.TasksOpen, counts.Open), (ReportPhrases.TasksOverdue, counts.Overdue),
        ];
        return new ReportTable(
            texts[ReportPhrases.BriefTasks],
            [new ReportColumn(texts[ReportPhrases.Tasks]), new ReportColumn(texts[ReportPhrases.Count], IsFigure: true)],
            [.. lines.Select(line => (IReadOnlyList<ReportCell>)[ReportCell.Of(texts[line.Name]), ReportCell.Figure(line.Count, lineage)])]);
    }
}
