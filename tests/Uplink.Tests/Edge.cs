using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.AspNetCore.Builder;

namespace Jinan.IndustryBrain.Uplink.Tests;

/// <summary>The uplink itself on a free port, with folders of its own; it can be stopped and started again over them.</summary>
internal sealed class Edge : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("uplink-").FullName;
    private WebApplication? _app;
    private HttpClient? _http;

    public string DeadLettersOf(string factory) => Path.Combine(_root, "data", "uplink", factory, "dead-letters.jsonl");

    public string DeadLetters => Path.Combine(_root, "data", "uplink", "dead-letters.jsonl");

    public string CredentialsOf(string factory) => Path.Combine(_root, "factories", factory, "uplink-credentials.json");

    public void Register(string factory, string tokenEndpoint, string gateway, string? secret = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(CredentialsOf(factory))!);
        File.WriteAllText(CredentialsOf(factory), JsonSerializer.Serialize(new
        {
            clientId = $"factory-{factory}",
            clientSecret = secret ?? $"development-only-factory-{factory}",
            tokenEndpoint,
            gateway,
        }));
    }

    public async Task StartAsync(params string[] options)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        _app = UplinkApplication.Build(
        [
            "--environment=Development", $"--urls={address}",
            $"--Edge:FactoriesFolder={Path.Combine(_root, "factories")}", $"--Edge:DataFolder={Path.Combine(_root, "data")}",
            "--Uplink:TaskInterval=00:00:01", "--Uplink:Linger=00:00:00.050", "--Uplink:FirstBackOff=00:00:00.050", "--Uplink:MaxBackOff=00:00:00.200",
            .. options,
        ]);
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public async Task StopAsync()
    {
        if (_app is null)
            return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _http?.Dispose();
        _app = null;
    }

    /// <summary>Delivers as the sidecar does: a CloudEvent with the insight as its data.</summary>
    public Task<string> DeliverAsync(string insight) => DeliverAsync("insights", insight);

    /// <summary>Delivers a case likewise.</summary>
    public Task<string> DeliverAsync(WarningCase warning) => DeliverAsync("warnings", JsonSerializer.Serialize(warning, ContractsJson.Default.WarningCase));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        return await _http!.SendAsync(request);
    }

    private async Task<string> DeliverAsync(string topic, string data)
    {
        var cloudEvent = $$"""
            {"id":"1","specversion":"1.0","source":"inference","type":"com.dapr.event.sent","datacontenttype":"application/json",
             "topic":"{{topic}}","pubsubname":"pubsub","data":{{data}}}
            """;
        using var answer = await _http!.PostAsync(
            $"/{topic}", new StringContent(cloudEvent, Encoding.UTF8, "application/cloudevents+json"));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString()!;
    }

    public Task<JsonElement> GetAsync(string path) => _http!.GetFromJsonAsync<JsonElement>(path);

    public async Task WaitForAsync(Func<JsonElement, bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition(await GetAsync("/status")))
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"The uplink's status never showed {what}: {await GetAsync("/status")}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_root, recursive: true);
    }
}
