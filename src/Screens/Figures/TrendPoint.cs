namespace Jinan.IndustryBrain.Screens.Figures;

/// <summary>A span of a signal for a chart.</summary>
/// <param name="At">Beginning of the span.</param>
/// <param name="Min">The least value in it; null where nothing was known.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Average">Weighed by time.</param>
public readonly record struct TrendPoint(DateTimeOffset At, double? Min, double? Max, double? Average);

/// <summary>A span of time that somebody chose in a chart.</summary>
/// <param name="From">Beginning.</param>
/// <param name="To">End.</param>
public readonly record struct TrendSpan(DateTimeOffset From, DateTimeOffset To);

/// <summary>A piece of the coverage ledger.</summary>
/// <param name="From">Beginning.</param>
/// <param name="To">End.</param>
/// <param name="State">The ledger's word: <c>covered</c>, <c>notCovered</c>, <c>filled</c>, <c>notCollected</c>, <c>pending</c>.</param>
/// <param name="Reason">The ledger's word for why.</param>
public readonly record struct CoveragePart(DateTimeOffset From, DateTimeOffset To, string State, string? Reason);
