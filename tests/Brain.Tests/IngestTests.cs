using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Brain.Tests;

public sealed class IngestTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private const string Raw = "31415.926535";
    private readonly TestIssuer _issuer = fixture.Issuer;
    private BrainHost _brain = null!;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        _brain = await BrainHost.StartAsync(_issuer);
        _token = await _issuer.FactoryTokenAsync("auto-01");
    }

    public ValueTask DisposeAsync() => _brain.DisposeAsync();

    [Fact]
    public async Task Batch_SentTwice_IsStoredOnce()
    {
        var json = Insights.Json(Insight(1), Insight(2), Insight(2));
        var first = await _brain.PostedAsync("auto-01", _token, json);
        Assert.Equal((2, 1), (first.GetProperty("stored").GetInt32(), first.GetProperty("duplicates").GetInt32()));
        var again = await _brain.PostedAsync("auto-01", _token, json);
        Assert.Equal((0, 3), (again.GetProperty("stored").GetInt32(), again.GetProperty("duplicates").GetInt32()));
    }

    [Fact]
    public async Task MalformedItems_AreRefusedOneByOne_OthersStored_AndTheirContentIsNotKept()
    {
        var good = Insights.JsonOf(Insight(1));
        string[] bad =
        [
            good.Replace("\"schema\":1", $"\"schema\":1,\"window_values\":[{Raw}]"),
            good.Replace("\"schema\":1", "\"schema\":9"),
            good.Replace(Insight(1).Id, new string('0', 32)),
            good.Replace("\"coverage\":0.98", "\"coverage\":7"),
            Insights.JsonOf(Insight(2) with { Value = null }),
            Insights.JsonOf(Insight(3) with { Label = $"{string.Join(';', Enumerable.Repeat(Raw, 20))}" }),
            Insights.JsonOf(Insight(4) with { Interval = new(0.8, 0.9, 0.9) }),
            Insights.JsonOf(Insight(5) with { Interval = new(0.7, 0.8, 1) }),
            Insights.JsonOf(Insights.Of("auto-01", Insight(6).Window.From, value: null) with { Interval = new(0.7, 0.8, 0.9) }),
            Insights.JsonOf(Insights.Of("auto-01", _brain.Time.GetUtcNow().AddHours(1))),
            "null", "42", "\"text\"",
        ];
        var answer = await _brain.PostedAsync("auto-01", _token, $"[{good},{string.Join(',', bad)}]");
        Assert.Equal(1, answer.GetProperty("stored").GetInt32());
        var refused = answer.GetProperty("refused").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, bad.Length), refused.Select(item => item.GetProperty("index").GetInt32()));
        Assert.All(refused, item => Assert.True(item.GetProperty("reason").GetString()!.Length > 8));
        Assert.All(refused, item => Assert.StartsWith("refusal.", item.GetProperty("reasonCode").GetProperty("code").GetString(), StringComparison.Ordinal));

        await using var database = new SqliteConnection($"Data Source={Path.Combine(_brain.Folder, "brain.db")};Mode=ReadOnly");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM DeadLetters";
        Assert.Equal((long)bad.Length, await command.ExecuteScalarAsync());
        await _brain.StopAsync();
        foreach (var file in Directory.EnumerateFiles(_brain.Folder))
            Assert.DoesNotContain(Raw, System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)));
    }

    [Fact]
    public async Task InsightOfAnotherFactoryOrEnterprise_RefusesTheWholeBatch()
    {
        foreach (var foreign in new[]
                 {
                     Insights.Of("auto-02", Insight(2).Window.From),
                     Insight(2) with { Enterprise = "ent-auto-02" },
                 })
        {
            using var answer = await _brain.PostAsync("auto-01", _token, Insights.Json(Insight(1), foreign));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal(0, (await _brain.ReadAsync("/api/v1/factories/auto-01/summary", _token)).GetProperty("stored").GetInt64());
    }

    [Theory]
    [InlineData("POST", "/api/v1/factories/auto-02/insights")]
    [InlineData("GET", "/api/v1/factories/auto-02/insights")]
    [InlineData("GET", "/api/v1/factories/auto-02/summary")]
    [InlineData("GET", "/api/v1/sectors")]
    [InlineData("GET", "/api/v1/status")]
    public async Task FactorysToken_OutsideItsOwn_IsForbidden(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = TestIssuer.Bearer(_token);
        request.Content = method == "POST" ? JsonContent.Create(Array.Empty<string>()) : null;
        using var answer = await _brain.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("[", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.OK)]
    public async Task Body_ThatIsNoBatch_IsRefused(string body, HttpStatusCode status)
    {
        using var answer = await _brain.PostAsync("auto-01", _token, body);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Interval_OfAnInsight_IsTakenWithIt()
    {
        await _brain.PostedAsync("auto-01", _token, Insights.Json(Insight(1) with { Interval = new(0.5, 0.75, 0.9) }));
        var listed = await _brain.ReadAsync("/api/v1/factories/auto-01/insights", _token);
        Assert.Equal(0.5, listed[0].GetProperty("interval").GetProperty("low").GetDouble());
    }

    [Fact]
    public async Task Sector_ComesFromTheRegister_NotFromTheFactory()
    {
        await _brain.PostedAsync("auto-01", _token, Insights.Json(Insight(1) with { Sector = "materials" }));
        var listed = await _brain.ReadAsync("/api/v1/factories/auto-01/insights", _token);
        Assert.Equal("auto", listed[0].GetProperty("sector").GetString());
    }

    [Fact]
    public async Task Summary_TellsHopTimesOfTheNewestComputed()
    {
        var silent = Insights.Of("auto-01", Insight(1).Window.From, value: null);
        await _brain.PostedAsync("auto-01", _token, Insights.Json(silent, Insight(2), Insight(3)));
        var summary = await _brain.ReadAsync("/api/v1/factories/auto-01/summary", _token);
        Assert.Equal(3, summary.GetProperty("stored").GetInt64());
        Assert.Equal(2, summary.GetProperty("computed").GetInt64());
        var newest = summary.GetProperty("newest").EnumerateArray().ToList();
        Assert.Equal(2, newest.Count);
        Assert.Equal(Insight(3).Hops.Source, newest[0].GetProperty("source").GetDateTimeOffset());
        Assert.Equal(_brain.Time.GetUtcNow(), newest[0].GetProperty("stored").GetDateTimeOffset());
    }

    [Fact]
    public async Task List_OfOneMachine_HoldsItsInsightsOnly_NewestFirst()
    {
        await _brain.PostedAsync("auto-01", _token, Insights.Json(Insight(1), Insight(3), Insight(2)));
        var own = await _brain.ReadAsync("/api/v1/factories/auto-01/insights?asset=auto-01-m1&take=2", _token);
        Assert.Equal([Insight(3).Id, Insight(2).Id], own.EnumerateArray().Select(insight => insight.GetProperty("id").GetString()));
        var other = await _brain.ReadAsync("/api/v1/factories/auto-01/insights?asset=auto-01-m2", _token);
        Assert.Equal(0, other.GetArrayLength());
    }

    [Fact]
    public async Task Stored_SurvivesARestart()
    {
        await _brain.PostedAsync("auto-01", _token, Insights.Json(Insight(1)));
        var folder = _brain.Folder;
        await _brain.StopAsync();
        _brain = await BrainHost.StartAsync(_issuer, folder);
        Assert.Equal(1, (await _brain.ReadAsync("/api/v1/factories/auto-01/insights", _token)).GetArrayLength());
    }

    [Fact]
    public async Task Description_ListsTheAddresses_AndThePageShows()
    {
        var description = await _brain.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var paths = description.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.Contains("/api/v1/factories/{factory}/insights", paths);
        Assert.Contains("/api/v1/sectors/{sector}/districts", paths);
        foreach (var path in new[]
                 {
                     "/api/v1/factories/{factory}/warnings", "/api/v1/factories/{factory}/tasks", "/api/v1/factories/{factory}/task-answers",
                     "/api/v1/factories/{factory}/receipts", "/api/v1/warnings", "/api/v1/tasks/{task}/close", "/api/v1/targets/import",
                     "/api/v1/reports/{report}.pdf", "/api/v1/audit",
                 })
            Assert.Contains(path, paths);
        using var page = await _brain.Http.GetAsync("/docs/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private Insight Insight(int number) =>
        Insights.Of("auto-01", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(20 * number));
}
