using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>The city's services as processes, insights of its forty factories that came through the gateway, and a browser.</summary>
public sealed class CockpitFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // So that a test need not wait for whole minutes until a figure is final; the grace is for a machine that is busy.
    private static readonly Dictionary<string, string> ShortPeriods = new() { ["Brain__Period"] = "00:00:10", ["Brain__Grace"] = "00:00:10" };

    /// <summary>A period and its grace, twice.</summary>
    private static readonly TimeSpan ClosedBy = TimeSpan.FromSeconds(40);

    private readonly HttpClient _http = new();
    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> _tokens = [];
    private DemoRun? _run;
    private string _issuer = "";
    private SystemBrowser? _browser;

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is not { } program || !File.Exists(program))
            return;
        _run = await DemoRun.StartInAsync(Directory.CreateTempSubdirectory("industrybrain-test-").FullName, ShortPeriods, "--profile", "city");
        Address = _run.Snapshot()["gateway"].Url!.TrimEnd('/');
        _issuer = _run.Snapshot()["identity"].Url!.TrimEnd('/');

        // Two periods, so that a trend has a line.
        await PublishAsync(0.9);
        await PublishAsync(0.88);
        _browser = await SystemBrowser.LaunchAsync(program);
    }

    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    public Task<IBrowserContext> OpenAsync(int width = 1366, int height = 768) => _browser!.OpenAsync(Address, width, height);

    /// <summary>An insight of one machine of every factory, of this moment; in six of the first sector with one and the same fault.</summary>
    public async Task SendAsync(double value)
    {
        using var plant = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Checkout.Root, "apphost", "demo", "plant.json")));
        var factories = plant.RootElement.GetProperty("factories").EnumerateArray().ToList();
        foreach (var factory in factories)
            await TokenAsync($"factory-{factory.GetProperty("id").GetString()}");

        // All at once, with the tokens at hand: what comes after its period has closed is in no figure.
        var now = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(factories, async (factory, cancellation) =>
        {
            var id = factory.GetProperty("id").GetString()!;
            var insight = Insights.Of(id, now.AddSeconds(-20), value) with { Enterprise = factory.GetProperty("enterprise").GetString()! };
            insight = factory.GetProperty("sector").GetString() == "semiconductors"
                ? insight with { Model = insight.Model with { Kind = "quality_probability" } }
                : insight;
            if (id.StartsWith("auto-0", StringComparison.Ordinal) && id[^1] <= '6')
                insight = insight with { Level = InsightLevel.Warning };
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{Address}/api/v1/factories/{id}/insights");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync($"factory-{id}"));
            request.Content = new StringContent(Insights.Json(insight), Encoding.UTF8, "application/json");
            using var answer = await _http.SendAsync(request, cancellation);
            answer.EnsureSuccessStatusCode();
        });
    }

    /// <summary>
    /// Sends, and waits until the period of it is closed and its figures are there. Services that have just started may be so slow
    /// on a busy machine that the period has closed before all of it has come; then it is sent again.
    /// </summary>
    private async Task PublishAsync(double value)
    {
        double? newest = null;
        var sent = new Stopwatch();
        await Until.TrueAsync(
            async () =>
            {
                if (!sent.IsRunning || sent.Elapsed > ClosedBy)
                {
                    await SendAsync(value);
                    sent.Restart();
                }

                newest = await NewestMeanAsync();
                return newest is { } mean && Math.Abs(mean - value) < 1e-9;
            },
            Patience, () => $"the mean {value} published; the newest is {newest?.ToString() ?? "none"}");
    }

    private async Task<double?> NewestMeanAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address}/api/v1/sectors/auto/trend?take=1");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync("bureau-cli"));
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var trends = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return trends.EnumerateArray().SelectMany(t => t.GetProperty("points").EnumerateArray())
            .Select(p => p.TryGetProperty("value", out var v) && v.ValueKind == JsonValueKind.Number ? v.GetDouble() : (double?)null).LastOrDefault();
    }

    /// <summary>A token of a person.</summary>
    public Task<string> UserTokenAsync(string user) => UserTokens.OfAsync(_issuer, user);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _http.Dispose();
        if (_run is not null)
            await _run.DisposeAsync();
    }

    /// <summary>A token of a client of the realm: <c>factory-auto-01</c>, <c>bureau-cli</c>.</summary>
    public async Task<string> TokenAsync(string client)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (_tokens.TryGetValue(client, out var known) && now < known.Until)
            return known.Token;
        using var answer = await _http.PostAsync(
            $"{_issuer}/realms/industrybrain/protocol/openid-connect/token",
            new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = $"development-only-{client}",
            }));
        answer.EnsureSuccessStatusCode();
        var given = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var token = given.GetProperty("access_token").GetString()!;
        _tokens[client] = (token, now.AddSeconds(given.GetProperty("expires_in").GetInt32() - 30));
        return token;
    }
}
