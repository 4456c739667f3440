using Jinan.IndustryBrain.Brain.Privacy;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>
/// How an indicator is spread over a sector's factories, by microaggregation: enterprises in the order of their means, cut into
/// groups of at least k, each told by its mean alone (Domingo-Ferrer and Mateo-Sanz, Practical data-oriented microaggregation
/// for statistical disclosure control, 2002). The groups are disjoint, so whatever is added or subtracted of them stands for k
/// enterprises or more. A histogram with fixed classes would hide most of a sector of ten.
/// </summary>
internal static class Distributions
{
    private const int MostGroups = 12;

    public static IReadOnlyList<Distribution> Build(IReadOnlyList<FactoryPeriod> periods, PrivacyRules rules) =>
    [
        .. from period in periods
           from answer in period.Answers
           group (period, answer) by (period.Sector, answer.Indicator, answer.Unit) into spread
           orderby spread.Key.Sector, spread.Key.Indicator, spread.Key.Unit
           select Of(spread.Key, [.. spread], rules),
    ];

    private static Distribution Of(
        (string Sector, string Indicator, string Unit) key, IReadOnlyList<(FactoryPeriod Period, FactoryAnswer Answer)> factories, PrivacyRules rules)
    {
        // An enterprise is never cut in two.
        var enterprises = factories
            .GroupBy(f => f.Period.Unrelated, StringComparer.Ordinal)
            .Select(group => new Enterprise(group.Count(), group.Sum(f => f.Answer.Mean), group.Key))
            .OrderBy(e => e.Sum / e.Factories).ThenBy(e => e.Name, StringComparer.Ordinal)
            .ToList();
        if (enterprises.Count < rules.K)
            return new Distribution(key.Sector, key.Indicator, key.Unit, FigureState.TooFewEnterprises, null, []);
        if (Cut(enterprises, rules) is not { } groups)
            return new Distribution(key.Sector, key.Indicator, key.Unit, FigureState.DominatedByOne, null, []);
        return new Distribution(
            key.Sector, key.Indicator, key.Unit, FigureState.Published, factories.Average(f => f.Answer.Coverage),
            [.. groups.Select(group => new DistributionGroup(
                group.Sum(e => e.Factories), group.Count, group.Sum(e => e.Sum) / group.Sum(e => e.Factories)))]);
    }

    /// <returns>Null where even all together are dominated by one.</returns>
    private static List<List<Enterprise>>? Cut(List<Enterprise> enterprises, PrivacyRules rules)
    {
        var size = Math.Max(rules.K, (enterprises.Count + MostGroups - 1) / MostGroups);
        var groups = new List<List<Enterprise>>();
        var open = new List<Enterprise>();
        foreach (var enterprise in enterprises)
        {
            open.Add(enterprise);
            if (open.Count < size || IsDominated(open, rules))
                continue;
            groups.Add(open);
            open = [];
        }

        if (open.Count == 0)
            return groups;
        // What is left is with its neighbours, as many as it takes.
        while (groups.Count > 0)
        {
            open.InsertRange(0, groups[^1]);
            groups.RemoveAt(groups.Count - 1);
            if (!IsDominated(open, rules))
                return [.. groups, open];
        }

        return null;
    }

    private static bool IsDominated(List<Enterprise> group, PrivacyRules rules) =>
        group.Max(e => e.Factories) > rules.DominanceShare * group.Sum(e => e.Factories);

    private sealed record Enterprise(int Factories, double Sum, string Name);
}
