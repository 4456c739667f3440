using System.Text.Json;
using Bunit;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.EdgeConsole.Pages;
using Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>Pages of warnings, tasks and privacy over real cases, as an engineer and as a viewer see them.</summary>
public sealed class WarningPagesTests : StandPages
{
    private readonly FakeExchange _exchange = new();
    private readonly FakeEvidence _evidence = new();

    protected override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IExchange>(_exchange);
        services.AddSingleton<IEvidence>(_evidence);
    }

    [Fact]
    public void Warnings_WithoutAny_SayWhenOneArises()
    {
        var page = Render<WarningsPage>(p => p.Add(w => w.Factory, "auto-01"));
        page.WaitForAssertion(() => Assert.Contains("No warning is open", page.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
        Assert.Single(page.FindAll(".notifications"));
    }

    [Fact]
    public async Task Warnings_OfTheFactory_AreListedWithLevelStateAndAnswer()
    {
        await Stand.TakeAsync(Stand.Insight(0, InsightLevel.Alarm));
        await Stand.TakeAsync(Stand.Insight(1) with { Factory = "auto-02", Id = "another" });
        var page = Render<WarningsPage>(p => p.Add(w => w.Factory, "auto-01"));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("table.cases tbody tr")), Patience);
        var row = page.Find("table.cases tbody tr").TextContent;
        foreach (var word in new[] { "m1", "alarm", "open", "Health index", "0.3" })
            Assert.Contains(word, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warning_Confirmed_IsConfirmedWithTheNote()
    {
        var warning = await OpenAsync();
        var page = RenderCase(warning);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".actions button")), Patience);
        await page.InvokeAsync(() => page.Find(".actions textarea").Input("bearing is dry"));
        await page.InvokeAsync(() => page.Find(".actions button.primary").Click());
        page.WaitForAssertion(() => Assert.Contains("Saved", page.Find(".actions .notice.good").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(WarningState.Confirmed, (await Stand.OnlyAsync()).State);
        Assert.Equal(("li", "bearing is dry"), (await Stand.DetailAsync(warning)).History[^1] is var entry ? (entry.Who, entry.Text) : default);
    }

    [Fact]
    public async Task Warning_ForAViewer_HasNoActions()
    {
        var warning = await OpenAsync();
        Account.SetRoles(Roles.Viewer);
        var page = RenderCase(warning);
        page.WaitForAssertion(() => Assert.Contains("needs an engineer's account", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll(".actions button"));
        var list = Render<WarningsPage>(p => p.Add(w => w.Factory, "auto-01"));
        Assert.Empty(list.FindAll(".notifications"));
    }

    [Fact]
    public async Task Evidence_OfAnAnswerWithAnInterval_ShowsItThenAndNow()
    {
        var insight = Stand.Insight(0) with { Interval = new(0.2, 0.4, 0.9) };
        await Stand.TakeAsync(insight);
        var warning = await Stand.OnlyAsync();
        Assert.Equal(insight.Interval, warning.Worst.Interval);
        _evidence.Replay = new("equal", 40, new string('a', 64), "same", 0.3, new(0.21, 0.39, 0.9), null);
        Edge.Signals = [];
        var page = RenderCase(warning);
        page.WaitForAssertion(() => Assert.Equal("(90 % interval 0.2–0.4)", page.Find(".case .interval").TextContent), Patience);
        page.WaitForAssertion(
            () => Assert.Contains("answers the same again: 0.3 (90 % interval 0.21–0.39)", page.Find(".evidence").TextContent, StringComparison.Ordinal), Patience);
        var list = Render<WarningsPage>(p => p.Add(w => w.Factory, "auto-01"));
        list.WaitForAssertion(() => Assert.Equal("(90 % interval 0.2–0.4)", list.Find("table.cases .interval").TextContent), Patience);
    }

    [Theory]
    [InlineData("equal", "same", "the digest is equal", "answers the same again: 0.3")]
    [InlineData("equal", "not_running", "the digest is equal", "not running any more")]
    [InlineData("differs", "not_asked", "the digest differs", "was not asked again")]
    [InlineData("gone", "not_asked", "no longer kept", "was not asked again")]
    [InlineData("incomplete", "not_asked", "Only 3 of 40 values", "was not asked again")]
    public async Task Evidence_Replayed_SaysWhatCameOfIt(string verdict, string model, string words, string modelWords)
    {
        var warning = await OpenAsync();
        _evidence.Replay = new(verdict, 3, new string('b', 64), model, 0.3, null, null);
        Edge.Signals = [new(0, "m1/torque", "torque", "m1", "robot", "N.m", "double", "plc1", 500)];
        _evidence.Values = [Value(-30, 1), Value(5, 2), Value(10, 4), Value(15, 0, 0x80000000)];
        var page = RenderCase(warning);
        page.WaitForAssertion(() => Assert.Contains(words, page.Find(".verdict").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains(modelWords, page.Find(".evidence").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("torque: 3 values in the window, minimum 1, maximum 4", page.Find(".plot").TextContent, StringComparison.Ordinal), Patience);

        // The span is from -10 s to 25 s of the window's beginning: held, two steps, then nothing known.
        Assert.Equal("M0 95H428.57V65H571.43V5H714.29", page.Find(".plot-line").GetAttribute("d"));
        Assert.Equal(("285.71", "571.43"), (page.Find(".plot-window").GetAttribute("x"), page.Find(".plot-window").GetAttribute("width")));
        Assert.Single(page.FindAll(".plot-bad"));
    }

    [Fact]
    public void Warning_ThatIsNotThere_SaysSo()
    {
        var page = Render<WarningPage>(p => p.Add(w => w.Factory, "auto-01").Add(w => w.Id, "nothing"));
        page.WaitForAssertion(() => Assert.Contains("There is no such warning", page.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Tasks_Declined_NeedAReason_AndThenAnswerTheCityUnderTheFactorysName()
    {
        _exchange.Tasks = new(new("idle", WarningsStand.Start, null), [new(CityTask("t1", new DateOnly(2026, 2, 27)), [])]);
        var page = Render<TasksPage>(p => p.Add(t => t.Factory, "auto-01"));
        page.WaitForAssertion(() => Assert.Contains("overdue", page.Find(".task").TextContent, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.FindAll(".task .buttons button")[^1].Click());
        page.WaitForAssertion(() => Assert.Contains("Say why", page.Find(".task .notice").TextContent, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.Find(".task textarea").Input("the line is sold"));
        await page.InvokeAsync(() => page.FindAll(".task .buttons button")[^1].Click());
        page.WaitForAssertion(() => Assert.Contains("on its way", page.Find(".task .notice.good").TextContent, StringComparison.Ordinal), Patience);
        var answer = Assert.Single(_exchange.Answers);
        Assert.Equal(("t1", TaskState.Declined, "the line is sold", "auto-01"), (answer.Task, answer.State, answer.Text, answer.By));
    }

    [Fact]
    public void Tasks_WhileTheCityIsAway_SayThatNothingIsLost()
    {
        _exchange.Tasks = new(new("waiting", null, "the city answers 503"), []);
        var page = Render<TasksPage>(p => p.Add(t => t.Factory, "auto-01"));
        page.WaitForAssertion(() => Assert.Contains("(the city answers 503). What is kept here is not lost", page.Find(".notice").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public void Privacy_ShowsEachFieldAsThePolicyHasIt_AndTheLastPayloadAsSent()
    {
        _exchange.Disclosure = new(
            new DisclosurePolicy { Releases = WarningRelease.Confirmed, Fields = [WarningField.Level] }, WarningsStand.Start, "wang", 0, [new("case-9", "it is from the future")],
            [new("insights", "value", "always"), new("insights", "reason", "never"), new("warnings", "id", "always"), new("warnings", "level", "level"), new("warnings", "asset", "asset")]);
        _exchange.Exports = new([new(1, WarningsStand.Start, "insights", 3, 2048, new string('c', 64), "refused (403)")]);
        _exchange.Last = new([new("insights", WarningsStand.Start, 20, JsonSerializer.SerializeToElement(new[] { new { value = 0.25 } }))]);
        _exchange.Receipts = [new(1, "case-1", "inspector", WarningsStand.Start, [WarningField.Level])];
        var page = Render<PrivacyPage>(p => p.Add(w => w.Factory, "auto-01"));
        page.WaitForAssertion(() => Assert.Contains("\"value\": 0.25", page.Find(".payload").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(
            ["always", "never", "with each warning that leaves", "released by the policy", "held back by the policy"],
            page.FindAll("table.fields .status").Select(s => s.TextContent.TrimStart('●', '○', '▲', '■')));
        page.WaitForAssertion(() => Assert.Contains("refused (403)", page.Find("table.exports").TextContent, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.Contains("inspector", page.Find("table.receipts").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("set by wang", page.Find(".policy").TextContent, StringComparison.Ordinal);
        Assert.Contains("report of case-9: it is from the future", page.Find(".policy .notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Privacy_PolicyChosen_IsSetInTheEngineersName()
    {
        _exchange.Disclosure = new(DisclosurePolicy.Closed, null, null, 0, [], []);
        var page = Render<PrivacyPage>(p => p.Add(w => w.Factory, "auto-01"));
        page.WaitForAssertion(() => Assert.Equal(8, page.FindAll(".policy input[type=checkbox]").Count), Patience);
        await page.InvokeAsync(() => page.FindAll(".policy input[type=radio]")[1].Change(true));
        await page.InvokeAsync(() => page.FindAll(".policy input[type=checkbox]")[7].Change(true));
        await page.InvokeAsync(() => page.FindAll(".policy input[type=checkbox]")[0].Change(true));
        await page.InvokeAsync(() => page.Find(".policy button.primary").Click());
        page.WaitForAssertion(() => Assert.NotEmpty(_exchange.Policies), Patience);
        var (policy, by) = Assert.Single(_exchange.Policies);
        Assert.Equal((WarningRelease.Confirmed, "li"), (policy.Releases, by));
        Assert.Equal([WarningField.Level, WarningField.Note], policy.Fields);
    }

    [Fact]
    public async Task Notifications_WithFaults_ListThemAndSaveNothing()
    {
        var page = Render<WarningsPage>(p => p.Add(w => w.Factory, "auto-01"));
        await page.InvokeAsync(() => page.Find(".notifications input[type=url]").Change("http://hooks.example/"));
        await page.InvokeAsync(() => page.Find(".notifications button.primary").Click());
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".notifications .notice.bad").Count), Patience);
        Assert.Null(Stand.Settings.Current.Webhook);
        await page.InvokeAsync(() => page.Find(".notifications input[type=url]").Change("https://hooks.example/"));
        await page.InvokeAsync(() => page.FindAll(".notifications input[type=password]")[1].Change("a secret of sixteen"));
        await page.InvokeAsync(() => page.Find(".notifications button.primary").Click());
        page.WaitForAssertion(() => Assert.Equal("a secret of sixteen", Stand.Settings.Current.Webhook?.Secret), Patience);
        Assert.DoesNotContain("a secret of sixteen", page.Markup, StringComparison.Ordinal);
    }

    // What is found is used within InvokeAsync: another answer could render it anew in between.
    private async Task<WarningCase> OpenAsync()
    {
        await Stand.TakeAsync(Stand.Insight(0));
        return await Stand.OnlyAsync();
    }

    private IRenderedComponent<WarningPage> RenderCase(WarningCase warning) =>
        Render<WarningPage>(p => p.Add(w => w.Factory, warning.Factory).Add(w => w.Id, warning.Id));

    private static ValueAnswer Value(double seconds, double value, uint status = 0)
    {
        var at = WarningsStand.Start.AddSeconds(seconds);
        return new("m1/torque", at, at, JsonSerializer.SerializeToElement(value), status);
    }

    private static CityTask CityTask(string id, DateOnly due) => new()
    {
        Id = id, Factory = "auto-01", Revision = 1, Title = "Look at the bearing", Owner = "inspector", Due = due, State = TaskState.Open,
        Created = WarningsStand.Start, Changed = WarningsStand.Start,
    };
}
