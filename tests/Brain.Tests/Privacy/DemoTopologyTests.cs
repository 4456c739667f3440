using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests.Privacy;

public sealed class DemoTopologyTests
{
    private static readonly FactoryRegistry Registry = FactoryRegistry.Read(RepositoryRoot.File("apphost", "demo", "plant.json"));

    [Fact]
    public void Demo_AllWell_ShowsSectorsAndTheFirstDistrictOfEach()
    {
        var figures = Sheet(factory => "ok");
        foreach (var sector in Registry.Sectors)
        {
            Assert.Equal((FigureState.Published, 10), StateOf(figures, sector, null));
            Assert.Equal((FigureState.Published, 5), StateOf(figures, sector, "gaoxin"));
            Assert.Equal((FigureState.TooFewEnterprises, null), StateOf(figures, sector, "zhangqiu"));
            Assert.Equal((FigureState.TooFewEnterprises, null), StateOf(figures, sector, "laiwu"));
        }

        Assert.Equal((FigureState.Published, 40), StateOf(figures, null, null));
        Assert.Equal((FigureState.Published, 12), StateOf(figures, null, "zhangqiu"));
    }

    [Fact]
    public void Demo_OneAlarm_HidesItAndTheLevelThatWouldGiveItAway()
    {
        var sector = Sheet(factory => factory.Id == "auto-01" ? "alarm" : "ok").Single(f => f is { Sector: "auto", District: null });
        Assert.Equal(FigureState.Published, sector.State);
        Assert.Equal(FigureState.TooFewEnterprises, sector.Levels["alarm"].State);
        Assert.Equal(FigureState.Complementary, sector.Levels["ok"].State);
        Assert.Null(sector.Levels["ok"].Insights);
        Assert.Equal(0, sector.Levels["warning"].Insights);
    }

    [Fact]
    public void Demo_ASectorOfOneEnterprise_StandsForOne()
    {
        var registry = new FactoryRegistry([.. Registry.Factories.Select(f => f with { Group = f.Sector })]);
        var figures = SheetBuilder.Build(Contributions(registry, _ => "ok"), registry, new PrivacyRules(5, 0.6));
        Assert.DoesNotContain(figures, figure => figure.State == FigureState.Published);
    }

    [Fact]
    public void Demo_OneEnterpriseMakesUpMost_IsSuppressedAndCannotBeWorkedOut()
    {
        var contributions = Contributions(Registry, _ => "ok")
            .Select(c => c.Unrelated == "enterprise:ent-auto-01" ? c with { Insights = 1000 } : c).ToList();
        var figures = SheetBuilder.Build(contributions, Registry, new PrivacyRules(5, 0.6));
        Assert.Equal(FigureState.DominatedByOne, StateOf(figures, "auto", null).State);
        Assert.Equal(FigureState.DominatedByOne, StateOf(figures, "auto", "gaoxin").State);
        Assert.Equal(FigureState.Published, StateOf(figures, "materials", null).State);
    }

    [Fact]
    public void Demo_NothingArrived_IsEmptyNotSuppressed() =>
        Assert.All(SheetBuilder.Build([], Registry, new PrivacyRules(5, 0.6)), figure => Assert.Equal(FigureState.Empty, figure.State));

    private static IReadOnlyList<Figure> Sheet(Func<RegisteredFactory, string> level) =>
        SheetBuilder.Build(Contributions(Registry, level), Registry, new PrivacyRules(5, 0.6));

    private static List<Contribution> Contributions(FactoryRegistry registry, Func<RegisteredFactory, string> level) =>
        [.. registry.Factories.Select(f => new Contribution(f.Sector, f.District, level(f), f.Unrelated, 3, 1.5, 3))];

    private static (FigureState State, int? Enterprises) StateOf(IReadOnlyList<Figure> figures, string? sector, string? district)
    {
        var figure = Assert.Single(figures, f => f.Sector == sector && f.District == district);
        return (figure.State, figure.Enterprises);
    }
}
