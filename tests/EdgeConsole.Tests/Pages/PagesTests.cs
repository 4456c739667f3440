using System.Text.Json;
using Bunit;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.EdgeConsole.Pages;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>Pages with answers that a running demo does not give at will.</summary>
public sealed class PagesTests : StandPages
{
    public PagesTests() => Account.SetRoles(Roles.Viewer);

    [Fact]
    public async Task Factories_WithOpenWarnings_SayHowManyAndLeadThere()
    {
        Edge.Factories = [new("auto-01", "ent-auto-01", "auto", "1.1", "1.2"), new("auto-02", "ent-auto-02", "auto", "1.1", "1.2")];
        await Stand.TakeAsync(Stand.Insight(1));
        var page = Render<FactoriesPage>();
        page.WaitForAssertion(() => Assert.Equal("Open warnings of auto-01: 1", page.Find("a[href='/factories/auto-01/warnings']").GetAttribute("aria-label")), Patience);
        Assert.Empty(page.FindAll("a[href='/factories/auto-02/warnings']"));
    }

    [Fact]
    public void Factories_WithoutAny_SayWhatToDo()
    {
        (Edge.Factories, Edge.Configuration) = ([], [new("press-shop", "press-shop/factory.yaml", false, ["line 3: no endpoint"])]);
        var page = Render<FactoriesPage>();
        page.WaitForAssertion(() => Assert.Contains("Put a factory.yaml into", page.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.Contains("line 3: no endpoint", page.Find(".notice.bad").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void Factories_WhileTheCollectorIsAway_SaySo()
    {
        var page = Render<FactoriesPage>();
        page.WaitForAssertion(() => Assert.Equal("service: away It is asked again by itself.", page.Find(".notice").TextContent), Patience);
        Assert.Single(page.FindAll(".skeleton"));
    }

    [Fact]
    public void DataHealth_OfAnUntrustedServer_ShowsFingerprintAdviceAndTheGuide()
    {
        Edge.Connections =
        [
            new()
            {
                Factory = "press-shop", Connection = "plc1", Endpoint = "opc.tcp://plc1:4840", State = "Waiting", Attempts = 3,
                LastError = "The server's certificate is not trusted.", WhatToDo = "Trust it (docs/connect-a-plc.md#badcertificateuntrusted)",
                Security = new()
                {
                    Policy = "Basic256Sha256", Mode = "SignAndEncrypt", OwnCertificate = new() { DaysLeft = 12 },
                    ServerCertificate = new() { Fingerprint = "ab12", IsTrusted = false, DaysLeft = 400, Reason = "It is in no trust list." },
                },
            },
        ];
        var page = RenderHealth();
        page.WaitForAssertion(() => Assert.Equal("/guide/badcertificateuntrusted", page.Find(".notice a").GetAttribute("href")), Patience);
        Assert.Contains("ab12", page.Markup, StringComparison.Ordinal);
        Assert.Contains("waiting to try again", page.Find(".connection .status-bad").TextContent, StringComparison.Ordinal);
        Assert.Contains("12 days left", page.Find("dd .status-warning").TextContent, StringComparison.Ordinal);
        Assert.Contains("not trusted", page.Find("dd .status-bad").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void DataHealth_RefusedSignals_StandWithReasonAndAdvice()
    {
        Edge.Connections =
        [
            new()
            {
                Factory = "press-shop", Connection = "plc1", State = "Running", Counts = new() { Connects = 4 },
                Refused = [new("press/torque", "BadNodeIdUnknown", "The node is not there. (docs/connect-a-plc.md#badnodeidunknown)")],
            },
        ];
        Edge.Coverage =
        [
            new("press/torque", FakeEdge.Now - TimeSpan.FromHours(24), FakeEdge.Now, 0.25, 0,
            [
                new(FakeEdge.Now - TimeSpan.FromHours(24), FakeEdge.Now - TimeSpan.FromHours(12), "notCollected", null),
                new(FakeEdge.Now - TimeSpan.FromHours(12), FakeEdge.Now - TimeSpan.FromHours(6), "covered", null),
                new(FakeEdge.Now - TimeSpan.FromHours(6), FakeEdge.Now, "notCovered", "badNode"),
            ]),
        ];
        var page = RenderHealth();
        page.WaitForAssertion(() => Assert.Contains("BadNodeIdUnknown", page.Find(".connection table").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("/guide/badnodeidunknown", page.Find(".connection table a").GetAttribute("href"));
        page.WaitForAssertion(() => Assert.Equal("50 %", page.Find("table.coverage td.figure").TextContent), Patience);
        Assert.Contains("the server refuses the node", page.Find("rect.strip-notCovered").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void DataHealth_OfALivingConnection_ShowsFlatLinesSignalsNeverSeenAndDaysOfBuffer()
    {
        Edge.Connections =
        [
            new()
            {
                Factory = "press-shop", Connection = "plc1", State = "Running", Counts = new() { Repeats = 1_234 },
                Attention = new()
                {
                    FlatCount = 2, FlatAfterSeconds = 3_600, Flat = [new("press/temp", FakeEdge.Now - TimeSpan.FromHours(5))], NeverSeenCount = 1,
                    NeverSeen = ["press/oil"], Repeated = [new("press/torque", 1_200)],
                },
            },
        ];
        Edge.Factories = [new("press-shop", "ent", "auto", "1.1", "1.10") { Fill = new(512 << 20, 1L << 30, 256 << 20, 2, null) }];
        var page = RenderHealth();
        page.WaitForAssertion(() => Assert.Contains("press/temp", page.Find(".attention.flat").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("5 h ago", page.Find(".attention.flat").TextContent, StringComparison.Ordinal);
        Assert.Contains("and 1 more", page.Find(".attention.flat").TextContent, StringComparison.Ordinal);
        Assert.Contains("press/oil", page.Find(".attention.never").TextContent, StringComparison.Ordinal);
        Assert.Contains("1,200 times", page.Find(".attention.repeated").TextContent, StringComparison.Ordinal);
        Assert.Contains("1,234", page.Find(".facts").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("2 days (256 MiB a day)", page.Find("dd.days .status-warning").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void Machines_WithoutAScore_SayWhy()
    {
        Edge.Signals = [new(0, "press/torque", "torque", "press", "press", "N.m", "double", "plc1", 500)];
        Edge.Values = [FakeEdge.Value("press/torque", 12.5, 0x80000000)];
        Edge.Assets = [new("press-shop", "press", "press", "wear", "wear-index", "1.0.0", "coverage_too_low", "coverage 62 % of 80 %", null, null, null)];
        Edge.Insights = [Insight(InsightState.CoverageTooLow) with { Reason = "coverage 62 % of 80 %" }];
        var page = RenderMachine();
        page.WaitForAssertion(() => Assert.Contains("coverage 62 % of 80 %", page.Find(".insight").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("Why there is no score", page.Find(".insight").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("bad", page.Find("td .quantity").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void Machines_WithSeveralInsights_ShowTheNewestWithItsContributions()
    {
        Edge.Signals = [new(0, "press/torque", "torque", "press", "press", "N.m", "double", "plc1", 500)];
        Edge.Values = [];
        Edge.Assets = [];
        Edge.Insights =
        [
            Insight(InsightState.Computed) with { Value = 0.7, Unit = "1", Level = InsightLevel.Warning, Contributions = [new("torque", -0.8), new("speed", 0.2)] },
            Insight(InsightState.Computed, minutesAgo: 5) with { Value = 0.9, Unit = "1" },
        ];
        var page = RenderMachine();
        page.WaitForAssertion(() => Assert.Equal("0.7", page.Find(".insight .big .number").TextContent), Patience);
        Assert.Single(page.FindAll(".insight"));
        Assert.Contains("warning", page.Find(".insight header").TextContent, StringComparison.Ordinal);
        Assert.Equal("torque: −80 %", page.FindAll(".shares li")[0].GetAttribute("aria-label"));
    }

    [Fact]
    public void Machines_WithAnInterval_ShowItBesideTheAnswerAndAsTheBandOfTheAnswersOfLate()
    {
        Edge.Signals = [new(0, "press/torque", "torque", "press", "press", "N.m", "double", "plc1", 500)];
        Edge.Values = [];
        Edge.Assets = [];
        Edge.Insights =
        [
            Insight(InsightState.Computed) with { Value = 186, Unit = "h", Interval = new(150.2, 220.4, 0.9) },
            Insight(InsightState.CoverageTooLow, minutesAgo: 1),
            Insight(InsightState.Computed, minutesAgo: 2) with { Value = 240, Unit = "h", Interval = new(180, 300, 0.9) { IsOpen = true } },
        ];
        var module = JSInterop.SetupModule("./_content/Jinan.IndustryBrain.Screens/charts.js");
        module.Mode = JSRuntimeMode.Loose;
        var chart = module.SetupModule("trend", _ => true);
        chart.Mode = JSRuntimeMode.Loose;
        var page = RenderMachine();
        page.WaitForAssertion(() => Assert.Equal("(90 % interval 150–220)", page.Find(".insight .big .interval").TextContent), Patience);
        Assert.Equal("2 answers, lowest 186, highest 240, newest 186 h", page.Find(".insight .of-late figcaption").TextContent);
        page.WaitForAssertion(() => chart.VerifyInvoke("show"), Patience);
        var drawn = JsonSerializer.Serialize(chart.Invocations["show"][0].Arguments[0]);
        Assert.Contains("\"min\":[180,null,150.2]", drawn, StringComparison.Ordinal);
        Assert.Contains("\"max\":[300,null,220.4]", drawn, StringComparison.Ordinal);
        Assert.Contains("\"avg\":[240,null,186]", drawn, StringComparison.Ordinal);
        Assert.Contains("\"canZoom\":false", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_OnTheirList_ShowLevelAndIntervalToo()
    {
        Edge.Signals = [new(0, "press/torque", "torque", "press", "press", "N.m", "double", "plc1", 500)];
        Edge.Values = [];
        Edge.Assets =
        [
            new("press-shop", "press", "press", "wear", "wear-index", "1.0.0", "computed", null, 186, "h", FakeEdge.Now)
            {
                Level = InsightLevel.Warning, Interval = new(150, 300, 0.9) { IsOpen = true },
            },
            new("press-shop", "press", "press", "old", "without", "1.0.0", "computed", null, 0.5, "1", FakeEdge.Now),
        ];
        var page = Render<MachinesPage>(p => p.Add(m => m.Factory, "press-shop"));
        page.WaitForAssertion(() => Assert.Equal("(90 % interval 150–300 or more)", Assert.Single(page.FindAll("tbody .interval")).TextContent), Patience);
        Assert.Contains("warning", Assert.Single(page.FindAll("tbody .status")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_OfATypeThatNoModelKnows_SayWhatToDo()
    {
        Edge.Signals = [new(0, "press/torque", "torque", "press", "press", "N.m", "double", "plc1", 500)];
        Edge.Values = [];
        Edge.Insights = [];
        Edge.Assets = [new("press-shop", "press", "press", null, null, null, "not_configured", null, null, null, null)];
        var page = RenderMachine();
        page.WaitForAssertion(() => Assert.Contains("No model in service answers for 'press'", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void Models_ARefusedFile_ShowsWhy()
    {
        Edge.Capsules = new([], [new("bad.capsule", null, null, null, null, "refused", "NotSigned", "It is not signed. Sign it with 'brain capsule sign'.")]);
        var page = Render<ModelsPage>();
        page.WaitForAssertion(() => Assert.Contains("It is not signed", page.Find("tbody tr").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("refused", page.Find("tbody .status-bad").TextContent, StringComparison.Ordinal);
    }

    private static Insight Insight(InsightState state, int minutesAgo = 0)
    {
        var to = FakeEdge.Now - TimeSpan.FromMinutes(minutesAgo);
        return new()
        {
            Id = minutesAgo.ToString(), Factory = "press-shop", Enterprise = "e", Sector = "auto", Asset = "press", AssetType = "press",
            Model = new("wear", "1.0.0", "d", "wear-index", "health_index"), Window = new("grid", to - TimeSpan.FromSeconds(16), to),
            State = state, Evidence = new([], 0.62, 100, "d", 1, 1, 2), Hops = new(to, to, to),
        };
    }

    private IRenderedComponent<DataHealthPage> RenderHealth() => Render<DataHealthPage>(p => p.Add(h => h.Factory, "press-shop"));

    private IRenderedComponent<MachinesPage> RenderMachine() =>
        Render<MachinesPage>(p => p.Add(m => m.Factory, "press-shop").Add(m => m.Asset, "press"));
}
