using Jinan.IndustryBrain.Brain.Cockpit.Figures;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>The page Overview.</summary>
internal sealed class OverviewReport(CityReader reader, PlaceTime time) : IReportSource
{
    public string Id => "overview";

    public Phrase Title => CockpitPhrases.Overview;

    public IReadOnlyList<string> Parameters { get; } = [];

    public async Task<ReportResult> BuildAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        var overview = await reader.OverviewAsync(cancellationToken);
        var words = new ReportWords(request.Texts, time, overview.K);
        var decisions = new ReportTable(
            request.Texts[FigurePhrases.Decisions],
            words.Columns((FigurePhrases.Decisions, false)),
            [.. overview.Decisions.Select(decision => (IReadOnlyList<ReportCell>)
                [ReportCell.Of(decision.Source.In(request.Texts), words.Lineage(decision.Lineage))])]);
        return new ReportResult(new ReportDocument(
            request.Texts[Title],
            time.Now,
            [decisions, ScopeTables.Figures(words, FigurePhrases.Sector, [(null, overview.City), .. overview.Sectors.Select(sector => (sector.Sector, sector))]),
                ScopeTables.Means(words, FigurePhrases.Sector, [.. overview.Sectors.Select(sector => (sector.Sector, sector))])],
            [request.Texts[FigurePhrases.KNote, overview.K]]));
    }
}

/// <summary>The page Map.</summary>
internal sealed class MapReport(CityReader reader, PlaceTime time) : IReportSource
{
    public string Id => "map";

    public Phrase Title => FigurePhrases.MapTitle;

    public IReadOnlyList<string> Parameters { get; } = [];

    public async Task<ReportResult> BuildAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        var map = await reader.MapAsync(cancellationToken);
        var words = new ReportWords(request.Texts, time, map.K);
        return new ReportResult(new ReportDocument(
            request.Texts[Title],
            time.Now,
            [new ReportTable(
                request.Texts[Title],
                words.Columns((FigurePhrases.District, false), (FigurePhrases.Factories, true), (FigurePhrases.HealthShare, true)),
                [.. map.Districts.Where(district => district.Registered).Select(district => (IReadOnlyList<ReportCell>)
                [
                    ReportCell.Of(request.Texts.District(district.District)), words.Cell(district.Density), words.Cell(district.Health, isShare: true),
                ])])],
            [request.Texts[FigurePhrases.KNote, map.K]]));
    }
}

/// <summary>The page of one sector.</summary>
internal sealed class SectorReport(CityReader reader, PlaceTime time) : IReportSource
{
    public string Id => "sector";

    public Phrase Title => CockpitPhrases.Sectors;

    public IReadOnlyList<string> Parameters { get; } = ["sector"];

    public async Task<ReportResult> BuildAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        var name = request["sector"] ?? Contracts.Sectors.All[0];
        if (!Contracts.Sectors.All.Contains(name))
            return ReportResult.Refused($"There is no sector '{name}'. There are: {string.Join(", ", Contracts.Sectors.All)}.");
        var sector = await reader.SectorAsync(name, cancellationToken);
        var (texts, words) = (request.Texts, new ReportWords(request.Texts, time, sector.K));
        var shared = new ReportTable(
            texts[FigurePhrases.SharedAnomalies],
            words.Columns((FigurePhrases.Signal, false), (FigurePhrases.Indicator, false), (FigurePhrases.Enterprises, true)),
            [.. sector.SharedFaults.Select(fault => (IReadOnlyList<ReportCell>)
            [
                ReportCell.Of(fault.Signal), ReportCell.Of(texts.Indicator(fault.Indicator)),
                ReportCell.Of(texts[FigurePhrases.AtLeast, fault.AtLeast], words.Lineage(fault.Lineage)),
            ])]);
        return new ReportResult(new ReportDocument(
            texts.Sector(name),
            time.Now,
            [
                ScopeTables.Figures(words, FigurePhrases.Sector, [(null, sector.Figures)]),
                ScopeTables.Means(words, FigurePhrases.Sector, [(null, sector.Figures)]),
                shared,
                ScopeTables.Figures(words, FigurePhrases.District, [.. sector.Districts.Select(district => (district.District, district))]),
                ScopeTables.Means(words, FigurePhrases.District, [.. sector.Districts.Select(district => (district.District, district))]),
            ],
            [texts[FigurePhrases.KNote, sector.K]]));
    }
}

/// <summary>Tables of the figures that scopes of all kinds have.</summary>
internal static class ScopeTables
{
    public static ReportTable Figures(ReportWords words, Phrase heading, IReadOnlyList<(string? Name, ScopeOverview Figures)> scopes) => new(
        $"{words.Texts[heading]}: {words.Texts[FigurePhrases.Factories]}",
        words.Columns(
            (heading, false), (FigurePhrases.Factories, true), (FigurePhrases.Machines, true), (FigurePhrases.Normal, true),
            (FigurePhrases.Warnings, true), (FigurePhrases.Alarms, true)),
        [.. scopes.Select(scope => (IReadOnlyList<ReportCell>)
        [
            NameOf(words, heading, scope), words.Cell(scope.Figures.Factories), words.Cell(scope.Figures.Machines), words.Cell(scope.Figures.Level("ok")),
            words.Cell(scope.Figures.Level("warning")), words.Cell(scope.Figures.Level("alarm")),
        ])]);

    public static ReportTable Means(ReportWords words, Phrase heading, IReadOnlyList<(string? Name, ScopeOverview Figures)> scopes) => new(
        $"{words.Texts[heading]}: {words.Texts[FigurePhrases.Indicator]}",
        words.Columns((heading, false), (FigurePhrases.Indicator, false), (ReportPhrases.Mean, true), (ReportPhrases.Unit, false)),
        [.. from scope in scopes
            from cell in scope.Figures.Health.Concat(scope.Figures.Quality)
            select (IReadOnlyList<ReportCell>)
            [
                NameOf(words, heading, scope), ReportCell.Of(words.Texts.Indicator(cell.Indicator)), words.Cell(cell.Mean),
                ReportCell.Of(cell.Mean.Unit.StartsWith('{') ? "" : UnitText.Of(cell.Mean.Unit)),
            ]]);

    private static ReportCell NameOf(ReportWords words, Phrase heading, (string? Name, ScopeOverview Figures) scope) =>
        ReportCell.Of(heading == FigurePhrases.District ? words.Texts.District(scope.Name) : words.Texts.Sector(scope.Figures.Sector));
}
