using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>A model on an asset: an entry of inference's <c>GET /assets</c>.</summary>
public sealed record AssetAnswer(
    string Factory, string Asset, string AssetType, string? Capsule, string? Model, string? Version, string State, string? Reason,
    double? Value, string? Unit, DateTimeOffset? LastWindowEnd, SentenceCode? ReasonCode = null)
{
    /// <summary>Of the last answer.</summary>
    public InsightLevel? Level { get; init; }

    /// <summary>Around the value, where the model declares one.</summary>
    public PredictionInterval? Interval { get; init; }

    public bool IsComputed => State == "computed";
}

/// <summary>Inference's <c>GET /capsules</c>.</summary>
public sealed record CapsulesAnswer(IReadOnlyList<CapsuleAnswer> Capsules, IReadOnlyList<CapsuleFileAnswer> Files);

public sealed record CapsuleAnswer
{
    public string Capsule { get; init; } = "";
    public string Version { get; init; } = "";
    public string? Title { get; init; }

    /// <summary>What it is called, by language tag; empty where the capsule does not say.</summary>
    public IReadOnlyDictionary<string, CapsuleTextsAnswer> Texts { get; init; } = new Dictionary<string, CapsuleTextsAnswer>();

    public string Digest { get; init; } = "";
    public string Publisher { get; init; } = "";
    public string Sector { get; init; } = "";
    public IReadOnlyList<string> AssetTypes { get; init; } = [];
    public string State { get; init; } = "";
    public IReadOnlyList<ModelNeedsAnswer> Needs { get; init; } = [];

    /// <summary>The version that a roll-back would bring back.</summary>
    public string? Previous { get; init; }

    /// <summary>The version that people have pinned.</summary>
    public string? Pinned { get; init; }

    public bool IsInService => State == "in service";
}

/// <param name="Models">By the model's id.</param>
public sealed record CapsuleTextsAnswer(string Title, IReadOnlyDictionary<string, ModelTextsAnswer> Models);

/// <param name="Meaning">What the model's answer stands for.</param>
public sealed record ModelTextsAnswer(string Name, string Meaning);

/// <summary>What a model looks at, and what it answers.</summary>
public sealed record ModelNeedsAnswer
{
    public string Model { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Engine { get; init; } = "";
    public IReadOnlyList<NeededSignal> Signals { get; init; } = [];
    public string Window { get; init; } = "";
    public int? LengthMs { get; init; }
    public string? Context { get; init; }
    public double Coverage { get; init; }
    public string Unit { get; init; } = "";
    public ThresholdsAnswer? Thresholds { get; init; }

    /// <summary>How often the truth is to lie within an answer's interval; null where there is none.</summary>
    public double? IntervalCoverage { get; init; }
}

public sealed record NeededSignal(string Name, string Unit);

public sealed record ThresholdsAnswer(double Warning, double Alarm, string Direction);

public sealed record CapsuleFileAnswer(
    string File, string? Capsule, string? Version, string? Publisher, string? Digest, string State, string? Reason, string? Message);
