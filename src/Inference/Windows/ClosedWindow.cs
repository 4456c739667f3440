using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>A window that is over, with everything that is needed to answer for it.</summary>
internal sealed record ClosedWindow
{
    public required ModelInService Model { get; init; }
    public required FactoryIdentity Factory { get; init; }
    public required string Asset { get; init; }
    public required string AssetType { get; init; }
    public required WindowSpan Span { get; init; }

    /// <summary>Computed when the model may be asked.</summary>
    public required InsightState State { get; init; }

    /// <summary>Why the model is not asked.</summary>
    public Sentence? Reason { get; init; }

    /// <summary>The model's input; empty when it is not asked.</summary>
    public float[] Features { get; init; } = [];

    /// <summary>For each feature the signals that it is made of, by their place in the declaration.</summary>
    public IReadOnlyList<IReadOnlySet<int>> SignalsOfFeatures { get; init; } = [];

    public required Evidence Evidence { get; init; }

    /// <summary>Newest source time in the window, Unix ns.</summary>
    public required long NewestSource { get; init; }

    /// <summary>When the collector received that value, Unix ns.</summary>
    public required long NewestReceived { get; init; }

    public required bool IsRetrospective { get; init; }
}

/// <summary>Whose frames they are.</summary>
internal sealed record FactoryIdentity(string Factory, string Enterprise, string Sector);
