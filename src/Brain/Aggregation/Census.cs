using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Registry;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>
/// Counts factories and their machines along the hierarchy. The two are close to multiples of each other: where one may not be
/// shown the other is not either, or it would give the first away.
/// </summary>
internal static class Census
{
    public static (IReadOnlyList<CensusFigure> Factories, IReadOnlyList<CensusFigure> Machines) Build(
        IReadOnlyList<FactoryPeriod> periods, FactoryRegistry registry, PrivacyRules rules)
    {
        var factories = SheetBuilder.Build(Contributions(periods, _ => 1), registry, rules);
        var machines = SheetBuilder.Build(Contributions(periods, period => period.Machines), registry, rules);
        var both = factories.Zip(machines).ToList();
        return ([.. both.Select(pair => Shown(pair.First, pair.Second))], [.. both.Select(pair => Shown(pair.Second, pair.First))]);
    }

    // A factory without a computed insight has no machine: it is counted with one of them as it is with the other, as none.
    private static List<Contribution> Contributions(IReadOnlyList<FactoryPeriod> periods, Func<FactoryPeriod, long> count) =>
    [
        .. periods
            .GroupBy(period => (period.Sector, period.District, period.Level, period.Unrelated))
            .Select(group => new Contribution(
                group.Key.Sector, group.Key.District, group.Key.Level, group.Key.Unrelated, group.Sum(count), 0, 0)),
    ];

    private static CensusFigure Shown(Figure figure, Figure other)
    {
        var state = Both(figure.State, other.State);
        var levels = figure.Levels.ToDictionary(level => level.Key, level =>
        {
            var both = Both(level.Value.State, other.Levels[level.Key].State);
            return new LevelCount(both, both is FigureState.Published or FigureState.Empty ? level.Value.Insights : null);
        });
        return new CensusFigure(
            figure.Sector, figure.District, state,
            state switch { FigureState.Published => figure.Insights, FigureState.Empty => 0, _ => null },
            state == FigureState.Published ? figure.Enterprises : null,
            levels);
    }

    private static FigureState Both(FigureState one, FigureState other) => one is FigureState.Published or FigureState.Empty ? other : one;
}
