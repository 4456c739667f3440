using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Registry;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>
/// Adds contributions up along the hierarchy (city; sectors; districts; sectors by district; each also by level), asks which
/// of it may be shown, and writes down that and nothing else.
/// </summary>
internal static class SheetBuilder
{
    /// <summary>Every sheet has them, so that a level's absence tells nothing.</summary>
    public static readonly IReadOnlyList<string> Levels = ["none", "ok", "warning", "alarm"];

    public static IReadOnlyList<Figure> Build(
        IReadOnlyList<Contribution> contributions, FactoryRegistry registry, PrivacyRules rules)
    {
        var cells = contributions.GroupBy(c => (c.Sector, c.District, c.Level)).ToList();
        var atoms = cells.ConvertAll(cell => new Atom(cell
            .GroupBy(c => c.Unrelated, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(c => c.Insights), StringComparer.Ordinal)));
        var scopes = Scopes(registry).ToList();

        // A scope's sum over all levels stands first, then its levels.
        var shapes = new List<FigureShape>();
        foreach (var scope in scopes)
        {
            foreach (var level in Levels.Prepend(null))
                shapes.Add(new FigureShape(AtomsOf(scope, level), level is null ? scope.Sum : scope.Level));
        }

        var states = DisclosureControl.Decide(atoms, shapes, rules);
        return scopes.ConvertAll(scope =>
        {
            var first = scopes.IndexOf(scope) * (Levels.Count + 1);
            return Describe(scope, shapes[first].Atoms, states.AsSpan(first, Levels.Count + 1));
        });

        List<int> AtomsOf(Scope scope, string? level) =>
            [.. from i in Enumerable.Range(0, cells.Count)
                let key = cells[i].Key
                where (scope.Sector is null || scope.Sector == key.Sector)
                      && (scope.District is null || scope.District == key.District)
                      && (level is null || level == key.Level)
                select i];

        Figure Describe(Scope scope, IReadOnlyList<int> own, ReadOnlySpan<FigureState> decided)
        {
            var parts = own.SelectMany(atom => cells[atom]).ToList();
            var levels = new Dictionary<string, LevelCount>();
            for (var i = 0; i < Levels.Count; i++)
            {
                var level = Levels[i];

                // That nobody has a level tells something about everybody in the scope: it is shown where they may be.
                var state = decided[i + 1] == FigureState.Empty ? decided[0] : decided[i + 1];
                long? count = state is FigureState.Published or FigureState.Empty
                    ? parts.Where(part => part.Level == level).Sum(part => part.Insights)
                    : null;
                levels[level] = new LevelCount(state, count);
            }

            if (decided[0] != FigureState.Published)
                return new Figure(scope.Sector, scope.District, decided[0], null, null, null, null, levels);
            var insights = parts.Sum(part => part.Insights);
            return new Figure(
                scope.Sector,
                scope.District,
                decided[0],
                parts.Select(part => part.Unrelated).Distinct().Count(),
                insights,
                parts.Sum(part => part.ValueSum) / insights,
                parts.Sum(part => part.CoverageSum) / insights,
                levels);
        }
    }

    // How many there are, and their mean, say more than how many of them are in which state; and a whole more than its parts.
    private static IEnumerable<Scope> Scopes(FactoryRegistry registry)
    {
        yield return new Scope(null, null, 7, 5);
        foreach (var sector in registry.Sectors)
            yield return new Scope(sector, null, 6, 4);
        foreach (var district in registry.Districts)
            yield return new Scope(null, district, 5, 2);
        foreach (var sector in registry.Sectors)
        {
            foreach (var district in registry.Districts)
                yield return new Scope(sector, district, 3, 1);
        }
    }

    /// <param name="Sum">How much the scope's sum matters.</param>
    /// <param name="Level">How much each of its levels does.</param>
    private sealed record Scope(string? Sector, string? District, int Sum, int Level);
}
