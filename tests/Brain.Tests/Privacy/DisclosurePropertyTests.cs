using FsCheck;
using FsCheck.Fluent;
using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Privacy;

namespace Jinan.IndustryBrain.Brain.Tests.Privacy;

/// <summary>
/// Plays the attacker against whole sheets: he knows who contributes to what, and every sum, difference and multiple of
/// published figures is his.
/// </summary>
public sealed class DisclosurePropertyTests
{
    private const int K = 5;
    private const double Share = 0.6;
    private static readonly Config Towns = Config.QuickThrowOnFailure.WithMaxTest(100);

    [Fact]
    public void Sheet_OfAnyTown_GivesNoCombinationOfOneToFourEnterprises() => ForAnyTown((town, attacker) =>
    {
        var whole = attacker.Rank(attacker.AllColumns);
        foreach (var inside in attacker.ColumnsOfFewerThan(K))
        {
            // A combination that is nought outside these columns exists exactly when leaving them out costs rank.
            Assert.True(
                attacker.Rank([.. attacker.AllColumns.Except(inside)]) == whole,
                $"Published figures can be combined to one of the columns {string.Join(", ", inside)} alone.");
        }
    });

    [Fact]
    public void Sheet_OfAnyTown_LetsNoDominatedFigureBeWorkedOut() => ForAnyTown((town, attacker) =>
    {
        var whole = attacker.Rank(attacker.AllColumns);
        foreach (var figure in town.Figures.Where(figure => figure.State == FigureState.DominatedByOne))
            Assert.True(attacker.RankWith(figure) == whole + 1, $"{figure} can be worked out.");
    });

    [Fact]
    public void Sheet_OfAnyTown_ShowsNumbersOnlyWhereItSaysSo() => ForAnyTown((town, _) =>
    {
        foreach (var figure in town.Figures)
        {
            var enterprises = Published.Contributors(town.Town, figure);
            Assert.Equal(figure.State == FigureState.Published, figure.Mean.HasValue);
            Assert.Equal(figure.State == FigureState.Published, figure.Insights.HasValue);
            if (figure.State == FigureState.Published)
                Assert.True(enterprises.Count >= K && enterprises.Values.Max() <= Share * enterprises.Values.Sum());
            foreach (var (_, level) in figure.Levels.Where(l => l.Value.State is not FigureState.Published and not FigureState.Empty))
                Assert.Null(level.Insights);
        }
    });

    [Fact]
    public void Sheets_OfManyTowns_StillShowSomething()
    {
        // Suppressing everything would pass every test above.
        var published = Enumerable.Range(0, 100).Select(seed => Published.Of(RandomTown.Of(seed)))
            .Sum(sheet => sheet.Figures.Count(figure => figure.State == FigureState.Published));
        Assert.True(published > 100, $"Only {published} figures of 100 towns are published.");
    }

    private static void ForAnyTown(Action<Published, Attacker> check) =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var published = Published.Of(RandomTown.Of(seed));
            check(published, new Attacker(published));
        }).Check(Towns);

    private sealed record Published(RandomTown Town, IReadOnlyList<Figure> Figures)
    {
        public static Published Of(RandomTown town) =>
            new(town, SheetBuilder.Build(town.Contributions, town.Registry, new PrivacyRules(K, Share)));

        public static Dictionary<string, long> Contributors(RandomTown town, Figure figure) => town.Contributions
            .Where(c => In(figure, c))
            .GroupBy(c => c.Unrelated)
            .ToDictionary(group => group.Key, group => group.Sum(c => c.Insights));

        public static bool In(Figure figure, Contribution c) =>
            (figure.Sector is null || figure.Sector == c.Sector) && (figure.District is null || figure.District == c.District);
    }

    private sealed class Attacker
    {
        private readonly List<(string Sector, string District, string Level)> _cells;
        private readonly List<HashSet<string>> _enterprises;
        private readonly List<int[]> _figures = [];

        public Attacker(Published published)
        {
            var contributions = published.Town.Contributions;
            _cells = [.. contributions.Select(c => (c.Sector, c.District, c.Level)).Distinct()];
            _enterprises = [.. _cells.Select(cell => contributions
                .Where(c => (c.Sector, c.District, c.Level) == cell).Select(c => c.Unrelated).ToHashSet())];
            foreach (var figure in published.Figures)
            {
                if (figure.Insights.HasValue)
                    _figures.Add(Incidence(figure, level: null));
                foreach (var (level, count) in figure.Levels.Where(l => l.Value.Insights > 0))
                    _figures.Add(Incidence(figure, level));
            }

            // What others already give adds nothing.
            for (var i = _figures.Count - 1; i >= 0; i--)
            {
                List<int[]> others = [.. _figures[..i], .. _figures[(i + 1)..]];
                if (Fractions.Rank(others, AllColumns) == Fractions.Rank(_figures, AllColumns))
                    _figures.RemoveAt(i);
            }
        }

        public IReadOnlyList<int> AllColumns => [.. Enumerable.Range(0, _cells.Count)];

        public int Rank(IReadOnlyList<int> columns) => Fractions.Rank(_figures, columns);

        public int RankWith(Figure figure) => Fractions.Rank([.. _figures, Incidence(figure, level: null)], AllColumns);

        /// <summary>For all groups of k-1 enterprises (smaller ones are within them) the columns that are theirs alone.</summary>
        public IEnumerable<IReadOnlyList<int>> ColumnsOfFewerThan(int k)
        {
            // Who is nowhere among few cannot be told apart from many, and need not be tried.
            var candidates = _enterprises.Where(set => set.Count < k).SelectMany(set => set).Distinct().Order().ToList();
            return Choose(candidates, Math.Min(k - 1, candidates.Count), 0)
                .Select(few => AllColumns.Where(column => _enterprises[column].IsSubsetOf(few)).ToList())
                .Where(columns => columns.Count > 0)
                .DistinctBy(columns => string.Join(',', columns));
        }

        private static IEnumerable<List<string>> Choose(List<string> from, int count, int start)
        {
            if (count == 0)
            {
                yield return [];
                yield break;
            }

            for (var i = start; i <= from.Count - count; i++)
            {
                foreach (var rest in Choose(from, count - 1, i + 1))
                    yield return [from[i], .. rest];
            }
        }

        private int[] Incidence(Figure figure, string? level) => [.. _cells.Select(cell =>
            (figure.Sector is null || figure.Sector == cell.Sector)
            && (figure.District is null || figure.District == cell.District)
            && (level is null || level == cell.Level) ? 1 : 0)];
    }
}
