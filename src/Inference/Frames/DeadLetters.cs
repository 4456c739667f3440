using Dapr;
using Dapr.Client;
using Jinan.IndustryBrain.Contracts;

namespace Jinan.IndustryBrain.Inference.Frames;

/// <summary>Where frames go that cannot be read and came by another way than the broker, which has dead letters of its own.</summary>
internal interface IDeadLetters
{
    Task BuryAsync(ReadOnlyMemory<byte> frame, string why, CancellationToken cancellation);
}

/// <inheritdoc/>
internal sealed class DeadLetters(DaprClient dapr, Metrics metrics, ILogger<DeadLetters> logger) : IDeadLetters
{
    private static readonly Dictionary<string, string> Raw = new() { ["rawPayload"] = "true" };

    public async Task BuryAsync(ReadOnlyMemory<byte> frame, string why, CancellationToken cancellation)
    {
        metrics.FrameMalformed();
        Log.FrameMalformed(logger, why);
        try
        {
            await dapr.PublishByteEventAsync(
                Topics.PubSub, Topics.FramesDead, frame, "application/octet-stream", Raw, cancellation).ConfigureAwait(false);
        }
        catch (DaprException e)
        {
            // The collector still has it; a broker that is away must not stop the frames behind it.
            Log.FrameMalformed(logger, $"It could not be published to {Topics.FramesDead}: {e.Message}");
        }
    }
}
