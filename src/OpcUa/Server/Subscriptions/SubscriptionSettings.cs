namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>What client and server agreed on for a subscription (OPC 10000-4, 5.14.2); replaced as a whole when it is modified.</summary>
/// <param name="PublishingInterval">Time between two looks for something to send.</param>
/// <param name="LifetimeCount">Intervals without a publish request after which the subscription ends.</param>
/// <param name="MaxKeepAliveCount">Intervals without anything to send after which a keep-alive goes out.</param>
/// <param name="MaxNotificationsPerPublish">Most values in one response.</param>
/// <param name="Priority">Who is served first where publish requests are scarce.</param>
internal sealed record SubscriptionSettings(
    TimeSpan PublishingInterval, uint LifetimeCount, uint MaxKeepAliveCount, int MaxNotificationsPerPublish, byte Priority)
{
    /// <summary>Brings a client's wishes within the server's limits.</summary>
    public static SubscriptionSettings Revise(
        double publishingMilliseconds, uint lifetimeCount, uint keepAliveCount, uint maxNotifications, byte priority, ServerLimits limits)
    {
        var interval = double.IsFinite(publishingMilliseconds)
            ? Math.Clamp(
                publishingMilliseconds, limits.MinPublishingInterval.TotalMilliseconds, limits.MaxPublishingInterval.TotalMilliseconds)
            : limits.MinPublishingInterval.TotalMilliseconds;
        var longestKeepAlive = (uint)Math.Max(1, limits.MaxKeepAliveInterval.TotalMilliseconds / interval);
        var keepAlive = Math.Clamp(keepAliveCount, 1, longestKeepAlive);
        var longestLife = (uint)Math.Max(3, limits.MaxSubscriptionLifetime.TotalMilliseconds / interval);
        // The lifetime shall be at least three keep-alives (5.14.2.2).
        var lifetime = Math.Max(Math.Min(lifetimeCount, longestLife), keepAlive * 3);
        // Zero is no limit, whoever says it (5.14.2.2): taken as a number it would mean that nothing is ever sent.
        var limit = limits.MaxNotificationsPerPublish > 0 ? limits.MaxNotificationsPerPublish : int.MaxValue;
        var most = maxNotifications == 0 ? limit : (int)Math.Min(maxNotifications, (uint)limit);
        return new SubscriptionSettings(TimeSpan.FromMilliseconds(interval), lifetime, keepAlive, most, priority);
    }
}
