using Dapr;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Inference.Frames;

/// <summary>
/// Where the broker delivers frames. A frame is acknowledged when it is queued, not when it is processed: what is lost between is
/// read again from the collector's log, which keeps it until our position is confirmed.
/// </summary>
internal static class FrameEndpoint
{
    public static void MapFrames(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/frames", TakeAsync).WithTopic(new TopicOptions
        {
            PubsubName = Topics.PubSub,
            Name = Topics.Frames,
            EnableRawPayload = true,
            DeadLetterTopic = Topics.FramesDead,
        });

    private static async Task<IResult> TakeAsync(
        HttpRequest request, FramePipelines pipelines, Metrics metrics, ILogger<FramePipelines> logger, CancellationToken cancellation)
    {
        using var body = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, FrameSchema.MaxBytes));
        await request.Body.CopyToAsync(body, cancellation).ConfigureAwait(false);
        try
        {
            pipelines.Offer(FrameDecoder.Decode(body.GetBuffer().AsMemory(0, (int)body.Length)));
            return Results.Ok();
        }
        catch (FrameFormatException e)
        {
            metrics.FrameMalformed();
            Log.FrameMalformed(logger, e.Message);
            return Results.Json(new { status = "DROP" });
        }
    }
}
