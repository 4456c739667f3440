namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>What the windows' content depends on besides frames and capsules: it must stay the same over a restart.</summary>
/// <param name="LatenessNs">Windows wait this long beyond their end for values that come late.</param>
/// <param name="RetrospectiveAfterNs">A window whose newest value was received this much after its source time is history.</param>
/// <param name="MaxFutureNs">A value that claims to be from further ahead than this is not taken.</param>
/// <param name="UncertainCounts">Whether values of uncertain status count.</param>
internal sealed record WindowOptions(long LatenessNs, long RetrospectiveAfterNs, long MaxFutureNs, bool UncertainCounts);
