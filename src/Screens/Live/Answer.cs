using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Screens.Live;

/// <summary>What a service answered, or why it did not; both, where an earlier answer is still the best that is known.</summary>
/// <param name="Value">The last answer; null before the first.</param>
/// <param name="Failure">Why the last attempt failed; null where it did not.</param>
/// <param name="At">When <paramref name="Value"/> came.</param>
public sealed record Answer<T>(T? Value, Saying? Failure, DateTimeOffset At)
    where T : class;
