using System.Net;
using System.Text;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Gateway.Tests;

/// <summary>People's side: pages need no token here, and are let through as they are.</summary>
public sealed class PageRouteTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private GatewayHost _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync(fixture.Issuer);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/map")]
    [InlineData("/sectors")]
    [InlineData("/sectors/auto")]
    [InlineData("/warnings")]
    [InlineData("/warnings/auto-01/case-1")]
    [InlineData("/tasks/some-task")]
    [InlineData("/targets/template.csv")]
    [InlineData("/reports/files/targets.xlsx")]
    [InlineData("/audit/views.csv")]
    [InlineData("/sign-in")]
    [InlineData("/signin-oidc")]
    [InlineData("/_content/Jinan.IndustryBrain.Screens/screens.css")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task Page_WithoutToken_IsLetThroughTheSidecar(string path)
    {
        _gateway.Sidecar.Answer = (200, "text/html", "<p>a page</p>");
        using var answer = await _gateway.GetAsync(path, null);
        Assert.Equal("<p>a page</p>", await answer.Content.ReadAsStringAsync());
        Assert.Equal($"/v1.0/invoke/brain/method{path}", Assert.Single(_gateway.Sidecar.Calls).Path);
    }

    [Theory]
    [InlineData("/_blazor/negotiate", "text/plain")]
    [InlineData("/sign-out", "application/x-www-form-urlencoded")]
    public async Task PostOfAPage_KeepsItsOwnType(string path, string type)
    {
        using var answer = await _gateway.PostAsync(path, null, "a=b", type);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("a=b", Assert.Single(_gateway.Sidecar.Calls).Body);
    }

    [Theory]
    [InlineData("GET", "/map", "text/html", 403)]
    [InlineData("POST", "/_blazor/negotiate", "text/plain", 404)]
    public async Task RefusalOfAPage_ArrivesAsItIs(string method, string path, string type, int status)
    {
        _gateway.Sidecar.Answer = (status, type, "you may not");
        using var body = new StringContent("", Encoding.UTF8, "text/plain");
        using var answer = await _gateway.SendAsync(new HttpMethod(method), path, null, method == "POST" ? body : null);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("you may not", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task FaultOnTheWayToAPage_IsABadGatewayWithoutItsDetails()
    {
        _gateway.Sidecar.Answer = (500, "application/json", """{"errorCode":"ERR_DIRECT_INVOKE"}""");
        using var answer = await _gateway.GetAsync("/map", null);
        await GatewayHost.AssertProblemAsync(answer, 502);
    }

    [Fact]
    public async Task FloodOfPages_OfOneAddress_IsSlowedDown_AndTheApiIsNot()
    {
        await using var gateway = await GatewayHost.StartAsync(fixture.Issuer, "--Gateway:PageBurst=3", "--Gateway:PageRequestsPerSecond=1");
        var refused = 0;
        for (var i = 0; i < 50 && refused == 0; i++)
        {
            using var answer = await gateway.GetAsync("/map", null);
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        Assert.Equal(1, refused);
        using var api = await gateway.GetAsync("/api/v1/overview", await fixture.Issuer.BureauTokenAsync());
        Assert.Equal(HttpStatusCode.OK, api.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/overview")]
    [InlineData("/api/v1/map")]
    public async Task Factory_OnTheCockpitsFigures_IsForbidden(string path)
    {
        using var answer = await _gateway.GetAsync(path, await fixture.Issuer.FactoryTokenAsync("auto-01"));
        await GatewayHost.AssertProblemAsync(answer, 403);
    }
}
