using Bunit;
using Jinan.IndustryBrain.Screens.Components;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.Screens.Tests.Components;

public sealed class ComponentsTests : BunitContext
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);

    public ComponentsTests()
    {
        Services.AddSingleton(new PlaceTime(TimeZoneInfo.Utc, _time));
        RenderTree.Add<Microsoft.AspNetCore.Components.CascadingValue<Texts>>(p => p.Add(v => v.Value, Texts.English));
    }

    [Theory]
    [InlineData(0u, null)]
    [InlineData(0x40000000u, "uncertain")]
    [InlineData(0x80000000u, "bad")]
    public void Quantity_ItsQuality_IsToldInWordsUnlessGood(uint code, string? word)
    {
        var shown = Render<Quantity>(p => p.Add(q => q.Value, 12.5).Add(q => q.Unit, "N.m").Add(q => q.Code, code));
        Assert.Equal("12.5", shown.Find(".number").TextContent);
        Assert.Equal("N⋅m", shown.Find(".unit").TextContent);
        if (word is null)
            Assert.Empty(shown.FindAll(".status"));
        else
            Assert.EndsWith(word, shown.Find(".status").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Age_OlderThanItMayBe_IsMarked()
    {
        var shown = Render<Age>(p => p.Add(a => a.At, Start - TimeSpan.FromSeconds(90)).Add(a => a.StaleAfter, TimeSpan.FromMinutes(1)));
        Assert.Equal("90 s ago", shown.Find("time").TextContent);
        Assert.Contains("stale", shown.Find("time").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public void Age_AheadOfOurClock_SaysSo() =>
        Assert.Equal("30 s ahead of our clock", Render<Age>(p => p.Add(a => a.At, Start + TimeSpan.FromSeconds(30))).Find("time").TextContent);

    [Theory]
    [InlineData(false, "too few, hidden")]
    [InlineData(true, "one makes up too much, hidden")]
    public void SuppressedCell_SaysThatAndWhy(bool dominated, string words)
    {
        var shown = Render<SuppressedCell>(p => p.Add(c => c.Dominated, dominated)).Find(".suppressed");
        Assert.Equal("▨" + words, shown.TextContent);
        Assert.Contains("unrelated enterprises", shown.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("measured", "measured")]
    [InlineData("reported", "reported")]
    [InlineData("estimated", "estimated")]
    [InlineData("guessed", "guessed")]
    public void LineageNote_TellsEverythingThatItOwes_BehindAButtonOfItsName(string basis, string word)
    {
        var shown = Render<LineageNote>(p => p
            .Add(n => n.Name, "machines").Add(n => n.Formula, "a / b").Add(n => n.Inputs, "insights")
            .Add(n => n.From, Start - TimeSpan.FromMinutes(3)).Add(n => n.To, Start - TimeSpan.FromMinutes(2))
            .Add(n => n.Coverage, 0.98).Add(n => n.Basis, basis));
        Assert.Equal(
            ["a / b", "insights", "2026-02-28 23:57:00 – 2026-02-28 23:58:00", "2 min ago", "98 %", word],
            shown.FindAll("dd").Select(d => d.TextContent));
        Assert.Equal("Where machines comes from", shown.Find("button.lineage").GetAttribute("aria-label"));
        Assert.Equal(shown.Find("[popover]").Id, shown.Find("button.lineage").GetAttribute("popovertarget"));
    }

    [Fact]
    public void Columns_TheirValues_AreToldInWordsToo()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var shown = Render<Columns>(p => p.Add(c => c.Name, "spread").Add(c => c.Unit, "h").Add(c => c.Items, [new("5", 130.91), new("6", 143.5)]));
        Assert.Equal("2 groups, lowest to highest: 130.91, 143.5 h", shown.Find("figcaption").TextContent);
        Assert.StartsWith("spread – 2 groups", shown.Find("[role=img]").GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public void CoverageStrip_AShortHole_IsStillSeenAndSaysWhy()
    {
        var hole = Start + TimeSpan.FromHours(12);
        var shown = Render<CoverageStrip>(p => p
            .Add(s => s.Name, "m1/torque").Add(s => s.From, Start).Add(s => s.To, Start + TimeSpan.FromHours(24))
            .Add(s => s.Parts,
            [
                new(Start, hole, "covered", null),
                new(hole, hole + TimeSpan.FromSeconds(1), "notCovered", "disconnected"),
                new(hole + TimeSpan.FromSeconds(1), Start + TimeSpan.FromHours(24), "covered", null),
            ]));
        var rect = shown.Find("rect.strip-notCovered");
        Assert.Equal(3, double.Parse(rect.GetAttribute("width")!));
        Assert.Equal(500, double.Parse(rect.GetAttribute("x")!), 0.5);
        Assert.Contains("not covered (disconnected)", rect.TextContent, StringComparison.Ordinal);
        Assert.Contains("m1/torque: >99.9 % covered", shown.Find("svg").GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_LessAndMore_GoToTheirSides()
    {
        var shown = Render<Shares>(p => p.Add(s => s.Items, [("torque", 0.6), ("current", -0.4)]));
        Assert.Equal("left:50%;width:30%", shown.Find(".share-more").GetAttribute("style"));
        Assert.Equal("left:30%;width:20%", shown.Find(".share-less").GetAttribute("style"));
        Assert.Equal("−40 %", shown.FindAll(".number")[1].TextContent);
    }

    [Fact]
    public void Status_ItsTone_HasASignBesidesTheColour() =>
        Assert.Equal("■", Render<Status>(p => p.Add(s => s.Tone, Tone.Bad).AddChildContent("x")).Find(".sign").TextContent);

    [Fact]
    public void Trend_WithoutData_SaysWhatToDo()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var shown = Render<Trend>(p => p.Add(t => t.Name, "m1/torque").Add(t => t.Points, []));
        Assert.Contains("Choose a longer one", shown.Find("figcaption").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Trend_WithData_SaysItInWordsToo()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var shown = Render<Trend>(p => p
            .Add(t => t.Name, "m1/torque").Add(t => t.Unit, "N.m")
            .Add(t => t.Points, [new(Start, 1, 3, 2), new(Start + TimeSpan.FromSeconds(1), null, null, null), new(Start + TimeSpan.FromSeconds(2), 2, 4, 3)]));
        Assert.Equal("2 points, minimum 1, maximum 4, newest 3 N⋅m", shown.Find("figcaption").TextContent);
        Assert.Equal("2", shown.Find(".trend-canvas").GetAttribute("data-points"));
    }

    [Fact]
    public void Trend_OfEstimates_TellsTheEstimatesAndNotTheEndsOfTheirIntervals()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var shown = Render<Trend>(p => p
            .Add(t => t.Name, "life").Add(t => t.Unit, "h").Add(t => t.IsOfEstimates, true)
            .Add(t => t.Points, [new(Start, 100, 300, 200), new(Start + TimeSpan.FromSeconds(1), null, null, null), new(Start + TimeSpan.FromSeconds(2), 80, 260, 180)]));
        Assert.Equal("2 answers, lowest 180, highest 200, newest 180 h", shown.Find("figcaption").TextContent);
    }

    [Fact]
    public void IntervalNote_InBothLanguages_SaysHowSureItIs()
    {
        var english = Render<IntervalNote>(p => p.Add(i => i.Low, 150.04).Add(i => i.High, 220.3).Add(i => i.Coverage, 0.9));
        Assert.Equal("(90 % interval 150–220)", english.Find(".interval").TextContent);
        var chinese = Render<IntervalNote>(p => p.AddCascadingValue(Texts.Chinese)
            .Add(i => i.Low, 150.04).Add(i => i.High, 300).Add(i => i.Coverage, 0.9).Add(i => i.IsOpen, true));
        Assert.Equal("（90 % 区间 150–300 以上）", chinese.Find(".interval").TextContent);
    }
}
