using System.Net;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Gateway.Tests;

public sealed class RouteTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private const string Insights = "/api/v1/factories/auto-01/insights";
    private readonly TestIssuer _issuer = fixture.Issuer;
    private GatewayHost _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync(_issuer);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Factory_PostsItsInsights_ThroughTheSidecarWithItsOwnTokenAndTheSidecars()
    {
        var token = await _issuer.FactoryTokenAsync("auto-01");
        _gateway.Sidecar.Answer = (200, "application/json", """{"stored":1}""");
        using var answer = await _gateway.PostAsync(Insights, token, "[1,2,3]");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"stored":1}""", await answer.Content.ReadAsStringAsync());
        var call = Assert.Single(_gateway.Sidecar.Calls);
        Assert.Equal(
            new Call("POST", $"/v1.0/invoke/brain/method{Insights}", FakeSidecar.ApiToken, $"Bearer {token}", "[1,2,3]"), call);
    }

    [Theory]
    [InlineData("POST", "/api/v1/factories/auto-02/insights")]
    [InlineData("GET", "/api/v1/factories/auto-02/insights")]
    [InlineData("GET", "/api/v1/factories/auto-02/summary")]
    [InlineData("GET", "/api/v1/sectors")]
    [InlineData("GET", "/api/v1/sectors/auto/districts")]
    [InlineData("GET", "/api/v1/districts/gaoxin")]
    [InlineData("GET", "/api/v1/city")]
    [InlineData("GET", "/api/v1/status")]
    [InlineData("GET", "/api/v1/periods")]
    [InlineData("POST", "/api/v1/factories/auto-02/warnings")]
    [InlineData("GET", "/api/v1/factories/auto-02/tasks")]
    [InlineData("POST", "/api/v1/factories/auto-02/task-answers")]
    [InlineData("GET", "/api/v1/factories/auto-02/receipts")]
    [InlineData("GET", "/api/v1/warnings")]
    [InlineData("GET", "/api/v1/tasks")]
    [InlineData("POST", "/api/v1/tasks")]
    [InlineData("GET", "/api/v1/targets")]
    [InlineData("POST", "/api/v1/targets/import")]
    [InlineData("GET", "/api/v1/reports/targets.xlsx")]
    [InlineData("GET", "/api/v1/audit")]
    public async Task Factory_OutsideItsOwn_IsForbidden(string method, string path) =>
        await AssertRefusedAsync(method, path, await _issuer.FactoryTokenAsync("auto-01"), 403);

    [Theory]
    [InlineData("POST", Insights)]
    [InlineData("GET", Insights)]
    [InlineData("GET", "/api/v1/factories/auto-01/summary")]
    [InlineData("POST", "/api/v1/factories/auto-01/warnings")]
    [InlineData("GET", "/api/v1/factories/auto-01/tasks")]
    [InlineData("POST", "/api/v1/factories/auto-01/task-answers")]
    [InlineData("GET", "/api/v1/factories/auto-01/receipts")]
    public async Task Bureau_OnAFactorysAddress_IsForbidden(string method, string path) =>
        await AssertRefusedAsync(method, path, await _issuer.BureauTokenAsync(), 403);

    [Theory]
    [InlineData("/api/v1/sectors")]
    [InlineData("/api/v1/sectors/auto")]
    [InlineData("/api/v1/sectors/auto/districts")]
    [InlineData("/api/v1/status")]
    [InlineData("/api/v1/warnings")]
    [InlineData("/api/v1/warnings/auto-01/case-1")]
    [InlineData("/api/v1/tasks/some-task")]
    [InlineData("/api/v1/targets/models")]
    [InlineData("/api/v1/reports/targets.pdf")]
    [InlineData("/api/v1/audit/views.csv")]
    public async Task Bureau_OnFigures_IsLetThrough(string path)
    {
        using var answer = await _gateway.GetAsync(path, await _issuer.BureauTokenAsync());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"/v1.0/invoke/brain/method{path}", Assert.Single(_gateway.Sidecar.Calls).Path);
    }

    [Theory]
    [InlineData("POST", "/api/v1/factories/auto-01/warnings")]
    [InlineData("POST", "/api/v1/factories/auto-01/task-answers")]
    [InlineData("GET", "/api/v1/factories/auto-01/tasks")]
    [InlineData("GET", "/api/v1/factories/auto-01/receipts")]
    public async Task Factory_ReportsWarningsAndPullsItsTasks(string method, string path)
    {
        using var content = method == "POST" ? new StringContent("[]", System.Text.Encoding.UTF8, "application/json") : null;
        using var answer = await _gateway.SendAsync(new HttpMethod(method), path, await _issuer.FactoryTokenAsync("auto-01"), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"/v1.0/invoke/brain/method{path}", Assert.Single(_gateway.Sidecar.Calls).Path);
    }

    [Theory]
    [InlineData("POST", "/api/v1/tasks", "application/json", 200)]
    [InlineData("PUT", "/api/v1/tasks/some-task", "application/json", 200)]
    [InlineData("PUT", "/api/v1/tasks/some-task", "text/csv", 415)]
    [InlineData("POST", "/api/v1/targets/import?fileName=a.csv", "text/csv", 200)]
    [InlineData("POST", "/api/v1/targets/import?fileName=a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 200)]
    [InlineData("POST", "/api/v1/targets/import?fileName=a.csv", "text/html", 415)]
    [InlineData("POST", "/api/v1/tasks", "text/csv", 415)]
    [InlineData("DELETE", "/api/v1/audit", null, 405)]
    public async Task Bureau_ChangesTasksAndBringsFiles_OfTheirOwnTypesOnly(string method, string path, string? type, int status)
    {
        using var content = type is null ? null : new StringContent("{}", System.Text.Encoding.UTF8, type);
        using var answer = await _gateway.SendAsync(new HttpMethod(method), path, await _issuer.BureauTokenAsync(), content);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, _gateway.Sidecar.Calls.Count);
    }

    [Theory]
    [InlineData("POST", Insights)]
    [InlineData("GET", "/api/v1/sectors")]
    [InlineData("GET", "/api/v1/warnings")]
    [InlineData("GET", "/api/v1/reports/targets.xlsx")]
    public async Task NoToken_IsUnauthorized(string method, string path) => await AssertRefusedAsync(method, path, null, 401);

    [Fact]
    public async Task TokenThatWasTamperedWith_IsUnauthorized()
    {
        var token = await _issuer.FactoryTokenAsync("auto-01");
        var parts = token.Split('.');
        var payload = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(parts[1]).Replace("auto-01", "auto-02");
        var forged = $"{parts[0]}.{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(payload)}.{parts[2]}";
        await AssertRefusedAsync("POST", "/api/v1/factories/auto-02/insights", forged, 401);
        var unsigned = $"{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
        await AssertRefusedAsync("POST", Insights, unsigned, 401);
    }

    [Fact]
    public async Task TokenOfAnotherIssuer_IsUnauthorized()
    {
        await using var other = await TestIssuer.StartAsync();
        await AssertRefusedAsync("POST", Insights, await other.FactoryTokenAsync("auto-01"), 401);
    }

    [Theory]
    [InlineData("GET", "/nothing/here", 404)]
    [InlineData("GET", "/v1.0/invoke/collector/method/factories", 404)]
    [InlineData("DELETE", "/api/v1/sectors", 405)]
    public async Task AddressThatIsNotListed_DoesNotExist(string method, string path, int status) =>
        await AssertRefusedAsync(method, path, await _issuer.BureauTokenAsync(), status);

    [Fact]
    public async Task Health_NeedsNoToken()
    {
        using var answer = await _gateway.GetAsync("/health/ready", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(500, "application/json", """{"errorCode":"ERR_DIRECT_INVOKE","message":"secret of the way"}""", 502)]
    [InlineData(401, "application/json", """{"errorCode":"ERR_TOKEN"}""", 502)]
    public async Task FaultOnTheWayToTheBrain_IsABadGatewayWithoutItsDetails(int status, string type, string body, int expected)
    {
        _gateway.Sidecar.Answer = (status, type, body);
        using var answer = await _gateway.GetAsync("/api/v1/sectors", await _issuer.BureauTokenAsync());
        Assert.DoesNotContain("errorCode", await answer.Content.ReadAsStringAsync());
        await GatewayHost.AssertProblemAsync(answer, expected);
    }

    [Fact]
    public async Task RefusalOfTheBrain_ArrivesAsItIs()
    {
        _gateway.Sidecar.Answer = (403, "application/problem+json", """{"status":403,"detail":"An insight of somebody else is in it."}""");
        using var answer = await _gateway.PostAsync(Insights, await _issuer.FactoryTokenAsync("auto-01"));
        await GatewayHost.AssertProblemAsync(answer, 403);
    }

    private async Task AssertRefusedAsync(string method, string path, string? token, int status)
    {
        using var content = method == "POST" ? new StringContent("[]", System.Text.Encoding.UTF8, "application/json") : null;
        using var answer = await _gateway.SendAsync(new HttpMethod(method), path, token, content);
        await GatewayHost.AssertProblemAsync(answer, status);
        Assert.Empty(_gateway.Sidecar.Calls);
    }
}
