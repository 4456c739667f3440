using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>Figures of a period: of the city with its sectors and districts, or of one sector, or of one district.</summary>
internal sealed class FiguresReport(SheetStore sheets, FactoryRegistry registry, BrainOptions options, PlaceTime time) : IReportSource
{
    private readonly Periods _periods = new(options.Period, options.Grace);

    public string Id => "figures";

    public Phrase Title => ReportPhrases.Figures;

    public IReadOnlyList<string> Parameters { get; } = ["sector", "district", "period"];

    public async Task<ReportResult> BuildAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        var (sector, district) = (request["sector"], request["district"]);
        if (sector is not null && !registry.Sectors.Contains(sector))
            return ReportResult.Refused($"There is no sector '{sector}' in the register. There are: {string.Join(", ", registry.Sectors)}.");
        if (district is not null && !registry.Districts.Contains(district))
            return ReportResult.Refused($"There is no district '{district}' in the register. There are: {string.Join(", ", registry.Districts)}.");
        DateTimeOffset? period = null;
        if (request["period"] is { } text)
        {
            if (!DateTimeOffset.TryParse(text, out var asked) || _periods.StartOf(asked) != asked)
                return ReportResult.Refused($"'period' is '{text}': use the start of a period; /api/v1/periods lists them.");
            period = asked.ToUniversalTime();
        }

        var found = await sheets.ReadAsync(period, cancellationToken);
        var texts = request.Texts;
        var tables = Scopes(sector, district)
            .Select(scope => (Scope: scope, Rows: Rows(found, scope.Sector, scope.District, texts)))
            .Where(scope => scope.Rows.Count > 0)
            .Select(scope => new ReportTable(NameOf(texts, scope.Scope.Sector, scope.Scope.District), Columns(texts), scope.Rows))
            .ToList();
        return new ReportResult(new ReportDocument(texts[Title], time.Now, tables, tables.Count == 0 ? [texts[ReportPhrases.NoFigures]] : []));
    }

    private IEnumerable<(string? Sector, string? District)> Scopes(string? sector, string? district) => (sector, district) switch
    {
        (null, null) =>
        [
            (null, null),
            .. registry.Sectors.Select(name => ((string?)name, (string?)null)),
            .. registry.Districts.Select(name => ((string?)null, (string?)name)),
        ],
        (not null, null) => [(sector, null), .. registry.Districts.Select(name => ((string?)sector, (string?)name))],
        _ => [(sector, district)],
    };

    private List<IReadOnlyList<ReportCell>> Rows(IReadOnlyList<Sheet> found, string? sector, string? district, Texts texts) =>
        [.. from sheet in found
            let figure = sheet.Figures.FirstOrDefault(f => f.Sector == sector && f.District == district)
            where figure is not null && figure.State != FigureState.Empty
            select Row(sheet, figure, texts)];

    private IReadOnlyList<ReportCell> Row(Sheet sheet, Figure figure, Texts texts)
    {
        var lineage = texts[
            ReportPhrases.FigureLineage, time.Full(sheet.From), time.Full(sheet.To), time.ZoneText[3..],
            figure.Coverage is { } coverage ? NumberText.Percent(coverage) : NumberText.Of(null)];
        var count = texts[ReportPhrases.CountLineage, time.Full(sheet.From), time.Full(sheet.To), time.ZoneText[3..]];
        return
        [
            ReportCell.Of(sheet.Indicator),
            Shown(figure.State, figure.Mean, lineage, texts),
            ReportCell.Of(UnitText.Of(sheet.Unit)),
            Shown(figure.State, figure.Insights, count, texts),
            Shown(figure.State, figure.Enterprises, count, texts),
            .. SheetBuilder.Levels.Select(level => figure.Levels[level]).Select(level => Shown(level.State, level.Insights, count, texts)),
        ];
    }

    private ReportCell Shown(FigureState state, double? number, string lineage, Texts texts) =>
        ReportWords.Reason(texts, state, options.K) is { } reason
            ? ReportCell.Of(texts[ReportPhrases.Suppressed], texts[ReportPhrases.SuppressedOf, reason])
            : ReportCell.Figure(number, lineage);

    private static IReadOnlyList<ReportColumn> Columns(Texts texts) =>
    [
        new ReportColumn(texts[ReportPhrases.Indicator]),
        new ReportColumn(texts[ReportPhrases.Mean], IsFigure: true),
        new ReportColumn(texts[ReportPhrases.Unit]),
        new ReportColumn(texts[ReportPhrases.Insights], IsFigure: true),
        new ReportColumn(texts[ReportPhrases.Enterprises], IsFigure: true),
        new ReportColumn(texts[ReportPhrases.LevelNone], IsFigure: true),
        new ReportColumn(texts[ReportPhrases.LevelOk], IsFigure: true),
        new ReportColumn(texts[ReportPhrases.LevelWarning], IsFigure: true),
        new ReportColumn(texts[ReportPhrases.LevelAlarm], IsFigure: true),
    ];

    private static string NameOf(Texts texts, string? sector, string? district) => (sector, district) switch
    {
        (null, null) => texts[ReportPhrases.City],
        (not null, null) => WorkPhrases.SectorOf(texts, sector),
        (null, not null) => district,
        _ => $"{WorkPhrases.SectorOf(texts, sector)} · {district}",
    };
}
