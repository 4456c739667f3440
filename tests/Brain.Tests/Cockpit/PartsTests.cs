using Bunit;
using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Cockpit.Decisions;
using Jinan.IndustryBrain.Brain.Cockpit.Figures;
using Jinan.IndustryBrain.Brain.Cockpit.Parts;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.Brain.Tests.Cockpit;

/// <summary>Parts of pages with figures that a running city does not give at will.</summary>
public sealed class PartsTests : BunitContext
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly Lineage Counted = LineageRules.Of(LineageRules.FactoriesConnected, Now.AddMinutes(-2), Now.AddMinutes(-1), Now);

    public PartsTests()
    {
        Services.AddSingleton(new PlaceTime(TimeZoneInfo.Utc, new FakeTimeProvider(Now)));
        RenderTree.Add<CascadingValue<Texts>>(p => p.Add(v => v.Value, Texts.Chinese));
    }

    [Theory]
    [InlineData(FigureState.TooFewEnterprises, "样本不足，已隐藏")]
    [InlineData(FigureState.Complementary, "样本不足，已隐藏")]
    [InlineData(FigureState.DominatedByOne, "一家占比过高，已隐藏")]
    public void FigureCell_Suppressed_SaysSoAndShowsNoNumber(FigureState state, string words)
    {
        // Even if a number came by mistake.
        var shown = Render<FigureCell>(p => p.Add(c => c.Name, "接入工厂").Add(c => c.Of, Cell.Of(state, 4, "{factory}", Counted, 5)));
        Assert.Equal("▨" + words, shown.Find(".suppressed").TextContent);
        Assert.Empty(shown.FindAll(".quantity"));
        Assert.Single(shown.FindAll("button.lineage"));
    }

    [Fact]
    public void FigureCell_Published_HasTheLineageInThePagesLanguage()
    {
        var shown = Render<FigureCell>(p => p.Add(c => c.Name, "接入工厂").Add(c => c.Of, Cell.Of(FigureState.Published, 12, "{factory}", Counted, 5)));
        Assert.Equal("12", shown.Find(".quantity .number").TextContent);
        var note = shown.Find(".lineage-note").TextContent;
        foreach (var owed in new[] { "有洞察到达的工厂数", "各工厂的洞察", "60 秒前", "不适用", "实测" })
            Assert.Contains(owed, note, StringComparison.Ordinal);
        Assert.Equal(shown.Find(".lineage-note").Id, shown.Find("button.lineage").GetAttribute("popovertarget"));
    }

    [Fact]
    public void FigureCell_WithoutAFigure_IsNoNought() =>
        Assert.Equal("无数据", Render<FigureCell>(p => p.Add(c => c.Name, "x").Add(c => c.Of, (Cell?)null)).Find(".soft").TextContent);

    [Fact]
    public void LevelBar_WithAHiddenLevel_IsHiddenAsAWhole()
    {
        LevelCell[] levels = [Level("ok", FigureState.Published, 6), Level("alarm", FigureState.TooFewEnterprises, null)];
        var shown = Render<LevelBar>(p => p.Add(b => b.Name, "新材料").Add(b => b.Levels, levels));
        Assert.Empty(shown.FindAll(".level-bar"));
        Assert.Single(shown.FindAll(".suppressed"));
        levels[1] = Level("alarm", FigureState.Published, 0);
        var all = Render<LevelBar>(p => p.Add(b => b.Name, "新材料").Add(b => b.Levels, levels)).Find(".level-bar");
        Assert.Equal("新材料：正常 6", all.GetAttribute("aria-label"));
        Assert.Single(all.Children);
    }

    [Fact]
    public void TileMap_EveryTile_IsALinkThatSaysWhatItShows()
    {
        DistrictAnswer[] districts =
        [
            Tile("gaoxin", "cluster", true, Cell.Of(FigureState.Published, 20, "{factory}", Counted, 5)),
            Tile("laiwu", "park", true, Cell.Of(FigureState.TooFewEnterprises, null, "{factory}", Counted, 5)),
            Tile("shanghe", "none", false, null),
        ];
        var map = Render<TileMap>(p => p.Add(m => m.Districts, districts).Add(m => m.Chosen, "laiwu"));
        Assert.Equal(3, map.FindAll("a.tile[href]").Count);
        Assert.Contains("技术创新策源地", map.Find("[data-district=gaoxin]").TextContent, StringComparison.Ordinal);
        Assert.Contains("20 家", map.Find("[data-district=gaoxin]").TextContent, StringComparison.Ordinal);
        Assert.Contains("样本不足，已隐藏", map.Find("[data-district=laiwu]").TextContent, StringComparison.Ordinal);
        Assert.Contains("step-hidden", map.Find("[data-district=laiwu]").ClassName, StringComparison.Ordinal);
        Assert.Equal("true", map.Find("[data-district=laiwu]").GetAttribute("aria-current"));
        Assert.Contains("无登记工厂", map.Find("[data-district=shanghe]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void DecisionList_TellsRuleSentenceAndLink_AndThatThereIsNothing()
    {
        var decision = new Decision("shared-fault", Urgency.High, "auto", DecisionPhrases.Shared, [5, "torque", CityPhrases.HealthIndex], "/sectors/auto", Counted);
        DecisionAnswer[] items = [new("shared-fault", "high", "auto", "", "/sectors/auto", Counted) { Source = decision }];
        var shown = Render<DecisionList>(p => p.Add(l => l.Items, items));
        Assert.Equal("新能源与智能网联汽车：至少 5 家互不关联企业出现同类异常“torque”（健康指数）", shown.Find("li a").TextContent);
        Assert.Equal("/sectors/auto", shown.Find("li a").GetAttribute("href"));
        Assert.Contains("紧急", shown.Find("li .status").TextContent, StringComparison.Ordinal);
        Assert.Contains("目前没有需要决策的事项", Render<DecisionList>(p => p.Add(l => l.Items, [])).Find("p").TextContent, StringComparison.Ordinal);
    }

    private static LevelCell Level(string level, FigureState state, double? count) => new(level, Cell.Of(state, count, "{factory}", Counted, 5));

    private static DistrictAnswer Tile(string code, string part, bool registered, Cell? density) => new(
        code, code, code, 0, 0, part, null, registered, density, null, new ScopeOverview(null, code, density, null, [], [], [], [], null), []);
}
