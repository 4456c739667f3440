namespace Jinan.IndustryBrain.Collector;

/// <summary>Times as frames carry them: Unix nanoseconds.</summary>
internal static class UnixTime
{
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;

    /// <summary>Null for the extremes, which stand for "never" and "for ever".</summary>
    public static DateTimeOffset? ToDateTime(long nanoseconds) =>
        nanoseconds is long.MinValue or long.MaxValue ? null : DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100);
}
