using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Capsules.Format;

/// <summary>
/// One number that a model gets: a statistic of a signal over the window, or the ratio or difference of two features that stand
/// before it.
/// </summary>
public sealed record FeatureDeclaration
{
    public required string Name { get; init; }

    public string? Signal { get; init; }

    public Statistic? Statistic { get; init; }

    /// <summary>Only the ticks at which this holds are looked at.</summary>
    public TickFilter? Where { get; init; }

    /// <summary>Names of two earlier features: the first over the second, 0 where the second is 0.</summary>
    public IReadOnlyList<string>? Ratio { get; init; }

    /// <summary>Names of two earlier features: the first less the second.</summary>
    public IReadOnlyList<string>? Difference { get; init; }
}

/// <summary>Statistics over the ticks of a window; each is 0 where no tick counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Statistic>))]
public enum Statistic
{
    [JsonStringEnumMemberName("mean")] Mean,

    /// <summary>Of the population.</summary>
    [JsonStringEnumMemberName("std")] Std,
    [JsonStringEnumMemberName("min")] Min,
    [JsonStringEnumMemberName("max")] Max,
    [JsonStringEnumMemberName("range")] Range,
    [JsonStringEnumMemberName("rms")] Rms,

    /// <summary>Mean of the magnitudes.</summary>
    [JsonStringEnumMemberName("meanAbs")] MeanAbs,

    /// <summary>By least squares, unit/s.</summary>
    [JsonStringEnumMemberName("slope")] Slope,

    /// <summary>Percentiles by linear interpolation between ranks.</summary>
    [JsonStringEnumMemberName("p05")] P05,
    [JsonStringEnumMemberName("p50")] P50,
    [JsonStringEnumMemberName("p95")] P95,
    [JsonStringEnumMemberName("first")] First,
    [JsonStringEnumMemberName("last")] Last,

    /// <summary>The time for which ticks counted, s.</summary>
    [JsonStringEnumMemberName("duration")] Duration,

    /// <summary>Values received within the window; filters do not apply.</summary>
    [JsonStringEnumMemberName("changes")] Changes,
}

/// <summary>A condition on another signal's held value at a tick; all that are given must hold.</summary>
public sealed record TickFilter
{
    public required string Signal { get; init; }

    [JsonPropertyName("equals")]
    public double? EqualTo { get; init; }

    public double? Above { get; init; }
    public double? Below { get; init; }
    public double? AbsAbove { get; init; }
}
