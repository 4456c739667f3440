using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.Collector.Connecting;
using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.Collector.Tests.Connecting;

/// <summary>A collector that has no factory yet, asked over HTTP.</summary>
internal sealed class EmptyEdge : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmptyEdge(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public TemporaryFolder Folder { get; private init; } = null!;

    public FakeSink Sink { get; private init; } = null!;

    public HttpClient Http { get; }

    public BrowseSessions Sessions => _app.Services.GetRequiredService<BrowseSessions>();

    public static async Task<EmptyEdge> StartAsync(ConnectingLimits? limits = null)
    {
        var (folder, sink) = (new TemporaryFolder(), new FakeSink());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new EdgeOptions { FactoriesFolder = folder.Of("factories"), DataFolder = folder.Of("data") });
        builder.Services.AddSingleton(new CollectorOptions { ReloadInterval = TimeSpan.FromMilliseconds(50) });
        builder.Services.AddCollector();
        builder.Services.AddSingleton<IFrameSink>(sink);
        if (limits is not null)
            builder.Services.AddSingleton(limits);
        var app = builder.Build();
        app.MapCollector();
        await app.StartAsync();
        return new EmptyEdge(app) { Folder = folder, Sink = sink };
    }

    public string PathOf(string factory, string file = "factory.yaml") => Path.Combine(Folder.Path, "factories", factory, file);

    public async Task<JsonElement> GetAsync(string path) => await OkAsync(await Http.GetAsync(path));

    public async Task<JsonElement> PostAsync(string path, object body) => await OkAsync(await Http.PostAsJsonAsync(path, body));

    public async Task<JsonElement> PutAsync(string path, object body) => await OkAsync(await Http.PutAsJsonAsync(path, body));

    /// <summary>What is said where something is refused with this status.</summary>
    public async Task<JsonElement> RefusedAsync(int status, string path, object body)
    {
        var answer = await Http.PostAsJsonAsync(path, body);
        Assert.Equal(status, (int)answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<string> OpenAsync(int port, string factory = "press-shop", string? userName = null, string? password = null, string? policy = null) =>
        (await PostAsync("/connecting/sessions", new { url = UrlOf(port), factory, userName, password, policy })).GetProperty("id").GetString()!;

    public static string UrlOf(int port) => $"opc.tcp://127.0.0.1:{port}";

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Folder.Dispose();
    }

    private static async Task<JsonElement> OkAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }
}
