using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Accounts;

/// <summary>The console as it runs in Production, over HTTP, without a sidecar: who gets in, and where.</summary>
public sealed partial class DoorTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("console-door-");
    private readonly CookieContainer _cookies = new();
    private Microsoft.AspNetCore.Builder.WebApplication? _app;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _app = EdgeConsoleApplication.Build(
        [
            "--urls", "http://127.0.0.1:0", "--environment", "Production", "--Logging:LogLevel:Default", "Error",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Error", "--Edge:DataFolder", _folder.FullName,
        ]);
        await _app.StartAsync();
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = _cookies })
        {
            BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _app!.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/models")]
    [InlineData("/accounts")]
    [InlineData("/factories/auto-01/health")]
    public async Task Page_WithoutSignIn_LeadsToTheDoor(string path)
    {
        using var response = await _http.GetAsync(path);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("/sign-in", response.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task Circuit_WithoutSignIn_IsRefused()
    {
        using var response = await _http.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task SignIn_WithTheFirstPassword_OpensThePages()
    {
        Assert.Equal("/", await SignInAsync("engineer", FirstPassword()));
        foreach (var path in new[] { "/", "/models", "/accounts", "/account", "/guide", "/factories/auto-01/machines" })
        {
            using var response = await _http.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.OK), (path, response.StatusCode));
            Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").First(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SignIn_WithAWrongPassword_StaysOutside()
    {
        Assert.Contains("outcome=Refused", await SignInAsync("engineer", "wrong"), StringComparison.Ordinal);
        using var response = await _http.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task SignIn_WithoutTheFormsToken_IsRefused()
    {
        using var form = new FormUrlEncodedContent([new("name", "engineer"), new("password", FirstPassword())]);
        using var response = await _http.PostAsync("/accounts/sign-in", form);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public async Task SignIn_WithAForeignReturnAddress_GoesToTheFirstPage(string address) =>
        Assert.Equal("/", await SignInAsync("engineer", FirstPassword(), address));

    [Fact]
    public async Task Viewer_OnAnEngineersPage_Gets403()
    {
        var accounts = _app!.Services.GetRequiredService<EdgeConsole.Accounts.AccountStore>();
        accounts.TryAdd("viewer", EdgeConsole.Accounts.Roles.Viewer, out var password);
        Assert.Equal("/", await SignInAsync("viewer", password));

        using var page = await _http.GetAsync("/accounts");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains("无权查看此页", WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("name", "another"), new("role", "engineer")]);
        using var request = await _http.PostAsync("/accounts/add", form);
        Assert.Equal(HttpStatusCode.Forbidden, request.StatusCode);
        Assert.Equal(2, accounts.All.Count);
    }

    [Theory]
    [InlineData("/connect")]
    [InlineData("/factories/auto-01/connect")]
    [InlineData("/connect/selections/0123456789abcdef0123456789abcdef")]
    public async Task Viewer_WhereServersAreConnected_Gets403_AnEngineerComesIn(string path)
    {
        var accounts = _app!.Services.GetRequiredService<EdgeConsole.Accounts.AccountStore>();
        accounts.TryAdd("viewer", EdgeConsole.Accounts.Roles.Viewer, out var password);
        await SignInAsync("viewer", password);
        using (var refused = await _http.GetAsync(path))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await SignInAsync("engineer", FirstPassword());
        using var answer = await _http.GetAsync(path);
        // Nobody offers that table.
        Assert.Equal(path.Contains("selections", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Account_Removed_IsOutWithTheNextRequest()
    {
        var accounts = _app!.Services.GetRequiredService<EdgeConsole.Accounts.AccountStore>();
        accounts.TryAdd("viewer", EdgeConsole.Accounts.Roles.Viewer, out var password);
        await SignInAsync("viewer", password);
        accounts.TryRemove("viewer");
        using var response = await _http.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task Preferences_Language_HoldsBeforeSignIn()
    {
        Assert.Contains("lang=\"zh-CN\"", await _http.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        using var chosen = await _http.GetAsync("/preferences?language=en&theme=dark&returnUrl=/sign-in");
        Assert.Equal("/sign-in", chosen.Headers.Location!.ToString());
        var page = await _http.GetStringAsync("/sign-in");
        Assert.Contains("lang=\"en\"", page, StringComparison.Ordinal);
        Assert.Contains("data-theme=\"dark\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_content/Jinan.IndustryBrain.Screens/screens.css")]
    [InlineData("/_content/Jinan.IndustryBrain.Screens/charts.js")]
    [InlineData("/_content/Jinan.IndustryBrain.Screens/tree.js")]
    [InlineData("/_content/Jinan.IndustryBrain.Screens/echarts.js")]
    public async Task Asset_InProduction_IsServedFromHere(string path)
    {
        using var response = await _http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private string FirstPassword() => File.ReadAllLines(Path.Combine(_folder.FullName, "edge-console", "first-password.txt"))[1];

    /// <returns>Where it leads.</returns>
    private async Task<string> SignInAsync(string name, string password, string returnUrl = "/")
    {
        var door = await _http.GetStringAsync("/sign-in");
        using var form = new FormUrlEncodedContent(
        [
            new("name", name), new("password", password), new("returnUrl", returnUrl),
            new("__RequestVerificationToken", Token().Match(door).Groups[1].Value),
        ]);
        using var response = await _http.PostAsync("/accounts/sign-in", form);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
