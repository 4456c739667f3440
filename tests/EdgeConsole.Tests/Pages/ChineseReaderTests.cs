using Bunit;
using Bunit.TestDoubles;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.EdgeConsole.Pages;
using Jinan.IndustryBrain.EdgeConsole.Parts;
using Jinan.IndustryBrain.EdgeConsole.Parts.Connect;
using Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using Jinan.IndustryBrain.Screens.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>What services say, as a reader of Chinese sees it on the pages: what is marked as English is not in the reader's language.</summary>
public sealed class ChineseReaderTests : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FakeEdge _edge = new() { Factories = [new("auto-01", "ent", "auto", "1.1", "1.2")] };
    private readonly FakeConnecting _server = new();
    private readonly WarningsStand _stand = new();
    private readonly FakeTimeProvider _time = new(FakeEdge.Now);

    public ChineseReaderTests()
    {
        AddAuthorization().SetAuthorized("engineer").SetRoles("engineer");
        Services.AddSingleton<IEdgeServices>(_edge);
        Services.AddSingleton<IConnecting>(_server);
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(new SelectionDownloads());
        Services.AddSingleton(_stand.Desk);
        Services.AddSingleton(_stand.Settings);
        Services.AddSingleton(_stand.Sender);
        Services.AddSingleton(new LiveFeeds(_time));
        Services.AddSingleton(new PlaceTime(TimeZoneInfo.Utc, _time));
        RenderTree.Add<CascadingValue<Texts>>(p => p.Add(v => v.Value, Texts.Chinese));
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    private static SaidAnswer Expired { get; } = new("It expired.", new SentenceCode("verdict.expired", ["CN=PLC", "0123456789ABCDEF", "2026-02-01 00:00:00"]));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _stand.Dispose();
    }

    [Fact]
    public void DataHealth_OfARefusedCertificate_SaysOnceWhatIsWrongWithIt()
    {
        _edge.Connections =
        [
            new()
            {
                Factory = "auto-01", Connection = "plc1", State = "Waiting", LastError = "opc.tcp://plc1: It expired.", LastErrorStatus = "BadCertificateTimeInvalid",
                WhatToDo = "renew it (docs/connect-a-plc.md#badcertificatetimeinvalid)", WhatToDoCode = new("advice.badcertificatetimeinvalid", []),
                Security = new()
                {
                    Policy = "Basic256Sha256", Mode = "SignAndEncrypt",
                    ServerCertificate = new() { Fingerprint = "ab12", IsTrusted = false, Status = "BadCertificateTimeInvalid", Reason = "It expired.", Findings = [Expired] },
                },
            },
        ];
        var page = Render<DataHealthPage>(p => p.Add(health => health.Factory, "auto-01"));
        var notice = page.WaitForElement(".connection .notice.bad", Patience);
        Assert.Contains("证书“CN=PLC”（0123456789ABCDEF…）已于 2026-02-01 00:00:00 UTC 过期", notice.TextContent, StringComparison.Ordinal);
        Assert.Contains("证书已过期或尚未生效", notice.TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll(".connection .notice.bad"));
        Assert.Empty(page.FindAll(".connection [lang=en]"));
    }

    [Fact]
    public void Trust_OfACertificateWithFaults_ShowsThemBeforeItIsTrusted()
    {
        _server.Findings = [Expired];
        var page = Discovered();
        var notice = page.Find(".fingerprint").Closest("section")!.QuerySelector(".notice.bad")!;
        Assert.Contains("过期", notice.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("未受信任", notice.TextContent, StringComparison.Ordinal);
        Assert.Empty(notice.QuerySelectorAll("[lang=en]"));
    }

    [Fact]
    public void Models_OfACapsuleWithTexts_AreNamedAndExplainedInTheReadersLanguage()
    {
        var capsule = new CapsuleAnswer
        {
            Capsule = "joint", Version = "1.1.1", Title = "Health index of a joint", State = "ending", Sector = "auto",
            Needs = [new() { Model = "joint-health", Kind = "health_index", Window = "grid", LengthMs = 16_000, Unit = "1" }],
            Texts = new Dictionary<string, CapsuleTextsAnswer>
            {
                ["zh-CN"] = new("关节健康指数", new Dictionary<string, ModelTextsAnswer> { ["joint-health"] = new("关节健康", "1 为没有故障") }),
                ["en"] = new("Joint health", new Dictionary<string, ModelTextsAnswer> { ["joint-health"] = new("Health of the joint", "1 without a fault") }),
            },
        };
        _edge.Capsules = new([capsule, capsule with { Capsule = "old", Texts = new Dictionary<string, CapsuleTextsAnswer>() }], []);
        var page = Render<ModelsPage>();
        page.WaitForAssertion(() => Assert.Equal(["关节健康指数", "Health index of a joint"], page.FindAll("article h2").Select(title => title.TextContent)), Patience);
        Assert.Contains("关节健康", page.Find("article h3").TextContent, StringComparison.Ordinal);
        Assert.Equal("健康指数：1 为没有故障", page.Find(".meaning").TextContent);
    }

    [Fact]
    public void Table_WithFaultsInItsRows_SaysThemLineByLine()
    {
        var bad = SignalTableSentences.BadNode.Of(3, "nothing");
        var left = SignalTableSentences.NotReadable.Of("Objects/Line/Secret");
        var notice = Render<TakenNotice>(p => p.Add(taken => taken.Taken, new TakenSignals(1, 0, [new(left.Text, left.Code)], 1, false)
        {
            Faults = [new(bad.Text, bad.Code)],
        }));
        Assert.Contains("第 3 行：node：“nothing”不是节点号", notice.Markup, StringComparison.Ordinal);
        Assert.Contains("Objects/Line/Secret：无读取权限", notice.Markup, StringComparison.Ordinal);
        Assert.Empty(notice.FindAll("[lang=en]"));
    }

    [Fact]
    public void DataHealth_OfACityThatTakesNothing_SaysWhyAndWhatToDo()
    {
        _edge.Connections = [new() { Factory = "auto-01", Connection = "plc1", State = "Running" }];
        _edge.Uplink = new([new("auto-01", "waiting", 3, 1, 2, 1, null, "https://city/token gives no token", null)
        {
            FaultCode = new("city.noToken", ["https://city/token", "401", "uplink-credentials.json"]),
            LastRefusal = "the unit is not one", LastRefusalCode = new("refusal.badUnit", []),
        }]);
        var page = Render<DataHealthPage>(p => p.Add(health => health.Factory, "auto-01"));
        page.WaitForAssertion(() => Assert.Contains("（https://city/token 没有发放令牌（401）：请检查 uplink-credentials.json 中的", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("：单位无效", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("[lang=en]"), words => words.TextContent.Contains("token", StringComparison.Ordinal) || words.TextContent.Contains("unit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notification_ThatCannotBeSent_SaysWhatToDoAndQuotesTheSystem()
    {
        _stand.Settings.Save(new() { Webhook = new() { Url = "https://hook.invalid/", Secret = "a secret of sixteen and more" } });
        await _stand.Sender.StartAsync(CancellationToken.None);
        await _stand.TakeAsync(_stand.Insight(0));
        var page = Render<NotificationPanel>(p => p.Add(panel => panel.Factory, "auto-01"));
        page.WaitForAssertion(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Contains("本机无法解析 Webhook 的主机名（", page.Find(".deliveries tbody").TextContent, StringComparison.Ordinal);
        }, Patience);
        Assert.Empty(page.FindAll(".deliveries [lang=en]"));
        await _stand.Sender.StopAsync(CancellationToken.None);
    }

    private IRenderedComponent<ConnectPage> Discovered()
    {
        var page = Render<ConnectPage>(p => p.Add(connect => connect.Factory, "auto-01"));
        page.WaitForElement("input[name=url]", Patience).Change("opc.tcp://plc1:4840");
        page.Find("form").Submit();
        page.WaitForElement(".fingerprint", Patience);
        return page;
    }
}
