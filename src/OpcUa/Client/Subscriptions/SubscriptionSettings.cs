using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>What a subscription asks of the server. The list of items is fixed: another list is another subscription.</summary>
public sealed record SubscriptionSettings
{
    /// <summary>The items. An item's position is its handle in every batch: dense, from 0.</summary>
    public required IReadOnlyList<MonitoredItemSettings> Items { get; init; }

    /// <summary>How often the server sends what changed.</summary>
    public TimeSpan PublishingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest silence before the server says that it is still there, as alive-through needs it.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the server keeps the subscription when nobody asks for notifications.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Most changes in one notification message; the server may grant fewer. Not 0, "as many as there are": there are servers
    /// in the field that then send none.
    /// </summary>
    public uint MaxNotificationsPerPublish { get; init; } = 10_000;

    /// <summary>Which of several subscriptions goes first.</summary>
    public byte Priority { get; init; }
}

/// <summary>One node that is watched.</summary>
/// <param name="Node">
/// The node. Write its namespace by uri (<c>nsu=...;s=...</c>): indexes may change when a server restarts, and are mapped anew
/// for each session.
/// </param>
public sealed record MonitoredItemSettings(ExpandedNodeId Node)
{
    /// <summary>How often the server looks; zero: as fast as it can.</summary>
    public TimeSpan SamplingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Changes that the server keeps between two publishing times.</summary>
    public uint QueueSize { get; init; } = 10;

    /// <summary>Whether the oldest or the newest change goes when the queue is full.</summary>
    public bool DiscardOldest { get; init; } = true;

    /// <summary>The attribute; 13 is Value.</summary>
    public uint AttributeId { get; init; } = 13;

    /// <summary>Smallest change of a number that counts; zero sends every change. Refused by servers without data-change filters.</summary>
    public double AbsoluteDeadband { get; init; }
}
