using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.AspNetCore.Builder;

namespace Jinan.IndustryBrain.Gateway.Tests;

/// <summary>The gateway itself on a free port, between real tokens and a sidecar that takes notes.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private GatewayHost(WebApplication app, FakeSidecar sidecar, string address)
    {
        (_app, Sidecar) = (app, sidecar);
        _http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public FakeSidecar Sidecar { get; }

    public static async Task<GatewayHost> StartAsync(TestIssuer issuer, params string[] options)
    {
        var sidecar = await FakeSidecar.StartAsync();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        var app = GatewayApplication.Build(
        [
            "--environment=Development", $"--urls={address}", $"--DAPR_HTTP_ENDPOINT={sidecar.Address}",
            $"--DAPR_API_TOKEN={FakeSidecar.ApiToken}", .. issuer.KeycloakArguments, .. options,
        ]);
        await app.StartAsync();
        return new GatewayHost(app, sidecar, address);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = content;
        if (token is not null)
            request.Headers.Authorization = TestIssuer.Bearer(token);
        request.Headers.Add("dapr-api-token", "a caller's own idea");
        return await _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string? token, string body = "[]", string type = "application/json") =>
        SendAsync(HttpMethod.Post, path, token, new StringContent(body, Encoding.UTF8, type));

    public Task<HttpResponseMessage> GetAsync(string path, string? token) => SendAsync(HttpMethod.Get, path, token);

    /// <summary>A refusal is a problem document that says what to do.</summary>
    public static async Task AssertProblemAsync(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.True(problem.GetProperty("detail").GetString()?.Length > 20);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Sidecar.DisposeAsync();
    }
}
