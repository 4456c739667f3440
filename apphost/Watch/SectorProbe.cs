using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Watch;

/// <summary>
/// Looks at the demo from outside: at the city through the gateway, each factory with its own token, and at the edge's historian
/// through the sidecar. Nothing here sees a service from within.
/// </summary>
internal sealed class SectorProbe : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly RunPlan _plan;
    private readonly DemoPlant _plant;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Dictionary<string, FactoryToken> _tokens;

    public SectorProbe(RunPlan plan, DemoPlant plant, TimeProvider time)
    {
        _plan = plan;
        _plant = plant;
        _time = time;
        _tokens = plant.Factories.ToDictionary(
            f => f.Id, f => new FactoryToken(_http, Path.Combine(plan.Data.Factories, f.Id, "uplink-credentials.json"), time));
    }

    /// <returns>Null while a service on the way does not answer.</returns>
    public async Task<IReadOnlyList<SectorSummary>?> TryReadAsync(CancellationToken cancellation)
    {
        try
        {
            var values = await ReadValuesAsync(cancellation);
            var factories = new List<(DemoFactory Factory, FactoryFigures Figures)>();
            foreach (var batch in _plant.Factories.Chunk(8))
                factories.AddRange(await Task.WhenAll(batch.Select(async f => (f, await ReadFactoryAsync(f.Id, cancellation)))));
            return [.. factories.GroupBy(f => f.Factory.Sector).Select(g => Summarize(g.Key, [.. g], values))];
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException
            || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Dictionary<string, long>> ReadValuesAsync(CancellationToken cancellation)
    {
        var sidecar = _plan.Sidecar(RunPlanner.CliAppId);
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"http://127.0.0.1:{sidecar.HttpPort}/v1.0/invoke/historian/method/stats");
        request.Headers.Add("dapr-api-token", sidecar.ApiToken);
        using var response = await _http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        using var stats = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), default, cancellation);
        return stats.RootElement.GetProperty("factories").EnumerateArray()
            .ToDictionary(f => f.GetProperty("factory").GetString()!, f => f.GetProperty("values").GetInt64());
    }

    private async Task<FactoryFigures> ReadFactoryAsync(string factory, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(_plan.UrlOf("gateway"), $"api/v1/factories/{factory}/summary"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _tokens[factory].GetAsync(cancellation));
        using var response = await _http.SendAsync(request, cancellation);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            _tokens[factory].Forget();
        response.EnsureSuccessStatusCode();
        return await JsonSerializer.DeserializeAsync<FactoryFigures>(
            await response.Content.ReadAsStreamAsync(cancellation), Json, cancellation)
            ?? throw new JsonException("An empty answer.");
    }

    private SectorSummary Summarize(
        string sector, List<(DemoFactory Factory, FactoryFigures Figures)> factories, Dictionary<string, long> values)
    {
        var newest = factories.SelectMany(f => f.Figures.Newest).OrderByDescending(h => h.Source).ToList();
        return new SectorSummary(
            sector,
            factories.Count,
            factories.Count(f => f.Figures.Computed > 0),
            factories.Sum(f => values.GetValueOrDefault(f.Factory.Id)),
            factories.Sum(f => f.Figures.Computed),
            newest.Count == 0 ? null : (_time.GetUtcNow() - newest[0].Source).TotalSeconds,
            newest.Count == 0 ? null : MedianHops(newest));
    }

    private static HopSummary MedianHops(List<Hops> newest) => new(
        Quantile(newest, 0.5, h => h.Collected - h.Source),
        Quantile(newest, 0.5, h => h.Computed - h.Collected),
        Quantile(newest, 0.5, h => (h.Uplinked ?? h.Computed) - h.Computed),
        Quantile(newest, 0.5, h => (h.Stored ?? h.Computed) - (h.Uplinked ?? h.Computed)),
        Quantile(newest, 0.5, h => (h.Stored ?? h.Computed) - h.Source),
        Quantile(newest, 0.99, h => (h.Stored ?? h.Computed) - h.Source));

    private static double Quantile(List<Hops> hops, double share, Func<Hops, TimeSpan> span)
    {
        var ordered = hops.Select(h => span(h).TotalSeconds).Order().ToList();
        return ordered[Math.Min(ordered.Count - 1, (int)(share * ordered.Count))];
    }

    /// <summary>The brain's answer about one factory.</summary>
    private sealed record FactoryFigures(long Computed, IReadOnlyList<Hops> Newest);

    private sealed record Hops(
        DateTimeOffset Source, DateTimeOffset Collected, DateTimeOffset Computed, DateTimeOffset? Uplinked, DateTimeOffset? Stored);
}
