using Jinan.IndustryBrain.Sidecar.Components;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>Settings of a <c>pubsub.industrybrain</c> component.</summary>
internal sealed record PubSubOptions(string Name, string Folder, TopicScopes Scopes)
{
    /// <summary>A topic refuses messages beyond this until its slowest consumer catches up.</summary>
    public long MaxTopicBytes { get; init; } = 1L << 30;

    /// <summary>What is kept of a topic that nobody has subscribed to yet; the oldest go first.</summary>
    public long RetainUnreadBytes { get; init; } = 64L << 20;

    public long SegmentBytes { get; init; } = 16L << 20;

    public int MaxMessageBytes { get; init; } = 8 << 20;

    /// <summary>A misspelt topic name makes a topic: this bounds how many.</summary>
    public int MaxTopics { get; init; } = 256;

    /// <summary>Deliveries under way at one time, by subscription.</summary>
    public int MaxInFlight { get; init; } = 32;

    /// <summary>
    /// How many messages of a subscription may be unfinished, most of them waiting to be offered again, before it takes no
    /// new ones: what separates a few bad messages from an application that accepts none.
    /// </summary>
    public int MaxUnfinished { get; init; } = 1000;

    /// <summary>An application that has not answered by then is offered the message again.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
