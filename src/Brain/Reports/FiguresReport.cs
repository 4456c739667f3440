using System.Globalization;
using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>Figures of one period: of the city with its sectors and districts, or of one sector, or of one district.</summary>
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
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var asked) || _periods.StartOf(asked) != asked)
                return ReportResult.Refused($"'period' is '{text}': use the start of a period; /api/v1/periods lists them.");
            period = asked.ToUniversalTime();
        }

        var found = await sheets.ReadAsync(period, cancellationToken);
        var words = new ReportWords(request.Texts, time, options.K);
        var tables = Scopes(sector, district)
            .Select(scope => (Scope: scope, Rows: Rows(found, scope.Sector, scope.District, words)))
            .Where(scope => scope.Rows.Count > 0)
            .Select(scope => new ReportTable(NameOf(request.Texts, scope.Scope.Sector, scope.Scope.District), Columns(words), scope.Rows))
            .ToList();
        return new ReportResult(new ReportDocument(
            request.Texts[Title], time.Now, tables, tables.Count == 0 ? [request.Texts[ReportPhrases.NoFigures]] : []));
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

    private static List<IReadOnlyList<ReportCell>> Rows(IReadOnlyList<Sheet> found, string? sector, string? district, ReportWords words) =>
        [.. from sheet in found
            let figure = sheet.Figures.FirstOrDefault(f => f.Sector == sector && f.District == district)
            where figure is not null && figure.State != FigureState.Empty
            select Row(sheet, figure, words)];

    private static IReadOnlyList<ReportCell> Row(Sheet sheet, Figure figure, ReportWords words)
    {
        var lineage = LineageRules.Of(LineageRules.MeanOfInsights, sheet.From, sheet.To, words.Time.Now, figure.Coverage);
        return
        [
            ReportCell.Of(words.Texts.Indicator(sheet.Indicator)),
            words.Number(figure.State, figure.Mean, lineage),
            ReportCell.Of(UnitText.Of(sheet.Unit)),
            words.Number(figure.State, figure.Insights, lineage),
            words.Number(figure.State, figure.Enterprises, lineage),
            .. SheetBuilder.Levels.Select(level => figure.Levels[level]).Select(level => words.Number(level.State, level.Insights, lineage)),
        ];
    }

    private static IReadOnlyList<ReportColumn> Columns(ReportWords words) => words.Columns(
        (ReportPhrases.Indicator, false), (ReportPhrases.Mean, true), (ReportPhrases.Unit, false), (ReportPhrases.Insights, true),
        (ReportPhrases.Enterprises, true), (CityPhrases.LevelNone, true), (CityPhrases.LevelOk, true), (CityPhrases.LevelWarning, true),
        (CityPhrases.LevelAlarm, true));

    private static string NameOf(Texts texts, string? sector, string? district) => (sector, district) switch
    {
        (_, null) => texts.Sector(sector),
        (null, _) => texts.District(district),
        _ => $"{texts.Sector(sector)} · {texts.District(district)}",
    };
}
