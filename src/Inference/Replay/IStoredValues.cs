using System.Globalization;
using System.Text;
using System.Text.Json;
using Dapr.Client;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Replay;

/// <summary>What the historian keeps. Each throws <see cref="HttpRequestException"/>.</summary>
internal interface IStoredValues
{
    Task<IReadOnlyList<SignalDefinition>> SignalsAsync(string factory, CancellationToken cancellation);

    /// <summary>
    /// The values of a signal in [from, to) of source time, Unix ns, that had come with a frame, and the one in force before
    /// them; in the order in which they came. Whether a value counts by its status is not looked at.
    /// </summary>
    Task<IReadOnlyList<Sample>> ValuesAsync(string factory, string signal, long from, long to, FramePosition through, CancellationToken cancellation);
}

/// <summary>Through Dapr's service invocation.</summary>
internal sealed class StoredValues : IStoredValues, IDisposable
{
    private const int MostValues = 1_000_000;

    // Values that were filled in later stand before the one that held then.
    private const int MostStepsBack = 50;

    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    private readonly HttpClient _http;

    public StoredValues(DaprClient dapr)
        : this(dapr.CreateInvokableHttpClient(AppIds.Historian))
    {
    }

    /// <param name="historian">Its base address is the historian's.</param>
    public StoredValues(HttpClient historian)
    {
        _http = historian;
        _http.Timeout = TimeSpan.FromSeconds(20);
    }

    public async Task<IReadOnlyList<SignalDefinition>> SignalsAsync(string factory, CancellationToken cancellation)
    {
        var answer = JsonSerializer.Deserialize<SignalsAnswer>(
            await _http.GetStringAsync($"/signals?factory={Uri.EscapeDataString(factory)}", cancellation).ConfigureAwait(false), Json);
        return answer?.Signals ?? [];
    }

    public async Task<IReadOnlyList<Sample>> ValuesAsync(
        string factory, string signal, long from, long to, FramePosition through, CancellationToken cancellation)
    {
        var of = $"?factory={Uri.EscapeDataString(factory)}&signal={Uri.EscapeDataString(signal)}";
        var rows = await RowsAsync(Invariant($"/values{of}&from={from}&to={to}&limit={MostValues}"), cancellation).ConfigureAwait(false);
        var before = from - 1;
        for (var step = 0; step < MostStepsBack; step++)
        {
            if (await RowsAsync(Invariant($"/values/as-of{of}&at={before}"), cancellation).ConfigureAwait(false) is not [var held, ..])
                break;
            if (held.Sample.Frame <= through)
            {
                rows.Add(held);
                break;
            }

            before = held.Sample.Time - 1;
        }

        return [.. rows.Where(row => row.Sample.Frame <= through)
            .OrderBy(row => row.Sample.Frame.Epoch).ThenBy(row => row.Sample.Frame.Sequence).ThenBy(row => row.Row).Select(row => row.Sample)];
    }

    public void Dispose() => _http.Dispose();

    private async Task<List<(Sample Sample, int Row)>> RowsAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), Encoding.UTF8);
        var rows = new List<(Sample, int)>();
        while (await lines.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
            if (line.Length > 0)
                rows.Add(RowOf(line));
        return rows;
    }

    // The cursor is the exact place: source time in ns, epoch, sequence, row.
    private static (Sample Sample, int Row) RowOf(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var place = root.GetProperty("cursor").GetString()!.Split('.');
        var value = root.GetProperty("value");
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : text switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.NaN,
        };
        var received = root.GetProperty("receivedTime").GetDateTimeOffset();
        return (
            new Sample(
                Number(place[0]), number, text, root.GetProperty("status").GetUInt32(), (received - DateTimeOffset.UnixEpoch).Ticks * 100,
                new FramePosition(Number(place[1]), Number(place[2]))),
            int.Parse(place[3], CultureInfo.InvariantCulture));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private sealed record SignalsAnswer(IReadOnlyList<SignalDefinition> Signals);
}
