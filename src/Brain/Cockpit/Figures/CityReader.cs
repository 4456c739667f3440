using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Cockpit.Decisions;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Figures;

/// <summary>What pages and API show of the city. It has no way to anything but published sheets.</summary>
internal sealed class CityReader(
    SheetStore sheets, FactoryRegistry registry, BrainOptions options, IEnumerable<IDecisionSource> decisions, TimeProvider time, ILogger<CityReader> logger)
{
    /// <summary>How many periods back a figure may be; its age is told.</summary>
    public const int Recent = 5;

    private const int MostDecisions = 5;

    public async Task<OverviewAnswer> OverviewAsync(CancellationToken cancellationToken)
    {
        var now = await NowAsync(cancellationToken);
        return new OverviewAnswer(
            options.K, options.Period, StaleAfter(options).TotalSeconds, now.Of(null, null), [.. Sectors.All.Select(sector => now.Of(sector, null))],
            await DecisionsAsync(cancellationToken));
    }

    public async Task<MapAnswer> MapAsync(CancellationToken cancellationToken)
    {
        var now = await NowAsync(cancellationToken);

        // A factory's district that the list of districts does not hold is still shown, below the others.
        var unknown = registry.Districts.Where(code => Districts.Find(code) is null)
            .Select((code, i) => new District(code, new Phrase(code, code), i % 6, Districts.All.Max(d => d.Row) + 1 + (i / 6)));
        return new MapAnswer(options.K, StaleAfter(options).TotalSeconds, [.. Districts.All.Concat(unknown).Select(district =>
        {
            var figures = now.Of(null, district.Code);
            return new DistrictAnswer(
                district.Code, district.Name.Chinese, district.Name.English, district.Column, district.Row,
                district.Part.ToString().ToLowerInvariant(), district.Role?.Chinese, registry.Districts.Contains(district.Code),
                figures.Factories, now.ShareWithoutWarning(null, district.Code), figures,
                registry.Districts.Contains(district.Code) ? [.. Sectors.All.Select(sector => now.Of(sector, district.Code))] : []);
        })]);
    }

    public async Task<SectorAnswer> SectorAsync(string sector, CancellationToken cancellationToken)
    {
        var now = await NowAsync(cancellationToken);
        return new SectorAnswer(
            options.K, StaleAfter(options).TotalSeconds, now.Of(sector, null), now.SharedFaults(sector),
            [.. registry.Districts.Select(district => now.Of(sector, district))]);
    }

    /// <returns>Every indicator that the sector has in the newest periods.</returns>
    public async Task<IReadOnlyList<TrendAnswer>> TrendAsync(string sector, int periods, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var trends = new List<TrendAnswer>();
        foreach (var (indicator, unit) in await IndicatorsAsync(sector, cancellationToken))
        {
            var found = await sheets.ReadNewestAsync(indicator, unit, periods, cancellationToken);
            var points = found.Select(sheet => (Sheet: sheet, Figure: sheet.Figures.FirstOrDefault(f => f.Sector == sector && f.District is null)))
                .Where(point => point.Figure is not null)
                .ToList();
            if (points.Count == 0)
                continue;
            trends.Add(new TrendAnswer(
                indicator, unit,
                [.. points.Select(point => new TrendValue(point.Sheet.From, Answers.Name(point.Figure!.State), point.Figure.Mean))],
                LineageRules.Of(
                    LineageRules.MeanOfInsights, points[0].Sheet.From, points[^1].Sheet.To, now,
                    points.Select(point => point.Figure!.Coverage).Average())));
        }

        return trends;
    }

    /// <summary>From this age on a figure is old: three periods came to an end without a newer one.</summary>
    public static TimeSpan StaleAfter(BrainOptions options) => (options.Period * 3) + options.Grace;

    private async Task<IReadOnlyList<(string Indicator, string Unit)>> IndicatorsAsync(string sector, CancellationToken cancellationToken) =>
    [
        .. (await sheets.ReadRecentAsync(Recent, cancellationToken))
            .Where(sheet => sheet.Figures.Any(f => f.Sector == sector && f.District is null && f.State != FigureState.Empty))
            .Select(sheet => (sheet.Indicator, sheet.Unit))
            .Distinct()
            .Order(),
    ];

    private async Task<IReadOnlyList<DecisionAnswer>> DecisionsAsync(CancellationToken cancellationToken)
    {
        var found = new List<Decision>();
        foreach (var source in decisions)
        {
            try
            {
                found.AddRange(await source.FindAsync(cancellationToken));
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // One part's fault does not hide what the others know.
                Log.DecisionsFailed(logger, fault, source.GetType().Name);
            }
        }

        return
        [
            .. found.OrderBy(decision => decision.Urgency).Take(MostDecisions).Select(decision => new DecisionAnswer(
                decision.Rule, decision.Urgency.ToString().ToLowerInvariant(), decision.Sector, decision.In(Texts.English), decision.Link, decision.Lineage)
            {
                Source = decision,
            }),
        ];
    }

    private async Task<CityNow> NowAsync(CancellationToken cancellationToken)
    {
        var city = await sheets.ReadCityAsync(Recent, cancellationToken);
        return new CityNow([.. city.Reverse()], await sheets.ReadRecentAsync(Recent, cancellationToken), time.GetUtcNow(), options.K);
    }
}
