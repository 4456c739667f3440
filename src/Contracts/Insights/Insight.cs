using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Contracts.Insights;

/// <summary>
/// What a model says of one window of one asset, or why it says nothing. It carries a reference to the evidence, never the
/// evidence: raw telemetry stays at the edge.
/// </summary>
public sealed record Insight
{
    /// <summary>Version of this schema.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>See <see cref="InsightId"/>: the same window gives the same id, whoever computes it and however often.</summary>
    public required string Id { get; init; }

    public required string Factory { get; init; }
    public required string Enterprise { get; init; }
    public required string Sector { get; init; }
    public required string Asset { get; init; }
    public required string AssetType { get; init; }

    public required ModelReference Model { get; init; }
    public required InsightWindow Window { get; init; }
    public required InsightState State { get; init; }

    /// <summary>Why there is no value, for a person ("coverage 62 % of 80 %"); null when <see cref="State"/> is computed.</summary>
    public string? Reason { get; init; }

    /// <summary>The model's answer in <see cref="Unit"/>; null unless <see cref="State"/> is computed.</summary>
    public double? Value { get; init; }

    /// <summary>UCUM-style unit of <see cref="Value"/>; "1" for probabilities and indices.</summary>
    public string? Unit { get; init; }

    /// <summary>Where the truth lies; null unless <see cref="State"/> is computed, and where the capsule declares none.</summary>
    public PredictionInterval? Interval { get; init; }

    /// <summary>The class, for models of kind quality class.</summary>
    public string? Label { get; init; }

    /// <summary>The value held against the model's thresholds.</summary>
    public InsightLevel Level { get; init; }

    /// <summary>Signals by their share in the answer, largest first; empty when nothing was computed.</summary>
    public IReadOnlyList<Contribution> Contributions { get; init; } = [];

    public required Evidence Evidence { get; init; }

    /// <summary>
    /// True when the window's values came after it was over, from a server's history or long after their time: nobody could have
    /// acted on it, so that it raises no warning.
    /// </summary>
    public bool Retrospective { get; init; }

    /// <summary>When each hop handled it, so that delay can be told hop by hop.</summary>
    public required HopTimes Hops { get; init; }
}

/// <summary>The model that answered.</summary>
/// <param name="Capsule">Id of the capsule.</param>
/// <param name="Version">Semantic version of the capsule.</param>
/// <param name="Digest">SHA-256 of the capsule's signed manifest, lower-case hex.</param>
/// <param name="Name">Id of the model within the capsule.</param>
/// <param name="Kind">What it answers, e.g. <c>health_index</c>, <c>remaining_useful_life</c>, <c>quality_probability</c>.</param>
public sealed record ModelReference(string Capsule, string Version, string Digest, string Name, string Kind);

/// <summary>Where the true value lies, as the capsule's calibration says; in the unit of the value, which lies within.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Coverage">Above 0 and below 1: for how large a share of windows the truth is to lie within.</param>
public sealed record PredictionInterval(double Low, double High, double Coverage)
{
    /// <summary><see cref="High"/> is the model's horizon, not an end: there may be more life than that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOpen { get; init; }
}

/// <summary>The span of source time looked at.</summary>
/// <param name="Kind"><c>grid</c> or <c>context</c>.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Context">Id of the batch, wafer or cycle; null for a grid window.</param>
public sealed record InsightWindow(string Kind, DateTimeOffset From, DateTimeOffset To, string? Context = null);

/// <summary>Whether there is an answer, and if not, why.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InsightState>))]
public enum InsightState
{
    [JsonStringEnumMemberName("computed")] Computed,
    [JsonStringEnumMemberName("computing")] Computing,
    [JsonStringEnumMemberName("not_configured")] NotConfigured,
    [JsonStringEnumMemberName("input_missing")] InputMissing,
    [JsonStringEnumMemberName("coverage_too_low")] CoverageTooLow,
    [JsonStringEnumMemberName("beyond_horizon")] BeyondHorizon,
    [JsonStringEnumMemberName("model_failed")] ModelFailed,
}

/// <summary>How urgent the value is by the model's thresholds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InsightLevel>))]
public enum InsightLevel
{
    [JsonStringEnumMemberName("none")] None,
    [JsonStringEnumMemberName("ok")] Ok,
    [JsonStringEnumMemberName("warning")] Warning,
    [JsonStringEnumMemberName("alarm")] Alarm,
}

/// <summary>One signal's part in the answer.</summary>
/// <param name="Signal">Name within the asset.</param>
/// <param name="Share">-1 to 1; the magnitudes of all add up to 1.</param>
public sealed record Contribution(string Signal, double Share);

/// <summary>Reference to the window behind the answer; with it the edge replays the insight.</summary>
/// <param name="Signals">Full signal names, sorted.</param>
/// <param name="Coverage">0 to 1: the part of the window that was covered by good values.</param>
/// <param name="Values">How many stored values the window held.</param>
/// <param name="Digest">SHA-256 over the window's values in canonical order, lower-case hex.</param>
/// <param name="Epoch">Log epoch of the frames.</param>
/// <param name="FirstSequence">First frame that holds a value of the window.</param>
/// <param name="LastSequence">Last frame needed to close it.</param>
public sealed record Evidence(
    IReadOnlyList<string> Signals,
    double Coverage,
    long Values,
    string Digest,
    long Epoch,
    long FirstSequence,
    long LastSequence);

/// <summary>Times at which the newest value of the window, and then the insight, passed each hop (UTC).</summary>
/// <param name="Source">Newest source time in the window.</param>
/// <param name="Collected">When the collector received it.</param>
/// <param name="Computed">When the model had answered.</param>
/// <param name="Uplinked">When the uplink sent it; null before.</param>
/// <param name="Stored">When the brain stored it; null before.</param>
public sealed record HopTimes(
    DateTimeOffset Source,
    DateTimeOffset Collected,
    DateTimeOffset Computed,
    DateTimeOffset? Uplinked = null,
    DateTimeOffset? Stored = null);
