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
            Assert.True(attacker.RankWith(figure.Sector, figure.District) == whole + 1, $"{figure} can be worked out.");
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
            check(published, new Attacker(published.Town.Contributions, published.Shown));
        }).Check(Towns);

    private sealed record Published(RandomTown Town, IReadOnlyList<Figure> Figures)
    {
        public static Published Of(RandomTown town) =>
            new(town, SheetBuilder.Build(town.Contributions, town.Registry, new PrivacyRules(K, Share)));

        /// <summary>The numbers that are told.</summary>
        public IEnumerable<(string? Sector, string? District, string? Level)> Shown => Figures.SelectMany(figure =>
            figure.Levels.Where(level => level.Value.Insights > 0).Select(level => (figure.Sector, figure.District, (string?)level.Key))
                .Concat(figure.Insights.HasValue ? [(figure.Sector, figure.District, null)] : []));

        public static Dictionary<string, long> Contributors(RandomTown town, Figure figure) => town.Contributions
            .Where(c => In(figure, c))
            .GroupBy(c => c.Unrelated)
            .ToDictionary(group => group.Key, group => group.Sum(c => c.Insights));

        public static bool In(Figure figure, Contribution c) =>
            (figure.Sector is null || figure.Sector == c.Sector) && (figure.District is null || figure.District == c.District);
    }
}
