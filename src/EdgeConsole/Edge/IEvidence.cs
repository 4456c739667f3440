using System.Globalization;
using Dapr.Client;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>The window behind an insight. Each throws <see cref="HttpRequestException"/> with words for a person.</summary>
internal interface IEvidence
{
    /// <summary>The stored values again, held against the insight's digest, and the model asked again where it still runs.</summary>
    Task<ReplayAnswer> ReplayAsync(Insight insight, CancellationToken cancellation);

    /// <summary>A signal's raw values with <paramref name="from"/> ≤ source time &lt; <paramref name="to"/>, and the one before.</summary>
    Task<IReadOnlyList<ValueAnswer>> ValuesAsync(
        string factory, string signal, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);
}

/// <summary>Inference's answer to <c>POST /replay</c>.</summary>
/// <param name="Verdict"><c>equal</c>, <c>differs</c>, <c>incomplete</c> or <c>gone</c>.</param>
/// <param name="Values">How many values of the window are kept.</param>
/// <param name="Digest">Of these.</param>
/// <param name="Model"><c>same</c>, <c>other</c>, <c>not_running</c> or <c>not_asked</c>.</param>
/// <param name="Value">The model's answer now.</param>
/// <param name="Interval">Around it, where the model declares one.</param>
/// <param name="Reason">Why the model did not answer.</param>
/// <param name="ReasonCode">Which sentence that is.</param>
public sealed record ReplayAnswer(
    string Verdict, long Values, string Digest, string Model, double? Value, PredictionInterval? Interval, string? Reason, SentenceCode? ReasonCode = null);

/// <summary>Through Dapr's service invocation.</summary>
internal sealed class EvidenceServices : IEvidence, IDisposable
{
    private const int MostValues = 5000;

    private readonly HttpClient _historian;
    private readonly HttpClient _inference;

    public EvidenceServices(DaprClient dapr)
    {
        _historian = dapr.CreateInvokableHttpClient(AppIds.Historian);
        _inference = dapr.CreateInvokableHttpClient(AppIds.Inference);
        _historian.Timeout = ServiceCalls.Patience;
        _inference.Timeout = ServiceCalls.Patience * 3;
    }

    public Task<ReplayAnswer> ReplayAsync(Insight insight, CancellationToken cancellation) =>
        ServiceCalls.SendAsync<ReplayAnswer>(_inference, HttpMethod.Post, AppIds.Inference, "/replay", insight, cancellation);

    public async Task<IReadOnlyList<ValueAnswer>> ValuesAsync(
        string factory, string signal, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var of = $"?factory={Uri.EscapeDataString(factory)}&signal={Uri.EscapeDataString(signal)}";
        var before = await ServiceCalls.AskAsync<ValuesAnswer>(
            _historian, AppIds.Historian, $"/values/as-of{of}&at={Text(from)}", cancellation);
        var within = await ServiceCalls.AskAsync<ValuesAnswer>(
            _historian, AppIds.Historian, $"/values{of}&from={Text(from)}&to={Text(to)}&limit={MostValues}", cancellation);
        return [.. before.Values.Where(value => value.SourceTime < from), .. within.Values];
    }

    public void Dispose()
    {
        _historian.Dispose();
        _inference.Dispose();
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
