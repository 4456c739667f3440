using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>What a notification message says besides its values. Times are Unix nanoseconds.</summary>
internal readonly record struct BatchInfo(
    uint SubscriptionId, uint SequenceNumber, long PublishTime, long ReceivedTime, bool MoreNotifications, bool IsKeepAlive,
    bool IsRepublished, GapReason Gap)
{
    /// <summary>As <see cref="NotificationBatch.CompleteThrough"/>.</summary>
    public long CompleteThrough { get; init; } = PublishTime;

    /// <summary>As <see cref="NotificationBatch.AskedTime"/>.</summary>
    public long AskedTime { get; init; } = ReceivedTime;

    public static BatchInfo Of(NotificationBatch batch) => new(
        batch.SubscriptionId, batch.SequenceNumber, batch.PublishTime, batch.ReceivedTime, batch.MoreNotifications, batch.IsKeepAlive,
        batch.IsRepublished, batch.Gap)
    {
        CompleteThrough = batch.CompleteThrough,
        AskedTime = batch.AskedTime,
    };
}
