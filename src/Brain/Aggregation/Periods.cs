namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>
/// The only spans of time that figures are made for: whole, of one length, side by side. With spans of free choice, or a
/// period shown while it still grows, two answers less each other would stand for whoever reported in between.
/// </summary>
internal sealed record Periods(TimeSpan Length, TimeSpan Grace)
{
    /// <returns>Start of the period that holds a time.</returns>
    public DateTimeOffset StartOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Length.Ticks), TimeSpan.Zero);

    /// <returns>End of the newest period that takes no more insights.</returns>
    public DateTimeOffset ClosedThrough(DateTimeOffset now) => StartOf(now - Grace);

    /// <returns>How long until the next period is closed.</returns>
    public TimeSpan UntilNextClose(DateTimeOffset now) => ClosedThrough(now) + Length + Grace - now;
}
