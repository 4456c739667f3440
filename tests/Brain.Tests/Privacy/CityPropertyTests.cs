using FsCheck;
using FsCheck.Fluent;
using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Privacy;

namespace Jinan.IndustryBrain.Brain.Tests.Privacy;

/// <summary>What is told of the factories themselves, attacked as the sheets of indicators are.</summary>
public sealed class CityPropertyTests
{
    private const int K = 5;
    private const double Share = 0.6;
    private static readonly PrivacyRules Rules = new(K, Share);
    private static readonly Config Towns = Config.QuickThrowOnFailure.WithMaxTest(100);

    [Fact]
    public void Census_OfAnyTown_GivesNoCombinationOfOneToFourEnterprises() => ForAnyTown(town =>
    {
        var (factories, machines) = Census.Build(town.Factories, town.Registry, Rules);

        // Factories and machines may be multiples of each other: what is told of either is the attacker's.
        var attacker = new Attacker(town.Contributions(_ => 1), [.. Told(factories).Union(Told(machines))]);
        var whole = attacker.Rank(attacker.AllColumns);
        foreach (var inside in attacker.ColumnsOfFewerThan(K))
        {
            Assert.True(
                attacker.Rank([.. attacker.AllColumns.Except(inside)]) == whole,
                $"Published counts can be combined to one of the columns {string.Join(", ", inside)} alone.");
        }
    });

    [Fact]
    public void Census_OfAnyTown_TellsCountsOnlyOfKEnterprisesThatNoneOfThemDominates() => ForAnyTown(town =>
    {
        var (factories, machines) = Census.Build(town.Factories, town.Registry, Rules);
        foreach (var (figure, count) in factories.Select(f => (f, (Func<FactoryPeriod, long>)(_ => 1))).Concat(
                     machines.Select(f => (f, (Func<FactoryPeriod, long>)(p => p.Machines)))))
        {
            var inside = town.Factories.Where(p => (figure.Sector ?? p.Sector) == p.Sector && (figure.District ?? p.District) == p.District).ToList();
            if (figure.State == FigureState.Published)
            {
                var byEnterprise = inside.GroupBy(p => p.Unrelated).Select(g => g.Sum(count)).ToList();
                Assert.True(byEnterprise.Count >= K);
                Assert.True(byEnterprise.Max() <= Share * byEnterprise.Sum());
                Assert.Equal(byEnterprise.Sum(), figure.Count);
            }
            else if (figure.State != FigureState.Empty)
            {
                Assert.Null(figure.Count);
                Assert.Null(figure.Enterprises);
            }

            foreach (var (level, told) in figure.Levels)
            {
                if (told.Insights is > 0)
                    Assert.True(inside.Where(p => p.Level == level).Select(p => p.Unrelated).Distinct().Count() >= K);
                if (told.State is not FigureState.Published and not FigureState.Empty)
                    Assert.Null(told.Insights);
            }
        }
    });

    [Fact]
    public void Census_OfAnyTown_HidesMachinesWhereItHidesFactories() => ForAnyTown(town =>
    {
        var (factories, machines) = Census.Build(town.Factories, town.Registry, Rules);
        Assert.Equal(Told(factories).Order(), Told(factories).Union(Told(machines)).Order());
    });

    [Fact]
    public void Distribution_OfAnyTown_IsOfWholeDisjointGroupsOfKAndMore() => ForAnyTown(town =>
    {
        foreach (var spread in Distributions.Build(town.Factories, Rules))
        {
            var enterprises = town.Factories.Where(p => p.Sector == spread.Sector && p.Answers.Count > 0)
                .GroupBy(p => p.Unrelated)
                .Select(g => (Name: g.Key, Means: g.Select(p => p.Answers[0].Mean).ToList()))
                .OrderBy(e => e.Means.Average()).ThenBy(e => e.Name, StringComparer.Ordinal)
                .ToList();
            if (spread.State != FigureState.Published)
            {
                Assert.Empty(spread.Groups);
                Assert.Null(spread.Coverage);
                continue;
            }

            // Walking along the order, each enterprise is in one group, and every group is what it says it is.
            var next = 0;
            foreach (var group in spread.Groups)
            {
                var members = enterprises.Skip(next).Take(group.Enterprises).ToList();
                next += group.Enterprises;
                Assert.True(members.Count >= K);
                Assert.True(members.Max(e => e.Means.Count) <= Share * group.Factories);
                Assert.Equal(members.Sum(e => e.Means.Count), group.Factories);
                Assert.Equal(members.SelectMany(e => e.Means).Average(), group.Mean, 9);
            }

            Assert.Equal(enterprises.Count, next);
        }
    });

    [Fact]
    public void SharedFault_OfAnyTown_IsOneOfKEnterprises_AndNoneOfThoseIsMissed() => ForAnyTown(town =>
    {
        var having = town.Factories
            .SelectMany(p => p.Faults.Select(f => (Fault: new SharedFault(p.Sector, f.Indicator, f.Signal), p.Unrelated)))
            .GroupBy(pair => pair.Fault)
            .Where(group => group.Select(pair => pair.Unrelated).Distinct().Count() >= K)
            .Select(group => group.Key);
        Assert.Equal(having.ToHashSet(), SharedFaults.Find(town.Factories, Rules).ToHashSet());
    });

    [Fact]
    public void ManyTowns_StillTellSomething()
    {
        var towns = Enumerable.Range(0, 100).Select(RandomPeriod.Of).ToList();
        Assert.True(towns.Sum(town => Told(Census.Build(town.Factories, town.Registry, Rules).Factories).Count()) > 100);
        Assert.True(towns.Sum(town => Distributions.Build(town.Factories, Rules).Sum(d => d.Groups.Count)) > 50);
        Assert.True(towns.Sum(town => SharedFaults.Find(town.Factories, Rules).Count) > 10);
    }

    private static IEnumerable<(string? Sector, string? District, string? Level)> Told(IReadOnlyList<CensusFigure> figures) =>
        figures.SelectMany(figure =>
            figure.Levels.Where(level => level.Value.Insights > 0).Select(level => (figure.Sector, figure.District, (string?)level.Key))
                .Concat(figure.Count is > 0 ? [(figure.Sector, figure.District, null)] : []));

    private static void ForAnyTown(Action<RandomPeriod> check) =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed => check(RandomPeriod.Of(seed))).Check(Towns);
}
