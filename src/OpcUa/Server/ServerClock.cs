namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>The two clocks of a server: UTC for what is sent, a monotonic timestamp for intervals and time-outs.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    public TimeProvider Time { get; } = time;

    public DateTime UtcNow => Time.GetUtcNow().UtcDateTime;

    public long Timestamp => Time.GetTimestamp();

    public long TicksOf(TimeSpan span) => (long)(span.TotalSeconds * Time.TimestampFrequency);

    public TimeSpan SpanOf(long ticks) => TimeSpan.FromSeconds((double)ticks / Time.TimestampFrequency);
}
