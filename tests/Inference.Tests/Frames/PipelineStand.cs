using Jinan.IndustryBrain.Inference.Frames;
using Jinan.IndustryBrain.Inference.Insights;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.Tests.Windows;
using Jinan.IndustryBrain.Inference.Tests.Workers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Inference.Tests.Frames;

/// <summary>Pipelines among fakes that survive them, so that one can be ended and another begun.</summary>
internal sealed class PipelineStand(IModelsInService models)
{
    public FakeCollector Collector { get; } = new();
    public FakeStates States { get; } = new();
    public FakePublisher Publisher { get; } = new();
    public FakeDeadLetters DeadLetters { get; } = new();

    public FactoryPipeline New() => new(
        Line.Factory,
        new PipelineServices(
            Collector, States, Publisher, DeadLetters, new InsightMaker(TimeProvider.System), models, Line.Options,
            TimeSpan.FromMilliseconds(300), TestWorkers.Metrics, TimeProvider.System, NullLogger<FactoryPipeline>.Instance));

    /// <summary>Runs a pipeline until a condition holds, then ends it.</summary>
    public static async Task RunAsync(FactoryPipeline pipeline, Func<bool> until, string what)
    {
        using var stop = new CancellationTokenSource();
        var run = Task.Run(() => pipeline.RunAsync(stop.Token));
        for (var i = 0; i < 1200 && !until(); i++)
            await Task.Delay(50);
        var isDone = until();
        await stop.CancelAsync();
        await run;
        Assert.True(isDone, $"In a minute there was not {what}.");
    }
}
