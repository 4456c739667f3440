using System.Diagnostics;

namespace Jinan.IndustryBrain.Fuzz.Running;

/// <summary>A group's part of all the time, or of all the cases.</summary>
internal sealed record FuzzShare(double Time, double Cases)
{
    public TimeSpan Duration => FuzzSettings.Time * Time;

    public long Count => (long)(FuzzSettings.Cases * Cases);

    /// <summary>What one of so many targets gets.</summary>
    public FuzzBudget Of(int targets) => FuzzSettings.Cases > 0
        ? new FuzzBudget(null, Math.Max(1, Count / targets))
        : new FuzzBudget(Duration / targets, long.MaxValue);
}

/// <summary>When a target has run enough.</summary>
internal readonly record struct FuzzBudget(TimeSpan? Time, long Cases)
{
    public bool IsSpent(long cases, long started) =>
        cases >= Cases || (Time is { } time && Stopwatch.GetElapsedTime(started) >= time);
}
