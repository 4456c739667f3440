namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>What an application wants of a topic, and where it wants it.</summary>
/// <param name="RawPayload">Stored bytes are wrapped for delivery, whatever they are.</param>
/// <param name="Bulk">Several messages in one call; null means one by one.</param>
internal sealed record SubscriptionDefinition(
    string PubSub, string Topic, RouteTable Routes, bool RawPayload, string? DeadLetterTopic, BulkSettings? Bulk);

/// <summary>How many messages go into one bulk delivery, and how long the first of them waits for company.</summary>
internal sealed record BulkSettings(int MaxMessages, TimeSpan MaxAwait)
{
    private const int DefaultMessages = 100;
    private const int DefaultAwaitMilliseconds = 1000;

    public static BulkSettings Create(int? maxMessages, int? maxAwaitMilliseconds) => new(
        maxMessages is > 0 ? maxMessages.Value : DefaultMessages,
        TimeSpan.FromMilliseconds(maxAwaitMilliseconds is > 0 ? maxAwaitMilliseconds.Value : DefaultAwaitMilliseconds));
}

/// <summary>A subscription asks for something that is wrong or not supported; the message says what to do.</summary>
internal sealed class SubscriptionFaultException(string message) : Exception(message);
