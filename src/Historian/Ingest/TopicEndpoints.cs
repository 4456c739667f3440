using Dapr;
using Jinan.IndustryBrain.Contracts;

namespace Jinan.IndustryBrain.Historian.Ingest;

/// <summary>The routes to which the sidecar delivers.</summary>
internal static class TopicEndpoints
{
    // Dapr's contract: 200 with this status sends the message to the dead letters and does not bring it again.
    private static readonly object Drop = new { status = "DROP" };

    public static void MapTopics(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/topics/frames", async (HttpRequest request, FrameIngest ingest, CancellationToken ct) =>
                Answer(await ingest.TakeAsync(await ReadBodyAsync(request, ct), ct)))
            .WithTopic(new TopicOptions
            {
                PubsubName = Topics.PubSub, Name = Topics.Frames, DeadLetterTopic = Topics.FramesDead, EnableRawPayload = true,
            });
        endpoints.MapPost("/topics/insights", async (HttpRequest request, InsightIngest ingest, CancellationToken ct) =>
                Answer(await ingest.TakeAsync(await ReadBodyAsync(request, ct), ct)))
            .WithTopic(new TopicOptions { PubsubName = Topics.PubSub, Name = Topics.Insights, DeadLetterTopic = Topics.InsightsDead });
    }

    private static IResult Answer(bool understood) => understood ? Results.Ok() : Results.Ok(Drop);

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, CancellationToken ct)
    {
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 4096));
        await request.Body.CopyToAsync(buffer, ct);
        return buffer.ToArray();
    }
}
