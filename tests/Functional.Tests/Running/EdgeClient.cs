using System.Globalization;
using System.Text.Json;

namespace Jinan.IndustryBrain.Functional.Tests.Running;

/// <summary>Asks the services of a run, through the sidecar as every other caller does.</summary>
internal sealed class EdgeClient : IDisposable
{
    private readonly HttpClient _http;

    public EdgeClient(DemoRun run)
        : this(run.Snapshot())
    {
    }

    public EdgeClient(RunSnapshot snapshot)
    {
        _http = new HttpClient { BaseAddress = snapshot.Sidecar, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Add("dapr-api-token", snapshot.Token);
    }

    public void Dispose() => _http.Dispose();

    public async Task<JsonElement> GetAsync(string app, string path)
    {
        using var response = await _http.GetAsync($"/v1.0/invoke/{app}/method/{path}", TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{app}/{path}: {(int)response.StatusCode} {body}");
        using var json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }

    /// <returns>Null while the service cannot answer.</returns>
    public async Task<JsonElement?> TryGetAsync(string app, string path)
    {
        try
        {
            using var response = await _http.GetAsync($"/v1.0/invoke/{app}/method/{path}", TestContext.Current.CancellationToken);
            if (!response.IsSuccessStatusCode)
                return null;
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return json.RootElement.Clone();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>How many values of a factory are stored; 0 while the historian cannot answer.</summary>
    public async Task<long> CountAsync(string factory) => await TryGetAsync("historian", "stats") is { } stats
        ? stats.GetProperty("factories").EnumerateArray().Where(f => f.GetProperty("factory").GetString() == factory).Sum(f => f.GetProperty("values").GetInt64())
        : 0;

    /// <summary>Every stored value of a factory before a time (Unix ns).</summary>
    public async Task<List<StoredSample>> ValuesAsync(string factory, long before) => (await RowsAsync(factory, before)).ConvertAll(row => row.Sample);

    /// <summary>The same, with the place at which each came.</summary>
    public async Task<List<StoredRow>> RowsAsync(string factory, long before)
    {
        var values = new List<StoredRow>();
        string? after = null;
        while (true)
        {
            var path = $"/v1.0/invoke/historian/method/values?factory={factory}&to={before}&limit=100000" + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}");
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("application/x-ndjson");
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {body}");
            var count = values.Count;
            foreach (var line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var json = JsonDocument.Parse(line);
                after = json.RootElement.GetProperty("cursor").GetString()!;
                // Source time, epoch and sequence of the frame, row.
                var place = after.Split('.').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
                values.Add(new StoredRow(StoredSample.Of(json.RootElement), (place[1], place[2], place[3])));
            }

            if (values.Count - count < 100_000)
                return values;
        }
    }
}

/// <summary>A value, and when it came among the others.</summary>
internal readonly record struct StoredRow(StoredSample Sample, (long Epoch, long Sequence, long Row) Came);

/// <summary>A value by what identifies it: the same on both sides of a reconciliation.</summary>
/// <param name="Value">As the shortest text that reads back as the same number, or the text itself.</param>
internal readonly record struct StoredSample(string Signal, long SourceTime, string Value, uint Status)
{
    public static StoredSample Of(JsonElement row) => new(
        row.GetProperty("signal").GetString()!,
        Nanoseconds(row.GetProperty("sourceTime").GetString()!),
        TextOf(row.GetProperty("value")),
        row.GetProperty("status").GetUInt32());

    /// <summary>Unix ns of an ISO 8601 text with nine fractional digits.</summary>
    public static long Nanoseconds(string text)
    {
        var seconds = DateTime.ParseExact(text[..19], "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return ((seconds - DateTime.UnixEpoch).Ticks * 100) + long.Parse(text.AsSpan(20, 9), CultureInfo.InvariantCulture);
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.Null => "",
        _ => value.ToString(),
    };
}
