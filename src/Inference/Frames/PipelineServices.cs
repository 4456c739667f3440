using Jinan.IndustryBrain.Inference.Insights;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.State;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Frames;

/// <summary>What every factory's pipeline shares.</summary>
/// <param name="Silence">How long to wait for a frame before asking the collector for one.</param>
internal sealed record PipelineServices(
    ICollectorClient Collector,
    IFactoryStateStore States,
    IInsightPublisher Publisher,
    IDeadLetters DeadLetters,
    InsightMaker Maker,
    IModelsInService Catalog,
    WindowOptions WindowOptions,
    TimeSpan Silence,
    Metrics Metrics,
    TimeProvider Time,
    ILogger<FactoryPipeline> Logger);
