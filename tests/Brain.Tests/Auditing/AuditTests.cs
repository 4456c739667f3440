using System.Net;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests.Auditing;

public sealed class AuditTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private readonly TestIssuer _issuer = fixture.Issuer;
    private BrainHost _brain = null!;
    private string _bureau = "";

    public async ValueTask InitializeAsync()
    {
        _brain = await BrainHost.StartAsync(_issuer);
        _bureau = await _issuer.BureauTokenAsync();
    }

    public ValueTask DisposeAsync() => _brain.DisposeAsync();

    [Fact]
    public async Task Views_OfFiguresExportsAndWarnings_AreWrittenDown_WithWhoAndFromWhere()
    {
        var factory = await _issuer.FactoryTokenAsync("auto-01");
        using (var posted = await _brain.SendAsync(
                   HttpMethod.Post, "/api/v1/factories/auto-01/warnings", factory, WarningReports.Json(WarningReports.Full("auto-01", "case-1"))))
            posted.EnsureSuccessStatusCode();
        using (var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sectors?period=x"))
        {
            request.Headers.Authorization = TestIssuer.Bearer(_bureau);
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            using var answer = await _brain.Http.SendAsync(request);
        }

        await _brain.ReadAsync("/api/v1/warnings/auto-01/case-1", _bureau);
        using (var file = await _brain.GetAsync("/api/v1/reports/targets.xlsx", _bureau))
            file.EnsureSuccessStatusCode();

        var views = await ViewsAsync();
        Assert.Equal(
            [("export", "/api/v1/reports/targets.xlsx"), ("api", "/api/v1/warnings/auto-01/case-1"), ("warning", "auto-01/case-1"), ("api", "/api/v1/sectors?period=x")],
            views.Select(view => (view.GetProperty("kind").GetString(), view.GetProperty("subject").GetString())));
        Assert.Equal("203.0.113.7", views[3].GetProperty("address").GetString());
        Assert.Equal(400, views[3].GetProperty("status").GetInt32());
        Assert.All(views, view => Assert.Contains("bureau", view.GetProperty("viewer").GetString(), StringComparison.Ordinal));
        Assert.Equal(_brain.Time.GetUtcNow(), views[0].GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Machines_AreNotAudited_AndWithoutATokenThereIsNobody()
    {
        using (var refused = await _brain.GetAsync("/api/v1/sectors", await _issuer.FactoryTokenAsync("auto-01")))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var nobody = await _brain.GetAsync("/api/v1/sectors", null))
            Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Empty(await ViewsAsync());
    }

    [Theory]
    [InlineData("POST", 405)]
    [InlineData("PUT", 405)]
    [InlineData("DELETE", 405)]
    public async Task Audit_CannotBeChanged(string method, int status)
    {
        await _brain.ReadAsync("/api/v1/city", _bureau);
        using var answer = await _brain.SendAsync(new HttpMethod(method), "/api/v1/audit", _bureau, "{}");
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Single(await ViewsAsync());
    }

    [Fact]
    public async Task Csv_HasAllThatMatch_AndNoCellIsAFormula()
    {
        await _brain.ReadAsync("/api/v1/city", _bureau);
        await _brain.Service<ViewLog>().AddAsync(new Viewer("=1+2", "::1"), ViewKinds.Page, "@SUM(A1)", 200, CancellationToken.None);
        using var answer = await _brain.GetAsync("/api/v1/audit/views.csv", _bureau);
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("number,at,viewer,kind,subject,status,address", lines[0].TrimStart('\uFEFF'));
        Assert.Contains(lines, line => line.Contains("/api/v1/city"));
        Assert.DoesNotContain(lines, line => line.Contains(",=1+2,") || line.Contains(",@SUM"));
        Assert.Contains("views.csv", (await ViewsAsync())[0].GetProperty("subject").GetString());
    }

    [Fact]
    public async Task List_IsReadOn_ByTheNumberOfTheLast()
    {
        for (var i = 0; i < 5; i++)
            await _brain.ReadAsync($"/api/v1/city?n={i}", _bureau);
        var first = (await _brain.ReadAsync("/api/v1/audit?take=2&kind=api", _bureau)).EnumerateArray().ToList();
        var rest = (await _brain.ReadAsync($"/api/v1/audit?take=10&kind=api&before={first[^1].GetProperty("number").GetInt64()}", _bureau)).EnumerateArray().ToList();
        Assert.Equal(
            Enumerable.Range(0, 5).Reverse().Select(i => $"/api/v1/city?n={i}"),
            first.Concat(rest).Select(view => view.GetProperty("subject").GetString()).Where(subject => subject!.StartsWith("/api/v1/city", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Views_AreRemovedWhenTheirTimeIsOver_AndNotBefore()
    {
        await _brain.ReadAsync("/api/v1/city", _bureau);
        var retention = _brain.Service<ViewRetention>();
        _brain.Time.Advance(TimeSpan.FromDays(1094));
        await retention.RemoveAsync(CancellationToken.None);
        Assert.Single(await _brain.Service<ViewLog>().ListAsync(new ViewQuery(), CancellationToken.None));
        _brain.Time.Advance(TimeSpan.FromDays(2));
        await retention.RemoveAsync(CancellationToken.None);
        Assert.Empty(await _brain.Service<ViewLog>().ListAsync(new ViewQuery(), CancellationToken.None));
    }

    [Fact]
    public async Task Factory_OnTheAudit_IsForbidden()
    {
        foreach (var path in new[] { "/api/v1/audit", "/api/v1/audit/views.csv" })
        {
            using var answer = await _brain.GetAsync(path, await _issuer.FactoryTokenAsync("auto-01"));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    // Looking at the audit is a view as well: it is written after what is listed was read.
    private async Task<List<JsonElement>> ViewsAsync() =>
        [.. (await _brain.ReadAsync("/api/v1/audit", _bureau)).EnumerateArray()];
}
