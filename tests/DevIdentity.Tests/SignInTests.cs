using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Jinan.IndustryBrain.DevIdentity.Issuer;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jinan.IndustryBrain.DevIdentity.Tests;

public sealed class SignInTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>
{
    private const string Callback = "http://127.0.0.1:9123/signin";
    private const string Verifier = "a-verifier-that-is-long-enough-for-rfc-7636-to-accept";
    private readonly TestIssuer _issuer = fixture.Issuer;

    [Fact]
    public async Task Code_WithItsVerifier_GivesTokensOnce_AndTheRefreshTokenOnce()
    {
        var code = await SignInAsync("engineer-auto-01", "development-only-engineer-auto-01");
        using var answer = await RedeemAsync(code, Verifier);
        answer.EnsureSuccessStatusCode();
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var access = new JsonWebToken(tokens.GetProperty("access_token").GetString());
        Assert.Equal("engineer-auto-01", access.GetPayloadValue<string>("preferred_username"));
        Assert.Equal("auto-01", access.GetPayloadValue<string>("factory"));
        Assert.Equal("cockpit", access.GetPayloadValue<string>("azp"));
        Assert.NotEmpty(access.GetPayloadValue<string>("sid"));
        Assert.NotEmpty(tokens.GetProperty("id_token").GetString()!);

        using var again = await RedeemAsync(code, Verifier);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);

        var refresh = tokens.GetProperty("refresh_token").GetString()!;
        using var renewed = await RefreshAsync(refresh);
        renewed.EnsureSuccessStatusCode();
        using var replayed = await RefreshAsync(refresh);
        Assert.Equal(HttpStatusCode.BadRequest, replayed.StatusCode);
    }

    [Fact]
    public async Task Code_WithAnotherVerifier_IsRefused()
    {
        var code = await SignInAsync("bureau", "development-only-bureau");
        using var answer = await RedeemAsync(code, Verifier + "x");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task SignIn_WrongPassword_ShowsThePageAgain()
    {
        using var answer = await PostAsync("bureau", "wrong", AuthorizationRequest());
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task SignInPage_EncodesWhatTheRequestCarried()
    {
        var request = AuthorizationRequest();
        request["state"] = "\"><script>alert(1)</script>";
        var page = await _issuer.Client.GetStringAsync($"{_issuer.Protocol}/auth?{Query(request)}");
        Assert.DoesNotContain("<script>", page);
    }

    [Theory]
    [InlineData("redirect_uri", "http://evil.example/")]
    [InlineData("client_id", "factory-auto-01")]
    [InlineData("code_challenge_method", "plain")]
    public async Task SignIn_RequestOutsideTheClientsRules_IsRefused(string parameter, string value)
    {
        var request = AuthorizationRequest();
        request[parameter] = value;
        using var answer = await _issuer.Client.GetAsync($"{_issuer.Protocol}/auth?{Query(request)}");
        var refused = answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized
            || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.Query.Contains("error="));
        Assert.True(refused, $"{answer.StatusCode}");
        Assert.False(answer.Headers.Location?.Host == "evil.example");
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/a", true)]
    [InlineData("http://127.0.0.1/a", true)]
    [InlineData("http://127.0.0.1.evil.example/a", false)]
    [InlineData("http://user@127.0.0.1/a", false)]
    [InlineData("https://127.0.0.1/a", false)]
    [InlineData("http://127.0.0.1/a#b", false)]
    [InlineData("/a", false)]
    public void RedirectUris_AllowOnlyWhatIsRegistered(string requested, bool allowed) =>
        Assert.Equal(allowed, RedirectUris.Allows(["http://127.0.0.1/*"], requested));

    private static Dictionary<string, string> AuthorizationRequest() => new()
    {
        ["client_id"] = "cockpit",
        ["response_type"] = "code",
        ["scope"] = "openid",
        ["redirect_uri"] = Callback,
        ["state"] = "s",
        ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    };

    private static string Query(Dictionary<string, string> values) =>
        string.Join('&', values.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

    private Task<HttpResponseMessage> PostAsync(string user, string password, Dictionary<string, string> request) =>
        _issuer.Client.PostAsync($"{_issuer.Protocol}/auth", new FormUrlEncodedContent(
            new Dictionary<string, string>(request) { ["username"] = user, ["password"] = password }));

    private async Task<string> SignInAsync(string user, string password)
    {
        using var answer = await PostAsync(user, password, AuthorizationRequest());
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(Callback, answer.Headers.Location!.AbsoluteUri);
        return HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
    }

    private Task<HttpResponseMessage> RedeemAsync(string code, string verifier) => _issuer.RequestAsync(new()
    {
        ["grant_type"] = "authorization_code", ["client_id"] = "cockpit", ["code"] = code,
        ["redirect_uri"] = Callback, ["code_verifier"] = verifier,
    });

    private Task<HttpResponseMessage> RefreshAsync(string token) => _issuer.RequestAsync(new()
    {
        ["grant_type"] = "refresh_token", ["client_id"] = "cockpit", ["refresh_token"] = token,
    });
}
