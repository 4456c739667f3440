using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Frames;

/// <summary>What a pipeline has done, for people. Written by the pipeline alone; a reader may see figures a moment apart.</summary>
internal sealed class PipelineFigures
{
    public long Frames { get; set; }
    public long Values { get; set; }
    public long Duplicates { get; set; }
    public long Gaps { get; set; }

    /// <summary>Frames read from the collector's log.</summary>
    public long Fetched { get; set; }

    public long Malformed { get; set; }

    /// <inheritdoc cref="FactorySignals.Late"/>
    public long Late { get; private set; }

    /// <inheritdoc cref="FactorySignals.Future"/>
    public long Future { get; private set; }

    /// <inheritdoc cref="FactorySignals.Undefined"/>
    public long Undefined { get; private set; }

    public long Insights { get; private set; }
    public long InsightsSaved { get; set; }
    public FramePosition Confirmed { get; set; }
    public IReadOnlyDictionary<InsightState, long> ByState { get; private set; } = new Dictionary<InsightState, long>();

    public void Take(FactorySignals signals) => (Late, Future, Undefined) = (signals.Late, signals.Future, signals.Undefined);

    public void Count(IReadOnlyList<Insight> insights)
    {
        if (insights.Count == 0)
            return;
        Insights += insights.Count;
        var counts = new Dictionary<InsightState, long>(ByState);
        foreach (var insight in insights)
            counts[insight.State] = counts.GetValueOrDefault(insight.State) + 1;
        ByState = counts;
    }
}
