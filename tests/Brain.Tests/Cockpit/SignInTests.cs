using System.Net;
using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests.Cockpit;

/// <summary>Who gets into the cockpit, with a real issuer.</summary>
public sealed partial class SignInTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private BrainHost _brain = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _brain = await BrainHost.StartAsync(fixture.Issuer);
        _visitor = new Visitor(_brain.Http.BaseAddress!);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _brain.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/map")]
    [InlineData("/sectors/auto")]
    public async Task Page_WithoutSignIn_LeadsToTheIssuer(string path)
    {
        using var page = await _visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
        Assert.Equal("/sign-in", page.Headers.Location!.AbsolutePath);
        using var door = await _visitor.GetAsync(page.Headers.Location.PathAndQuery);
        Assert.StartsWith(fixture.Issuer.Protocol + "/auth?", door.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", door.Headers.Location.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bureau_SignedIn_SeesPagesWithStrictHeaders_AndAfterTheSignOutNone()
    {
        await _visitor.SignInAsync("bureau");
        using var page = await _visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await TextAsync(page);
        Assert.Contains("<html lang=\"zh-CN\"", html, StringComparison.Ordinal);
        Assert.Contains("总览", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        var token = FormToken().Match(html).Groups[1].Value;
        using var forged = await _visitor.PostAsync("/sign-out");
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var end = await _visitor.PostAsync("/sign-out", ("__RequestVerificationToken", token));
        Assert.StartsWith(fixture.Issuer.Protocol + "/logout?", end.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var after = await _visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, after.StatusCode);
    }

    [Fact]
    public async Task Session_AfterItsTime_IsOver()
    {
        await _visitor.SignInAsync("bureau");
        _brain.Time.Advance(TimeSpan.FromHours(11));
        using var during = await _visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, during.StatusCode);
        _brain.Time.Advance(TimeSpan.FromHours(2));
        using var after = await _visitor.GetAsync("/");
        Assert.Equal("/sign-in", after.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task Session_OutlivesARestart()
    {
        await _visitor.SignInAsync("bureau");
        var keys = new DirectoryInfo(Path.Combine(_brain.Folder, "cockpit-keys"));
        Assert.NotEmpty(keys.GetFiles());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, keys.UnixFileMode);
        await _brain.StopAsync();
        var again = await BrainHost.StartAsync(fixture.Issuer, _brain.Folder);
        var cookies = _visitor.Cookies;
        using var visitor = new Visitor(again.Http.BaseAddress!, cookies);
        using (var page = await visitor.GetAsync("/"))
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        await again.StopAsync();
    }

    [Fact]
    public async Task Cookies_OfASession_LeaveRoomInTheFourKibibytesOfHeadersThatDaprPassesOn()
    {
        await _visitor.SignInAsync("bureau");
        using var page = await _visitor.GetAsync("/");
        Assert.InRange(_visitor.Cookies.GetCookieHeader(_brain.Http.BaseAddress!).Length, 1, 1500);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/map")]
    [InlineData("/sectors/auto")]
    public async Task FactoryUser_SignedIn_IsForbiddenWithAPageThatSaysSo(string path)
    {
        await _visitor.SignInAsync("engineer-auto-01");
        using var page = await _visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("无权查看此页", await TextAsync(page), StringComparison.Ordinal);
        using var circuit = await _visitor.PostAsync("/_blazor/negotiate?negotiateVersion=1");
        Assert.Equal(HttpStatusCode.Forbidden, circuit.StatusCode);
    }

    [Fact]
    public async Task Circuit_WithoutSignIn_IsRefusedAndSentNowhere()
    {
        using var circuit = await _visitor.PostAsync("/_blazor/negotiate?negotiateVersion=1");
        Assert.Equal(HttpStatusCode.Unauthorized, circuit.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/overview")]
    [InlineData("/api/v1/map")]
    [InlineData("/api/v1/sectors/auto/profile")]
    [InlineData("/api/v1/sectors/auto/trend")]
    public async Task Api_WithTheCookieAlone_IsUnauthorized_AndWithAFactorysTokenForbidden(string path)
    {
        await _visitor.SignInAsync("bureau");
        using var withCookie = await _visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, withCookie.StatusCode);
        Assert.Equal("application/problem+json", withCookie.Content.Headers.ContentType?.MediaType);
        using var factory = await _brain.GetAsync(path, await fixture.Issuer.FactoryTokenAsync("auto-01"));
        Assert.Equal(HttpStatusCode.Forbidden, factory.StatusCode);
        Assert.Equal("application/problem+json", factory.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task RedirectAddress_NamesTheGatewayThatForwarded()
    {
        using var door = await _visitor.GetAsync("/sign-in", ("X-Forwarded-Host", "127.0.0.1:8480"), ("X-Forwarded-Proto", "http"));
        Assert.Contains(
            $"redirect_uri={Uri.EscapeDataString("http://127.0.0.1:8480/signin-oidc")}", door.Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RedirectAddress_IsTheConfiguredOne_WhateverIsForwarded()
    {
        await using var brain = await BrainHost.StartAsync(fixture.Issuer, null, "--Cockpit:Address=https://brain.example.org");
        using var visitor = new Visitor(brain.Http.BaseAddress!);
        using var door = await visitor.GetAsync("/sign-in", ("X-Forwarded-Host", "elsewhere.example.org"));
        Assert.Contains(
            $"redirect_uri={Uri.EscapeDataString("https://brain.example.org/signin-oidc")}", door.Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issuer_ThatIsAway_IsSaidOnAPage_AndAskedAgainWhenItIsBack()
    {
        var port = FreePort.Next();
        var issuer = await TestIssuer.StartAsync(port: port);
        await using var brain = await BrainHost.StartAsync(issuer);
        await issuer.DisposeAsync();
        using var visitor = new Visitor(brain.Http.BaseAddress!);
        using var door = await visitor.GetAsync("/sign-in");
        Assert.Equal("/fault?status=503", door.Headers.Location!.ToString());
        using var page = await visitor.GetAsync("/fault?status=503");
        Assert.Contains("统一身份认证暂不可用", await TextAsync(page), StringComparison.Ordinal);

        await using var back = await TestIssuer.StartAsync(port: port);
        await visitor.SignInAsync("bureau");
    }

    [Fact]
    public async Task ReturnAddress_OfAnotherPlace_IsNotFollowed()
    {
        using var door = await _visitor.GetAsync("/preferences?language=en&returnUrl=//elsewhere.example.org");
        Assert.Equal("/", door.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Page_ThatIsNone_Is404ForTheBureau()
    {
        await _visitor.SignInAsync("bureau");
        using var sector = await _visitor.GetAsync("/sectors/shipyards");
        Assert.Equal(HttpStatusCode.NotFound, sector.StatusCode);
        Assert.Contains("没有此页", await TextAsync(sector), StringComparison.Ordinal);
    }

    // Chinese letters come as entities.
    private static async Task<string> TextAsync(HttpResponseMessage page) => WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
