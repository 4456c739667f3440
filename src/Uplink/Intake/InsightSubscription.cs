using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Uplink.Outbox;

namespace Jinan.IndustryBrain.Uplink.Intake;

/// <summary>
/// Takes insights from the topic. The broker forgets a message that we call done, so it is on our disk before we do.
/// <para>
/// The subscription names no dead-letter topic: with one, a broker without a retry policy puts a message there on the first
/// RETRY, and a full disk would cost data. What is malformed goes to our own dead letters.
/// </para>
/// </summary>
internal static class InsightSubscription
{
    // As stored it is never longer than as it came, but a character may be escaped to six.
    private const int MaxInsightBytes = FactoryOutbox.MaxInsightBytes / 6;

    public static void MapIntake(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/insights", TakeAsync).WithTopic(Topics.PubSub, Topics.Insights);

    private static async Task<IResult> TakeAsync(
        HttpRequest request, FactoryUplinks uplinks, UplinkMetrics metrics, ILogger<FactoryUplinks> logger, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        var (insight, reason) = Read(bytes.Span);
        try
        {
            if (insight is not null && await uplinks.FindAsync(insight.Factory) is { } uplink)
            {
                await uplink.AcceptAsync(insight, cancellationToken);
                return Answer("SUCCESS");
            }

            reason ??= $"there is no factory '{insight!.Factory}' here";
            await uplinks.DeadLetters.AddAsync(reason, Encoding.UTF8.GetString(bytes.Span), cancellationToken);
            metrics.Malformed();
            Log.Malformed(logger, reason);
            return Answer("DROP");
        }
        catch (Exception fault) when (fault is LogFullException or IOException)
        {
            metrics.Postponed();
            Log.Postponed(logger, insight?.Factory ?? "(none)", fault.Message);
            return Answer("RETRY");
        }
    }

    private static (Insight? Insight, string? Reason) Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxInsightBytes)
            return (null, $"it has {bytes.Length} bytes, more than the {MaxInsightBytes} of any insight");
        try
        {
            var insight = JsonSerializer.Deserialize(bytes, ContractsJson.Default.Insight);
            return insight is null ? (null, "it is null") : (insight, null);
        }
        catch (JsonException fault)
        {
            return (null, $"it is not an insight: {fault.Message}");
        }
    }

    private static IResult Answer(string status) => Results.Json(new { status });
}
