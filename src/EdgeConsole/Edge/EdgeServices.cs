using System.Globalization;
using Dapr.Client;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>Through Dapr's service invocation.</summary>
internal sealed class EdgeServices : IEdgeServices, IDisposable
{
    private readonly HttpClient _collector;
    private readonly HttpClient _historian;
    private readonly HttpClient _inference;
    private readonly HttpClient _uplink;

    public EdgeServices(DaprClient dapr)
    {
        HttpClient Of(string appId)
        {
            var client = dapr.CreateInvokableHttpClient(appId);
            client.Timeout = ServiceCalls.Patience;
            return client;
        }

        _collector = Of(AppIds.Collector);
        _historian = Of(AppIds.Historian);
        _inference = Of(AppIds.Inference);
        _uplink = Of(AppIds.Uplink);
    }

    public Task<FactoryLog[]> FactoriesAsync(CancellationToken cancellation) =>
        AskAsync<FactoryLog[]>(_collector, AppIds.Collector, "/factories", cancellation);

    public Task<ConnectionAnswer[]> ConnectionsAsync(string? factory, CancellationToken cancellation) =>
        AskAsync<ConnectionAnswer[]>(_collector, AppIds.Collector, "/connections" + Of(factory), cancellation);

    public Task<CoverageAnswer[]> CoverageAsync(string factory, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        AskAsync<CoverageAnswer[]>(_collector, AppIds.Collector, $"/coverage{Of(factory)}&from={Text(from)}&to={Text(to)}", cancellation);

    public Task<ConfigurationAnswer[]> ConfigurationAsync(CancellationToken cancellation) =>
        AskAsync<ConfigurationAnswer[]>(_collector, AppIds.Collector, "/configuration", cancellation);

    public Task<SignalsAnswer> SignalsAsync(string factory, CancellationToken cancellation) =>
        AskAsync<SignalsAnswer>(_historian, AppIds.Historian, "/signals" + Of(factory), cancellation);

    public Task<ValuesAnswer> LastValuesAsync(string factory, CancellationToken cancellation) =>
        AskAsync<ValuesAnswer>(_historian, AppIds.Historian, "/values/last" + Of(factory), cancellation);

    public Task<BucketsAnswer> BucketsAsync(
        string factory, string signal, DateTimeOffset from, DateTimeOffset to, TimeSpan width, CancellationToken cancellation) =>
        AskAsync<BucketsAnswer>(
            _historian, AppIds.Historian,
            $"/values/buckets{Of(factory)}&signal={Uri.EscapeDataString(signal)}&from={Text(from)}&to={Text(to)}&width={(long)width.TotalMilliseconds}ms",
            cancellation);

    public Task<InsightsAnswer> InsightsAsync(string factory, string asset, CancellationToken cancellation) =>
        AskAsync<InsightsAnswer>(
            _historian, AppIds.Historian, $"/insights{Of(factory)}&asset={Uri.EscapeDataString(asset)}&limit=50", cancellation);

    public Task<HistorianStats> HistorianAsync(CancellationToken cancellation) =>
        AskAsync<HistorianStats>(_historian, AppIds.Historian, "/stats", cancellation);

    public Task<AssetAnswer[]> AssetsAsync(string? factory, CancellationToken cancellation) =>
        AskAsync<AssetAnswer[]>(_inference, AppIds.Inference, "/assets" + Of(factory), cancellation);

    public Task<CapsulesAnswer> CapsulesAsync(CancellationToken cancellation) =>
        AskAsync<CapsulesAnswer>(_inference, AppIds.Inference, "/capsules", cancellation);

    public Task<UplinkAnswer> UplinkAsync(CancellationToken cancellation) =>
        AskAsync<UplinkAnswer>(_uplink, AppIds.Uplink, "/status", cancellation);

    public void Dispose()
    {
        _collector.Dispose();
        _historian.Dispose();
        _inference.Dispose();
        _uplink.Dispose();
    }

    private static string Of(string? factory) => factory is null ? "" : $"?factory={Uri.EscapeDataString(factory)}";

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static Task<T> AskAsync<T>(HttpClient http, string service, string path, CancellationToken cancellation) =>
        ServiceCalls.AskAsync<T>(http, service, path, cancellation);
}
