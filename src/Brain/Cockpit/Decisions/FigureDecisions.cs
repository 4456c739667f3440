using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Cockpit.Figures;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Decisions;

/// <summary>
/// What the published figures alone say that somebody should decide: a shared fault, many factories in alarm, a sector's health
/// that fell, data that are old or thin. The limits are the constants here.
/// </summary>
internal sealed class FigureDecisions(SheetStore sheets, FactoryRegistry registry, BrainOptions options, TimeProvider time) : IDecisionSource
{
    private const int Compared = 30;
    private const int FewestCompared = 5;
    private const double Fall = 0.05;
    private const double DeepFall = 0.15;
    private const double ThinCoverage = 0.8;

    // Where more is better; of the others the brain does not know which way is worse.
    private static readonly string[] MoreIsBetter = ["health_index", "remaining_useful_life"];

    public async Task<IReadOnlyList<Decision>> FindAsync(CancellationToken cancellationToken)
    {
        var city = await sheets.ReadCityAsync(CityReader.Recent, cancellationToken);
        if (city.Count == 0)
            return [];
        var recent = await sheets.ReadRecentAsync(CityReader.Recent, cancellationToken);
        var now = new CityNow([.. city.Reverse()], recent, time.GetUtcNow(), options.K);
        var found = new List<Decision>();
        foreach (var sector in Sectors.All.Where(registry.Sectors.Contains))
        {
            found.AddRange(now.SharedFaults(sector).Select(fault => Of(
                "shared-fault", Urgency.High, sector, DecisionPhrases.Shared, fault.Lineage, fault.AtLeast, fault.Signal, Named(fault.Indicator))));
            found.AddRange(OfLevels(now.Of(sector, null), city[^1]));
        }

        foreach (var (indicator, unit) in recent.Select(sheet => (sheet.Indicator, sheet.Unit)).Distinct().Where(key => MoreIsBetter.Contains(key.Indicator)))
            found.AddRange(Falls(await sheets.ReadNewestAsync(indicator, unit, Compared, cancellationToken)));
        return found;
    }

    private IEnumerable<Decision> OfLevels(ScopeOverview figures, CitySheet newest)
    {
        if (figures.Level("alarm") is { Value: > 0 and var alarms } alarm)
            yield return Of("factories-in-alarm", Urgency.High, figures.Sector!, DecisionPhrases.Alarms, alarm.Lineage, alarms);
        foreach (var cell in figures.Health.Concat(figures.Quality))
        {
            if (cell.Mean.Lineage.Coverage is { } coverage and < ThinCoverage)
                yield return Of("thin-coverage", Urgency.Medium, figures.Sector!, DecisionPhrases.Thin, cell.Mean.Lineage, Named(cell.Indicator), NumberText.Percent(coverage));
        }

        if (figures.NewestTo is not { } to)
        {
            yield return Of(
                "no-data", Urgency.Medium, figures.Sector!, DecisionPhrases.Silent,
                LineageRules.Of(LineageRules.NewestPeriod, newest.From, newest.To, time.GetUtcNow()), CityReader.Recent);
        }
        else if (time.GetUtcNow() - to > CityReader.StaleAfter(options))
        {
            var age = time.GetUtcNow() - to;
            yield return Of(
                "old-data", Urgency.High, figures.Sector!, age < TimeSpan.FromMinutes(2) ? DecisionPhrases.OldBySeconds : DecisionPhrases.Old,
                LineageRules.Of(LineageRules.NewestPeriod, to - options.Period, to, time.GetUtcNow()),
                (long)(age < TimeSpan.FromMinutes(2) ? age.TotalSeconds : age.TotalMinutes));
        }
    }

    // Of one indicator, in every sector that has it.
    private IEnumerable<Decision> Falls(IReadOnlyList<Sheet> found)
    {
        foreach (var sector in registry.Sectors)
        {
            var means = found
                .Select(sheet => (Sheet: sheet, Figure: sheet.Figures.FirstOrDefault(f => f.Sector == sector && f.District is null)))
                .Where(point => point.Figure is { State: FigureState.Published, Mean: > 0 })
                .ToList();
            if (means.Count <= FewestCompared)
                continue;
            var before = means[..^1].Average(point => point.Figure!.Mean!.Value);
            var newest = means[^1];
            var fall = 1 - (newest.Figure!.Mean!.Value / before);
            if (fall < Fall)
                continue;
            yield return Of(
                "health-fell", fall >= DeepFall ? Urgency.High : Urgency.Medium, sector, DecisionPhrases.Fell,
                LineageRules.Of(LineageRules.DropOfMean, means[0].Sheet.From, newest.Sheet.To, time.GetUtcNow(), newest.Figure.Coverage),
                Named(newest.Sheet.Indicator), NumberText.Percent(fall));
        }
    }

    private static object Named(string indicator) => CityPhrases.OfIndicator(indicator) ?? (object)indicator;

    private static Decision Of(string rule, Urgency urgency, string sector, Phrase what, Lineage lineage, params object?[] values) =>
        new(rule, urgency, sector, what, values, $"/sectors/{sector}", lineage);
}
