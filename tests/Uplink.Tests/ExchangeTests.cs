using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Uplink.Tests;

/// <summary>Warnings and tasks between a factory and a city behind a real socket.</summary>
public sealed class ExchangeTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly Edge _edge = new();
    private readonly ConcurrentQueue<WarningReport> _reports = [];
    private readonly ConcurrentQueue<TaskAnswer> _answers = [];
    private readonly ConcurrentDictionary<string, string> _pages = new();
    private FakeCity _city = null!;
    private volatile int _status = 200;

    public async ValueTask InitializeAsync()
    {
        _city = await FakeCity.StartAsync();
        _city.Other = Answer;
        _edge.Register("auto-01", fixture.Issuer.TokenEndpoint, _city.Address);
        await _edge.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _city.DisposeAsync();
    }

    [Fact]
    public async Task Warning_WithoutAPolicy_StaysAtTheFactory_AndLeavesAsAPolicyReleasesIt()
    {
        Assert.Equal("SUCCESS", await _edge.DeliverAsync(Case(1)));
        var answer = await _edge.GetAsync("/disclosure/auto-01");
        Assert.Equal(("nothing", 0), (answer.GetProperty("policy").GetProperty("releases").GetString(), answer.GetProperty("waiting").GetInt32()));
        await SetAsync("all", "level");
        var report = await NextAsync();
        Assert.Equal(("case-1", InsightLevel.Warning), (report.Id, report.Level));
        Assert.Null(report.Asset);
        Assert.Null(report.Value);
        Assert.Null(report.Evidence);
        await UntilAsync(async () => (await _edge.GetAsync("/disclosure/auto-01")).GetProperty("waiting").GetInt32() == 0, "that the city has all");
        foreach (var secret in new[] { "auto-01-m1", "welding-robot-joint", "31415.926535", "torque", "the line stands" })
            Assert.All(_city.EveryByte, bytes => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"'{secret}' was sent to the city."));
        Assert.Equal("engineer", (await _edge.GetAsync("/disclosure/auto-01")).GetProperty("by").GetString());
    }

    [Fact]
    public async Task Policy_Tightened_TakesBackWhatTheCityHas_AndWidened_TellsItAnew()
    {
        await SetAsync("all", "level", "asset");
        await _edge.DeliverAsync(Case(1));
        var first = await NextAsync();
        Assert.Equal("auto-01-m1", first.Asset);
        await SetAsync("all", "level");
        var narrower = await NextAsync();
        Assert.Equal((first.Id, null), (narrower.Id, narrower.Asset));
        Assert.True(narrower.Revision > first.Revision);
        await SetAsync("nothing");
        var withdrawn = await NextAsync();
        Assert.True(withdrawn.Withdrawn);
        Assert.Null(withdrawn.Level);
        Assert.True(withdrawn.Revision > narrower.Revision);

        // A change of a case that was taken back is nobody's business.
        await _edge.DeliverAsync(Case(2));
        await SetAsync("all", "level");
        var again = await NextAsync();
        Assert.False(again.Withdrawn);
        Assert.True(again.Revision > withdrawn.Revision);
        Assert.Empty(_reports);
    }

    [Fact]
    public async Task Policy_OfConfirmedOnly_TellsFromTheConfirmationOn()
    {
        await SetAsync("confirmed", "level");
        await _edge.DeliverAsync(Case(1));
        await _edge.DeliverAsync(Case(2) with { State = WarningState.Confirmed, Confirmed = Start });
        var report = await NextAsync();
        Assert.Equal((WarningState.Confirmed, 2), (report.State, (int)report.Revision));
        await _edge.DeliverAsync(Case(3) with { State = WarningState.Closed, Confirmed = Start });
        Assert.Equal(WarningState.Closed, (await NextAsync()).State);
        Assert.Empty(_reports);
    }

    [Fact]
    public async Task Case_BroughtAgainOrOlder_IsToldOnce()
    {
        await SetAsync("all", "level");
        await _edge.DeliverAsync(Case(2));
        await _edge.DeliverAsync(Case(2));
        await _edge.DeliverAsync(Case(1));
        Assert.Equal(2, (await NextAsync()).Revision);
        await _edge.DeliverAsync(Case(3) with { State = WarningState.Acknowledged });
        Assert.Equal(3, (await NextAsync()).Revision);
        Assert.Empty(_reports);
    }

    [Fact]
    public async Task CityAway_ReportsAndAnswersAreKeptOverARestart_AndSentLater()
    {
        _pages["tasks"] = Tasks(Task("t1", 1));
        await UntilAsync(async () => (await TasksAsync()).GetArrayLength() == 1, "the task");
        _status = 503;
        await SetAsync("all", "level");
        await _edge.DeliverAsync(Case(1));
        await _edge.DeliverAsync(Case(2) with { State = WarningState.Acknowledged });
        using (var accepted = await _edge.SendAsync(HttpMethod.Post, "/tasks/t1/answers?factory=auto-01", new { id = "a1", state = "accepted", by = "auto-01" }))
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await UntilAsync(async () => (await _edge.GetAsync("/tasks?factory=auto-01")).GetProperty("city").GetProperty("name").GetString() == "waiting", "that it waits");
        await _edge.StopAsync();
        _status = 200;
        await _edge.StartAsync();
        var report = await NextAsync();
        Assert.Equal((2, WarningState.Acknowledged), ((int)report.Revision, report.State));
        await UntilAsync(() => System.Threading.Tasks.Task.FromResult(_answers.Any(a => a.Id == "a1")), "the answer");
        Assert.All(_answers, answer => Assert.Equal("a1", answer.Id));
    }

    [Fact]
    public async Task Tasks_ArePulledPageByPage_ChangedOnes_AndThoseOfAnotherFactoryNot()
    {
        _pages["tasks"] = Tasks(Task("t1", 1), Task("t2", 2), Task("alien", 3) with { Factory = "auto-02" });
        await UntilAsync(async () => (await TasksAsync()).GetArrayLength() == 2, "two tasks");
        _pages["tasks"] = Tasks(Task("t1", 4) with { State = TaskState.Closed });
        await UntilAsync(async () => (await TasksAsync())[0].GetProperty("task").GetProperty("state").GetString() == "closed", "the change");
        using var answer = await _edge.SendAsync(HttpMethod.Post, "/tasks/t1/answers?factory=auto-01", new { state = "answered", by = "auto-01" });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task Answer_ToATask_ReachesTheCityOnce_AndARefusalIsShown()
    {
        _pages["tasks"] = Tasks(Task("t1", 1));
        await UntilAsync(async () => (await TasksAsync()).GetArrayLength() == 1, "the task");
        using (await _edge.SendAsync(HttpMethod.Post, "/tasks/t1/answers?factory=auto-01", new { id = "same", state = "answered", text = "done", by = "auto-01" }))
        using (await _edge.SendAsync(HttpMethod.Post, "/tasks/t1/answers?factory=auto-01", new { id = "same", state = "answered", text = "done", by = "auto-01" }))
            await UntilAsync(async () => await StateOfAnswerAsync(0) == "sent", "that the city has it");
        Assert.Equal(("t1", TaskState.Answered, "done"), (Assert.Single(_answers) is var given ? (given.Task, given.State, given.Text) : default));

        _pages["refuse"] = "it is not open";
        using (await _edge.SendAsync(HttpMethod.Post, "/tasks/t1/answers?factory=auto-01", new { id = "late", state = "declined", text = "no", by = "auto-01" }))
            await UntilAsync(async () => await StateOfAnswerAsync(1) == "refused", "the refusal");
        Assert.Contains("it is not open", await File.ReadAllTextAsync(_edge.DeadLettersOf("auto-01")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "accepted", "x", "by", HttpStatusCode.NotFound)]
    [InlineData("t1", "closed", "x", "by", HttpStatusCode.BadRequest)]
    [InlineData("t1", "declined", " ", "by", HttpStatusCode.BadRequest)]
    [InlineData("t1", "accepted", "x", "", HttpStatusCode.BadRequest)]
    public async Task Answer_ThatCannotBeUsed_IsRefusedWithWhatToDo(string task, string state, string text, string by, HttpStatusCode expected)
    {
        using var answer = await _edge.SendAsync(HttpMethod.Post, $"/tasks/{task}/answers?factory=auto-01", new { state, text, by });
        Assert.Equal(expected, answer.StatusCode);
        Assert.NotEmpty(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData("""{"policy":{"releases":"all","fields":["level","level"]},"by":"li"}""")]
    [InlineData("""{"policy":{"releases":"all","fields":[]},"by":""}""")]
    [InlineData("""{"policy":null,"by":"li"}""")]
    [InlineData("""{"policy":{"releases":"everything","fields":[]},"by":"li"}""")]
    public async Task Policy_ThatCannotBeUsed_IsRefused_AndTheOldOneHolds(string body)
    {
        using var answer = await _edge.SendAsync(HttpMethod.Put, "/disclosure/auto-01", JsonDocument.Parse(body).RootElement);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("nothing", (await _edge.GetAsync("/disclosure/auto-01")).GetProperty("policy").GetProperty("releases").GetString());
    }

    [Fact]
    public async Task Report_ThatTheCityRefuses_IsShownWithItsReason_AndTheNextOneIsSent()
    {
        _pages["refuse-reports"] = "it was raised in the future";
        await SetAsync("all", "level");
        await _edge.DeliverAsync(Case(1));
        await UntilAsync(async () => (await _edge.GetAsync("/disclosure/auto-01")).GetProperty("refused").GetArrayLength() == 1, "the refusal");
        var refused = (await _edge.GetAsync("/disclosure/auto-01")).GetProperty("refused")[0];
        Assert.Equal("it was raised in the future", refused.GetProperty("reason").GetString());
        Assert.Equal("refusal.reportInFuture", refused.GetProperty("reasonCode").GetProperty("code").GetString());
        _pages.TryRemove("refuse-reports", out _);
        await _edge.DeliverAsync(Case(2) with { State = WarningState.Acknowledged });
        Assert.Equal(2, (await NextAsync()).Revision);
        await UntilAsync(async () => (await _edge.GetAsync("/disclosure/auto-01")).GetProperty("refused").GetArrayLength() == 0, "that it is well");
    }

    [Fact]
    public async Task Receipts_AreKept()
    {
        _pages["receipts"] = JsonSerializer.Serialize([new(7, "case-1", "inspector", Start, [WarningField.Level])], ContractsJson.Default.DisclosureReceiptArray);
        await UntilAsync(async () => (await _edge.GetAsync("/receipts?factory=auto-01")).GetArrayLength() == 1, "the receipt");
        Assert.Equal("inspector", (await _edge.GetAsync("/receipts?factory=auto-01"))[0].GetProperty("viewer").GetString());
    }

    [Fact]
    public async Task City_ThatKnowsNothingOfWarnings_StillGetsInsights()
    {
        _status = 404;
        await SetAsync("all", "level");
        await _edge.DeliverAsync(Case(1));
        Assert.Equal("SUCCESS", await _edge.DeliverAsync(Insights.JsonOf(Insights.Of("auto-01", Start))));
        Assert.Single((await _city.NextAsync("the insight")).Insights);
        await UntilAsync(async () => (await _edge.GetAsync("/tasks?factory=auto-01")).GetProperty("city").GetProperty("name").GetString() == "not_offered", "that it knows");
        Assert.Equal(1, (await _edge.GetAsync("/disclosure/auto-01")).GetProperty("waiting").GetInt32());
        await _edge.WaitForAsync(status => status.GetProperty("pending").GetInt64() == 0, "an empty outbox");
    }

    [Fact]
    public async Task Export_IsInTheLogWithTheDigestOfTheBytesThatLeft_AndShownAsSent()
    {
        await _edge.DeliverAsync(Insights.JsonOf(Insights.Of("auto-01", Start)));
        await _city.NextAsync("the insight");
        await UntilAsync(async () => (await LinesAsync()) is [{ } line] && line.GetProperty("outcome").GetString() == "acknowledged", "the line");
        var line = Assert.Single(await LinesAsync());
        Assert.Equal(("insights", 1), (line.GetProperty("kind").GetString(), line.GetProperty("count").GetInt32()));
        var bytes = _city.EveryByte.Single(b => Encoding.UTF8.GetString(b).StartsWith("/api/v1/factories/auto-01/insights", StringComparison.Ordinal));
        var body = bytes[^line.GetProperty("bytes").GetInt32()..];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), line.GetProperty("digest").GetString());
        var last = Assert.Single((await _edge.GetAsync("/exports/last?factory=auto-01")).GetProperty("payloads").EnumerateArray());
        Assert.Equal(JsonDocument.Parse(body).RootElement.GetRawText(), last.GetProperty("body").GetRawText());
    }

    private (int, string) Answer(string method, string path, string body)
    {
        if (_status != 200)
            return (_status, "{}");
        if (path.EndsWith("/warnings", StringComparison.Ordinal))
        {
            if (_pages.TryGetValue("refuse-reports", out var reason))
                return (200, $$$"""{"refused":[{"index":0,"reason":"{{{reason}}}","reasonCode":{"code":"refusal.reportInFuture","values":[]}}]}""");
            foreach (var report in JsonSerializer.Deserialize(body, ContractsJson.Default.WarningReportArray)!)
                _reports.Enqueue(report);
            return (200, """{"refused":[]}""");
        }

        if (path.EndsWith("/task-answers", StringComparison.Ordinal))
        {
            if (_pages.TryGetValue("refuse", out var why))
                return (200, $$"""{"refused":[{"index":0,"reason":"{{why}}"}]}""");
            foreach (var answer in JsonSerializer.Deserialize(body, ContractsJson.Default.TaskAnswerArray)!)
                _answers.Enqueue(answer);
            return (200, """{"refused":[]}""");
        }

        // As the city does: only what comes after is told.
        var kind = path.Contains("/tasks?", StringComparison.Ordinal) ? "tasks" : "receipts";
        var after = long.Parse(path.Split("after=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture);
        var page = JsonDocument.Parse(_pages.GetValueOrDefault(kind, "[]")).RootElement.EnumerateArray()
            .Where(item => item.GetProperty(kind == "tasks" ? "revision" : "number").GetInt64() > after).Select(item => item.GetRawText());
        return method == "GET" ? (200, $"[{string.Join(',', page)}]") : (405, "{}");
    }

    private async Task SetAsync(string releases, params string[] fields)
    {
        using var answer = await _edge.SendAsync(HttpMethod.Put, "/disclosure/auto-01", new { policy = new { releases, fields }, by = "engineer" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<WarningReport> NextAsync()
    {
        WarningReport? report = null;
        await UntilAsync(() => System.Threading.Tasks.Task.FromResult(_reports.TryDequeue(out report)), "a report");
        return report!;
    }

    private async Task<JsonElement> TasksAsync() => (await _edge.GetAsync("/tasks?factory=auto-01")).GetProperty("tasks");

    private async Task<string?> StateOfAnswerAsync(int number) =>
        (await TasksAsync())[0].GetProperty("answers") is var answers && answers.GetArrayLength() > number ? answers[number].GetProperty("state").GetString() : null;

    private async Task<List<JsonElement>> LinesAsync() => [.. (await _edge.GetAsync("/exports?factory=auto-01")).GetProperty("exports").EnumerateArray()];

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"There never was {what}.");
            await System.Threading.Tasks.Task.Delay(50);
        }
    }

    private static string Tasks(params CityTask[] tasks) => JsonSerializer.Serialize(tasks, ContractsJson.Default.CityTaskArray);

    private static CityTask Task(string id, long revision) => new()
    {
        Id = id, Factory = "auto-01", Revision = revision, Title = "Look at the bearing", Owner = "inspector", Due = new DateOnly(2026, 12, 1),
        State = TaskState.Open, Created = Start, Changed = Start,
    };

    private static WarningCase Case(long revision)
    {
        var insight = Insights.Of("auto-01", Start, 31415.926535, InsightLevel.Warning);
        return new WarningCase
        {
            Id = "case-1", Revision = revision, Factory = "auto-01", Enterprise = "ent-auto-01", Sector = "auto", Asset = insight.Asset, AssetType = insight.AssetType,
            State = WarningState.Open, Level = InsightLevel.Warning, Raised = Start, Changed = Start, Worst = insight, Insights = revision, NoteForCity = "the line stands",
        };
    }
}
