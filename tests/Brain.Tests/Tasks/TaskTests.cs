using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests.Tasks;

public sealed class TaskTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private readonly TestIssuer _issuer = fixture.Issuer;
    private BrainHost _brain = null!;
    private string _factory = "";
    private string _bureau = "";

    public async ValueTask InitializeAsync()
    {
        _brain = await BrainHost.StartAsync(_issuer);
        _factory = await _issuer.FactoryTokenAsync("auto-01");
        _bureau = await _issuer.BureauTokenAsync();
    }

    public ValueTask DisposeAsync() => _brain.DisposeAsync();

    [Fact]
    public async Task TaskOfAWarning_IsPulled_Answered_AndClosed()
    {
        using (var reported = await _brain.SendAsync(
                   HttpMethod.Post, "/api/v1/factories/auto-01/warnings", _factory, WarningReports.Json(WarningReports.Full("auto-01", "case-1"))))
            reported.EnsureSuccessStatusCode();
        var made = await CreateAsync(warning: "case-1", owner: "li-na");
        var pulled = Assert.Single(await PullAsync(0));
        Assert.Equal((made.Id, "case-1", "li-na", TaskState.Open, 1), (pulled.Id, pulled.Warning, pulled.Owner, pulled.State, pulled.Revision));
        Assert.Empty(await PullAsync(1));

        Assert.Equal((2, 0, 0), await AnswerAsync(Answer("a1", made.Id, TaskState.Accepted), Answer("a2", made.Id, TaskState.Answered, "bearing changed")));
        Assert.Equal((0, 2, 0), await AnswerAsync(Answer("a1", made.Id, TaskState.Accepted), Answer("a2", made.Id, TaskState.Answered, "bearing changed")));
        var answered = await FindAsync(made.Id);
        Assert.Equal("answered", answered.GetProperty("task").GetProperty("state").GetString());
        Assert.Equal(["created", "answered", "answered"], answered.GetProperty("events").EnumerateArray().Select(happened => happened.GetProperty("kind").GetString()));
        Assert.Equal("bearing changed", answered.GetProperty("events")[2].GetProperty("text").GetString());

        using (var closed = await _brain.SendAsync(HttpMethod.Post, $"/api/v1/tasks/{made.Id}/close", _bureau, """{"text":"thank you"}""", "\"3\""))
        {
            Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
            Assert.Equal("\"4\"", closed.Headers.ETag!.Tag);
        }

        var last = Assert.Single(await PullAsync(3));
        Assert.Equal((TaskState.Closed, 4), (last.State, last.Revision));
    }

    [Fact]
    public async Task Change_OfARevisionThatIsNotTheNewest_IsRefused_AndChangesNothing()
    {
        var made = await CreateAsync();
        using (var first = await _brain.SendAsync(HttpMethod.Put, $"/api/v1/tasks/{made.Id}", _bureau, """{"owner":"wang"}""", "\"1\""))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using (var second = await _brain.SendAsync(HttpMethod.Put, $"/api/v1/tasks/{made.Id}", _bureau, """{"owner":"zhao"}""", "\"1\""))
        {
            Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
            Assert.Equal("\"2\"", second.Headers.ETag!.Tag);
        }

        using (var blind = await _brain.SendAsync(HttpMethod.Put, $"/api/v1/tasks/{made.Id}", _bureau, """{"owner":"zhao"}"""))
            Assert.Equal((HttpStatusCode)428, blind.StatusCode);
        Assert.Equal("wang", (await FindAsync(made.Id)).GetProperty("task").GetProperty("owner").GetString());
    }

    [Fact]
    public async Task Changes_AtTheSameTime_OneWins_AndTheOthersAreTold()
    {
        var made = await CreateAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            _brain.SendAsync(HttpMethod.Put, $"/api/v1/tasks/{made.Id}", _bureau, $$"""{"owner":"person-{{i}}"}""", "\"1\"")));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task Tasks_MadeAtTheSameTime_HaveRevisionsWithoutHoles()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CreateAsync()));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), (await PullAsync(0)).Select(task => task.Revision));
        Assert.Equal([8L, 9L], (await PullAsync(7, take: 2)).Select(task => task.Revision));
    }

    [Fact]
    public async Task Answers_ThatCannotBeTaken_AreRefusedOneByOne()
    {
        var made = await CreateAsync();
        var good = Json(Answer("a1", made.Id, TaskState.Accepted));
        string[] bad =
        [
            Json(Answer("a2", "no-such-task", TaskState.Accepted)),
            Json(Answer("a3", made.Id, TaskState.Closed)),
            Json(Answer("a4", made.Id, TaskState.Declined)),
            Json(Answer("a5", made.Id, TaskState.Answered, new string('x', 2001))),
            good.Replace("\"a1\"", "\"a/1\""), "null", """{"id":"a6"}""",
        ];
        using var answer = await _brain.SendAsync(
            HttpMethod.Post, "/api/v1/factories/auto-01/task-answers", _factory, $"[{good},{string.Join(',', bad)}]");
        var outcome = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, outcome.GetProperty("stored").GetInt32());
        Assert.Equal(Enumerable.Range(1, bad.Length), outcome.GetProperty("refused").EnumerateArray().Select(item => item.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task TaskOfAnotherFactory_CannotBeSeenOrAnswered()
    {
        var made = await CreateAsync();
        var other = await _issuer.FactoryTokenAsync("auto-02");
        Assert.Equal(0, (await _brain.ReadAsync("/api/v1/factories/auto-02/tasks", other)).GetArrayLength());
        using var answer = await _brain.SendAsync(
            HttpMethod.Post, "/api/v1/factories/auto-02/task-answers", other, $"[{Json(Answer("a1", made.Id, TaskState.Answered, "mine"))}]");
        Assert.Equal(1, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refused").GetArrayLength());
        Assert.Equal("open", (await FindAsync(made.Id)).GetProperty("task").GetProperty("state").GetString());
    }

    [Fact]
    public async Task AnswerThatCrossesWithTheClosing_IsKept_AndTheTaskStaysClosed()
    {
        var made = await CreateAsync();
        using (var closed = await _brain.SendAsync(HttpMethod.Post, $"/api/v1/tasks/{made.Id}/close", _bureau, "{}", "\"1\""))
            closed.EnsureSuccessStatusCode();
        Assert.Equal((1, 0, 0), await AnswerAsync(Answer("a1", made.Id, TaskState.Answered, "done")));
        var found = await FindAsync(made.Id);
        Assert.Equal("closed", found.GetProperty("task").GetProperty("state").GetString());
        Assert.Equal("done", found.GetProperty("events")[2].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Reopened_GoesBackToTheFactory_WithTheReasonInItsText()
    {
        var made = await CreateAsync();
        await AnswerAsync(Answer("a1", made.Id, TaskState.Answered, "done"));
        using (var silent = await _brain.SendAsync(HttpMethod.Post, $"/api/v1/tasks/{made.Id}/reopen", _bureau, "{}", "\"2\""))
            Assert.Equal(HttpStatusCode.BadRequest, silent.StatusCode);
        using (var reopened = await _brain.SendAsync(HttpMethod.Post, $"/api/v1/tasks/{made.Id}/reopen", _bureau, """{"text":"photo missing"}""", "\"2\""))
            Assert.Equal(HttpStatusCode.OK, reopened.StatusCode);
        var pulled = Assert.Single(await PullAsync(2));
        Assert.Equal(TaskState.Open, pulled.State);
        Assert.Contains("photo missing", pulled.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"factory":"nowhere","title":"t","due":"2099-01-01"}""", "register")]
    [InlineData("""{"factory":"auto-01","title":" ","due":"2099-01-01"}""", "title")]
    [InlineData("""{"factory":"auto-01","title":"t","due":"2020-01-01"}""", "2020-01-01")]
    [InlineData("""{"factory":"auto-01","title":"t"}""", "due date")]
    [InlineData("""{"factory":"auto-01","title":"t","due":"2099-01-01","warning":"unheard-of"}""", "no warning")]
    public async Task Task_ThatCannotBeMade_SaysWhy(string json, string word)
    {
        using var answer = await _brain.SendAsync(HttpMethod.Post, "/api/v1/tasks", _bureau, json);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(word, await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Overdue_IsToldByTheCitysDay()
    {
        var due = DateOnly.FromDateTime(_brain.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date);
        var made = await CreateAsync(due: due);
        Assert.False((await FindAsync(made.Id)).GetProperty("task").GetProperty("isOverdue").GetBoolean());
        _brain.Time.Advance(TimeSpan.FromDays(1));
        Assert.True((await FindAsync(made.Id)).GetProperty("task").GetProperty("isOverdue").GetBoolean());
        var decision = Assert.Single((await _brain.ReadAsync("/api/v1/overview", _bureau)).GetProperty("decisions").EnumerateArray().ToList());
        Assert.Equal(("tasks-overdue", "1 tasks are overdue"), (decision.GetProperty("rule").GetString(), decision.GetProperty("text").GetString()));
        Assert.Equal(1, (await _brain.ReadAsync("/api/v1/tasks?overdue=true&state=open&factory=auto-01", _bureau)).GetArrayLength());
    }

    [Theory]
    [InlineData("GET", "/api/v1/tasks")]
    [InlineData("POST", "/api/v1/tasks")]
    [InlineData("GET", "/api/v1/tasks/any")]
    [InlineData("PUT", "/api/v1/tasks/any")]
    [InlineData("POST", "/api/v1/tasks/any/close")]
    public async Task Factory_OnTheBureausTasks_IsForbidden(string method, string path)
    {
        using var answer = await _brain.SendAsync(new HttpMethod(method), path, _factory, method == "GET" ? null : "{}", "\"1\"");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private TaskAnswer Answer(string id, string task, TaskState state, string? text = null) =>
        new(id, task, state, text, "night shift", _brain.Time.GetUtcNow());

    private static string Json(TaskAnswer answer) => JsonSerializer.Serialize(answer, ContractsJson.Default.TaskAnswer);

    private async Task<(string Id, long Revision)> CreateAsync(string? warning = null, string? owner = null, DateOnly? due = null)
    {
        var json = JsonSerializer.Serialize(new { factory = "auto-01", title = "Look at the joint", text = "by Friday", warning, owner, due = due ?? new DateOnly(2099, 1, 1) });
        using var answer = await _brain.SendAsync(HttpMethod.Post, "/api/v1/tasks", _bureau, json);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (made.GetProperty("id").GetString()!, made.GetProperty("revision").GetInt64());
    }

    private async Task<CityTask[]> PullAsync(long after, int take = 100) =>
        (await _brain.ReadAsync($"/api/v1/factories/auto-01/tasks?after={after}&take={take}", _factory)).Deserialize(ContractsJson.Default.CityTaskArray)!;

    private async Task<(int Stored, int Duplicates, int Refused)> AnswerAsync(params TaskAnswer[] answers)
    {
        using var answer = await _brain.SendAsync(
            HttpMethod.Post, "/api/v1/factories/auto-01/task-answers", _factory, JsonSerializer.Serialize(answers, ContractsJson.Default.TaskAnswerArray));
        answer.EnsureSuccessStatusCode();
        var outcome = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (outcome.GetProperty("stored").GetInt32(), outcome.GetProperty("duplicates").GetInt32(), outcome.GetProperty("refused").GetArrayLength());
    }

    private Task<JsonElement> FindAsync(string id) => _brain.ReadAsync($"/api/v1/tasks/{id}", _bureau);
}
