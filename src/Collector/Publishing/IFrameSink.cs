using Dapr.Client;
using Jinan.IndustryBrain.Contracts;

namespace Jinan.IndustryBrain.Collector.Publishing;

/// <summary>Where durable frames go: the broker, or a test.</summary>
internal interface IFrameSink
{
    Task PublishAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);
}

/// <summary>Publishes frames as they are to the topic <c>frames</c> through Dapr.</summary>
internal sealed class DaprFrameSink(DaprClient dapr) : IFrameSink
{
    private static readonly Dictionary<string, string> Raw = new() { ["rawPayload"] = "true" };

    public Task PublishAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        dapr.PublishByteEventAsync(Topics.PubSub, Topics.Frames, frame, "application/octet-stream", Raw, cancellationToken);
}
