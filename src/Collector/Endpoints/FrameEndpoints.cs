using System.Buffers;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Collector.Endpoints;

/// <summary>Frames for consumers that missed some, and their confirmations.</summary>
internal static class FrameEndpoints
{
    private const int DefaultBytes = 1 << 20;

    /// <summary>Below the 4 MiB that a sidecar passes on.</summary>
    private const int MostBytes = 3 << 20;

    public static void MapFrames(this IEndpointRouteBuilder app)
    {
        app.MapGet("/frames", GetAsync);
        app.MapPut("/positions/{consumer}", Confirm);
    }

    private static async Task GetAsync(HttpContext context, CollectorService service, string factory, string? after, int? maxBytes)
    {
        if (service.Find(factory) is not { } collector)
        {
            await CollectorEndpoints.UnknownFactory(factory).ExecuteAsync(context);
            return;
        }

        var position = FramePosition.Start;
        if (after is not null && !FramePosition.TryParse(after, out position))
        {
            await Results.Problem($"after is '{after}': write epoch.sequence, for example 1763900000000.17.", statusCode: 400).ExecuteAsync(context);
            return;
        }

        var log = collector.Stores.Log;
        var bundle = new ArrayBufferWriter<byte>();
        Collect(log, position, Math.Clamp(maxBytes ?? DefaultBytes, 1, MostBytes), bundle);
        context.Response.Headers["x-oldest"] = new FramePosition(log.Epoch, log.OldestSequence).ToString();
        context.Response.ContentType = FrameSchema.ContentType;
        context.Response.ContentLength = bundle.WrittenCount;
        await context.Response.Body.WriteAsync(bundle.WrittenMemory, context.RequestAborted);
    }

    /// <summary>Frames behind a position, at least one if there is any; of an epoch that is not here any more from the oldest on.</summary>
    internal static void Collect(SegmentedLog log, FramePosition after, int maxBytes, ArrayBufferWriter<byte> bundle)
    {
        using var scan = log.OpenScan();
        var next = log.NextAfter(after.Epoch, after.Sequence);
        while (bundle.WrittenCount < maxBytes)
        {
            next = Math.Max(next, log.OldestSequence);
            try
            {
                if (!scan.TryRead(next, out var batch, maxBytes - bundle.WrittenCount))
                    return;
                using (batch)
                {
                    foreach (var record in batch)
                    {
                        if (bundle.WrittenCount > 0 && bundle.WrittenCount + record.Payload.Length > maxBytes)
                            return;
                        FrameBundle.Append(bundle, record.Payload.Span);
                    }

                    next = batch.Last + 1;
                }
            }
            catch (LogTruncatedException)
            {
                // Confirmed and removed between the look at the oldest and the reading: look again.
            }
        }
    }

    private static IResult Confirm(CollectorService service, string consumer, ConsumerPosition position)
    {
        if (!ConsumerPositions.Consumers.Contains(consumer))
            return Results.Problem($"'{consumer}' is no consumer: use {string.Join(" or ", ConsumerPositions.Consumers)}.", statusCode: 404);
        if (service.Find(position.Factory) is not { } collector)
            return CollectorEndpoints.UnknownFactory(position.Factory);
        var confirmed = new FramePosition(position.Epoch, position.Sequence);
        return collector.Stores.Positions.Confirm(consumer, confirmed) == Confirmation.BeyondTheLog
            ? Results.Problem(
                $"{confirmed} is beyond the log of {position.Factory}, which ends at {collector.Stores.Log.Epoch}.{collector.Stores.Log.DurableSequence}: "
                + "the consumer holds state of another log.",
                statusCode: 409)
            : Results.NoContent();
    }
}
