using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Capsules.Format;

/// <summary>What a capsule says of itself: the content of <c>capsule.json</c>.</summary>
public sealed record CapsuleDeclaration
{
    /// <summary>The version of this format.</summary>
    public const int CurrentSchema = 1;

    public required int Schema { get; init; }

    /// <summary>Lower-case letters, digits and hyphens; unique among a publisher's capsules.</summary>
    public required string Id { get; init; }

    /// <summary>Semantic version.</summary>
    public required string Version { get; init; }

    public required string Title { get; init; }

    public required string Sector { get; init; }

    /// <summary>The versions of the plugin SDK that it runs on.</summary>
    public required SdkRange Sdk { get; init; }

    /// <summary>Name of the publisher; it must be the subject of the signing certificate.</summary>
    public required string Publisher { get; init; }

    /// <summary>Types of the assets that it answers for, e.g. <c>plasma-etcher</c>.</summary>
    public required IReadOnlyList<string> AssetTypes { get; init; }

    public required IReadOnlyList<ModelDeclaration> Models { get; init; }
}

/// <summary>SDK versions from <paramref name="Min"/> (inclusive) to <paramref name="Max"/> (exclusive), major.minor.</summary>
public sealed record SdkRange(string Min, string Max);

/// <summary>One model of a capsule.</summary>
public sealed record ModelDeclaration
{
    /// <summary>Unique within the capsule.</summary>
    public required string Id { get; init; }

    public required ModelKind Kind { get; init; }

    public required ModelEngine Engine { get; init; }

    /// <summary>The model's file within the capsule.</summary>
    public required string File { get; init; }

    /// <summary>Name of the model's input: a float vector for <c>mlnet</c>, float[N, features] for <c>onnx</c>.</summary>
    public required string Input { get; init; }

    /// <summary>Name of the model's output: a float for <c>mlnet</c>, float[N, 1] for <c>onnx</c>.</summary>
    public required string Output { get; init; }

    public required IReadOnlyList<SignalInput> Signals { get; init; }

    public required WindowDeclaration Window { get; init; }

    /// <summary>In the order of the model's input.</summary>
    public required IReadOnlyList<FeatureDeclaration> Features { get; init; }

    /// <summary>A usual value of each feature (the training data's median): what a signal's share is told against.</summary>
    public required IReadOnlyList<float> Baseline { get; init; }

    /// <summary>0 to 1: the part of the window that must be covered by good values.</summary>
    public required double Coverage { get; init; }

    public required OutputDeclaration Result { get; init; }

    public ThresholdDeclaration? Thresholds { get; init; }

    /// <summary>Null where the model cannot say how far the truth may lie from its answer.</summary>
    public IntervalDeclaration? Interval { get; init; }

    /// <summary>Golden vectors within the capsule: inputs and the outputs that the model must give.</summary>
    public required string Golden { get; init; }

    /// <summary>
    /// What is told of a number that the model gave: it stays within <see cref="Result"/>. Null for more life than the model was
    /// ever shown, which is no number that it can give.
    /// </summary>
    /// <param name="output">A finite number.</param>
    public double? AnswerOf(double output) =>
        Kind == ModelKind.RemainingUsefulLife && output > Result.Max ? null : Math.Clamp(output, Result.Min, Result.Max);
}

/// <summary>What a model answers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelKind>))]
public enum ModelKind
{
    [JsonStringEnumMemberName("remaining_useful_life")] RemainingUsefulLife,
    [JsonStringEnumMemberName("health_index")] HealthIndex,
    [JsonStringEnumMemberName("anomaly_score")] AnomalyScore,
    [JsonStringEnumMemberName("quality_class")] QualityClass,
    [JsonStringEnumMemberName("quality_probability")] QualityProbability,
    [JsonStringEnumMemberName("soft_sensor")] SoftSensor,
}

/// <summary>What runs a model.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelEngine>))]
public enum ModelEngine
{
    [JsonStringEnumMemberName("mlnet")] MlNet,
    [JsonStringEnumMemberName("onnx")] Onnx,
}

/// <summary>A signal that the model looks at, by its name within the asset.</summary>
/// <param name="Unit">As the training data had it; a signal in another unit is not taken.</param>
public sealed record SignalInput(string Name, string Unit);

/// <summary>How long a span of source time the model looks at.</summary>
public sealed record WindowDeclaration
{
    public required WindowKind Kind { get; init; }

    /// <summary>Distance of the ticks at which a signal's held value is taken.</summary>
    public required int ResampleMs { get; init; }

    /// <summary>Grid: the window's length.</summary>
    public int? LengthMs { get; init; }

    /// <summary>Grid: the distance between the starts of two windows; windows start at multiples of it since 1970.</summary>
    public int? HopMs { get; init; }

    /// <summary>Context: the text signal that names the batch, wafer or cycle; empty between two.</summary>
    public string? Context { get; init; }

    /// <summary>Context: a longer one is given up.</summary>
    public int? MaxMs { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<WindowKind>))]
public enum WindowKind
{
    [JsonStringEnumMemberName("grid")] Grid,
    [JsonStringEnumMemberName("context")] Context,
}

/// <summary>The answer's unit and possible range.</summary>
public sealed record OutputDeclaration(string Unit, double Min, double Max);

/// <summary>From where the answer is a warning, an alarm.</summary>
/// <param name="Direction"><c>above</c> or <c>below</c>.</param>
public sealed record ThresholdDeclaration(double Warning, double Alarm, string Direction);
