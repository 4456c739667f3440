using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>Access tokens of people: the authorization code flow with PKCE, without a browser.</summary>
internal static class UserTokens
{
    private const string Callback = "http://127.0.0.1:9123/signin";

    public static async Task<string> OfAsync(string issuer, string user)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var protocol = $"{issuer}/realms/industrybrain/protocol/openid-connect";
        var verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        using var signedIn = await http.PostAsync($"{protocol}/auth", Form(
            ("client_id", "cockpit"), ("response_type", "code"), ("scope", "openid"), ("redirect_uri", Callback), ("state", "s"),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), ("code_challenge_method", "S256"),
            ("username", user), ("password", $"development-only-{user}")));
        var code = HttpUtility.ParseQueryString(signedIn.Headers.Location!.Query)["code"]!;
        using var redeemed = await http.PostAsync($"{protocol}/token", Form(
            ("grant_type", "authorization_code"), ("client_id", "cockpit"), ("code", code), ("redirect_uri", Callback), ("code_verifier", verifier)));
        redeemed.EnsureSuccessStatusCode();
        return (await redeemed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
