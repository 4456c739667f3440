using Dapr.Client;
using Jinan.IndustryBrain.Sidecar.Configuration;
using Jinan.IndustryBrain.Sidecar.Hosting;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

/// <summary>A sidecar in this process, with its own folder and ports, and official clients for its applications.</summary>
internal sealed class TestSidecar : IAsyncDisposable
{
    private readonly List<IDisposable> _clients = [];
    private SidecarHost? _host;

    private TestSidecar(TestFolder folder, SidecarOptions options)
    {
        Folder = folder;
        Options = options;
    }

    public TestFolder Folder { get; }

    public SidecarOptions Options { get; private set; }

    public LogLines Lines { get; } = new();

    public static async Task<TestSidecar> StartAsync(IReadOnlyList<AppOptions> apps, string? yaml = null, LimitOptions? limits = null)
    {
        var folder = new TestFolder();
        folder.WriteResources(yaml ?? Yaml.Default);
        var sidecar = new TestSidecar(folder, new()
        {
            DataFolder = folder.Data,
            ResourcesPath = folder.Resources,
            Apps = apps,
            Limits = limits ?? new(),
        });
        try
        {
            await sidecar.RunAsync();
            return sidecar;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>An application without a port of its own: a caller.</summary>
    public static AppOptions Caller(string appId, string? apiToken = null) =>
        new() { AppId = appId, HttpPort = FreePort.Next(), GrpcPort = FreePort.Next(), ApiToken = apiToken };

    public static AppOptions Served(TestApp app, string? apiToken = null) =>
        Caller(app.AppId, apiToken) with { AppPort = app.Port, AppApiToken = app.Token };

    public async Task RunAsync() => _host = await SidecarHost.StartAsync(Options, logs => logs.SetMinimumLevel(LogLevel.Debug).AddProvider(Lines), TestContext.Current.CancellationToken);

    public async Task StopAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>Stops and starts anew over the same data.</summary>
    public async Task RestartAsync(Func<SidecarOptions, SidecarOptions>? change = null)
    {
        await StopAsync();
        Options = change?.Invoke(Options) ?? Options;
        await RunAsync();
    }

    public AppOptions App(string appId) => Options.Apps.Single(app => app.AppId == appId);

    public Uri HttpAddress(string appId) => new($"http://127.0.0.1:{App(appId).HttpPort}");

    public Uri GrpcAddress(string appId) => new($"http://127.0.0.1:{App(appId).GrpcPort}");

    /// <summary>The official client as this application would have it.</summary>
    public DaprClient Dapr(string appId, string? token = null)
    {
        var builder = new DaprClientBuilder()
            .UseHttpEndpoint(HttpAddress(appId).OriginalString)
            .UseGrpcEndpoint(GrpcAddress(appId).OriginalString);
        if ((token ?? App(appId).ApiToken) is { } given)
            builder.UseDaprApiToken(given);
        return Keep(builder.Build());
    }

    public HttpClient Http(string appId)
    {
        var client = Keep(new HttpClient { BaseAddress = HttpAddress(appId) });
        if (App(appId).ApiToken is { } token)
            client.DefaultRequestHeaders.Add("dapr-api-token", token);
        return client;
    }

    private T Keep<T>(T client)
        where T : IDisposable
    {
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await StopAsync();
        Folder.Dispose();
    }
}
