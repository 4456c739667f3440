namespace Jinan.IndustryBrain.Capsules.Features;

/// <summary>
/// One signal's values around a window, ascending by source time. A value holds until the next one, because a server reports
/// changes: the one before the window counts at its start.
/// </summary>
/// <param name="Times">Source times, Unix ns, ascending; of two with the same time the later one counts.</param>
/// <param name="Values">NaN where the value was not good: nothing is known until the next one.</param>
public readonly record struct SignalSamples(ReadOnlyMemory<long> Times, ReadOnlyMemory<double> Values)
{
    public static SignalSamples Empty => default;
}
