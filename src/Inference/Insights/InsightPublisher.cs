using System.Text.Json;
using Dapr.Client;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Inference.Insights;

/// <summary>Brings insights to the topic; it does not give up before the broker has them.</summary>
internal interface IInsightPublisher
{
    Task PublishAsync(Insight insight, CancellationToken cancellation);
}

/// <inheritdoc/>
internal sealed class InsightPublisher(DaprClient dapr, TimeProvider time, Metrics metrics, ILogger<InsightPublisher> logger) : IInsightPublisher
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    public async Task PublishAsync(Insight insight, CancellationToken cancellation)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(insight, ContractsJson.Default.Insight);
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                await dapr.PublishByteEventAsync(
                    Topics.PubSub, Topics.Insights, json, "application/json", cancellationToken: cancellation).ConfigureAwait(false);
                metrics.InsightPublished(JsonNamingPolicy.SnakeCaseLower.ConvertName(insight.State.ToString()));
                return;
            }
            catch (Exception e) when (e is Dapr.DaprException or HttpRequestException && !cancellation.IsCancellationRequested)
            {
                Log.PublishFailed(logger, insight.Factory, e.GetBaseException().Message, pause);
                await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
