using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.DevIdentity;
using Jinan.IndustryBrain.DevIdentity.Realm;
using Microsoft.AspNetCore.Builder;

namespace Jinan.IndustryBrain.TestKit.City;

/// <summary>The development issuer itself, on a free port, with the repository's realm file.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public static string RealmFile { get; } = RepositoryRoot.File("apphost", "realm", "industrybrain-realm.json");

    private readonly WebApplication _app;
    private readonly string _folder;

    private TestIssuer(WebApplication app, string folder, string address)
    {
        (_app, _folder, Address) = (app, folder, address);
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
    }

    public string Address { get; }
    public HttpClient Client { get; }
    public string Protocol => $"{Address}/realms/{RealmGenerator.RealmName}/protocol/openid-connect";
    public string TokenEndpoint => $"{Protocol}/token";

    /// <summary>What a resource server is configured with to trust this issuer.</summary>
    public IEnumerable<string> KeycloakArguments =>
    [
        "--Keycloak:realm=industrybrain",
        $"--Keycloak:auth-server-url={Address}/",
        "--Keycloak:resource=brain-api",
        "--Keycloak:ssl-required=none",
    ];

    public static async Task<TestIssuer> StartAsync(string? realmFile = null, int? port = null)
    {
        var folder = Directory.CreateTempSubdirectory("issuer-").FullName;
        var address = $"http://127.0.0.1:{port ?? FreePort.Next()}";
        var app = IssuerApplication.Build(
        [
            "--environment=Development",
            $"--urls={address}",
            $"--DevIdentity:RealmFile={realmFile ?? RealmFile}",
            $"--DevIdentity:DataFolder={folder}",
            $"--DevIdentity:Issuer={address}",
        ]);
        await app.StartAsync();
        return new TestIssuer(app, folder, address);
    }

    public Task<string> FactoryTokenAsync(string factory) => ClientTokenAsync(RealmGenerator.FactoryClient(factory));

    public Task<string> BureauTokenAsync() => ClientTokenAsync(RealmGenerator.BureauClient);

    public async Task<string> ClientTokenAsync(string client, string? secret = null)
    {
        using var answer = await RequestAsync(new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = secret ?? RealmGenerator.SecretPrefix + client,
        });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public Task<HttpResponseMessage> RequestAsync(Dictionary<string, string> form) =>
        Client.PostAsync(TokenEndpoint, new FormUrlEncodedContent(form));

    public static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
