using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Inference.Insights;
using Jinan.IndustryBrain.Inference.Tests.Windows;
using Jinan.IndustryBrain.Inference.Windows;
using Jinan.IndustryBrain.Inference.Workers;

namespace Jinan.IndustryBrain.Inference.Tests.Insights;

/// <summary>The interval that an insight carries.</summary>
public sealed class IntervalTests
{
    private static readonly IntervalDeclaration Declared = new()
    {
        Coverage = 0.9,
        Bins =
        [
            new IntervalBin { UpTo = 100, Below = 30, Above = 40, Windows = 200 },
            new IntervalBin { Below = 90, Above = 60, Windows = 200 },
        ],
    };

    [Theory]
    [InlineData(80, 80, 50, 120, false)]
    [InlineData(100, 100, 70, 140, false)]
    [InlineData(101, 101, 11, 161, false)]
    [InlineData(12, 12, 0, 52, false)]
    [InlineData(-7, 0, 0, 40, false)] // an answer is cut off first, and its interval is that of what is shown
    [InlineData(240, 240, 150, 300, true)] // up to the horizon: there may be more
    [InlineData(300, 300, 210, 300, true)]
    public async Task RemainingLife_Answered_HasTheIntervalOfItsBin(float output, double value, double low, double high, bool isOpen)
    {
        var insight = await MakeAsync(Life(Declared), output);
        Assert.Equal(InsightState.Computed, insight.State);
        Assert.Equal(value, insight.Value);
        Assert.Equal(new PredictionInterval(low, high, 0.9) { IsOpen = isOpen }, insight.Interval);
    }

    [Fact]
    public async Task HealthIndex_UpToItsGreatest_IsNotOpen()
    {
        var health = Life(Declared) with { Kind = ModelKind.HealthIndex };
        Assert.Equal(new PredictionInterval(210, 300, 0.9), (await MakeAsync(health, 310)).Interval);
    }

    [Fact]
    public async Task RemainingLife_BeyondTheHorizon_HasNeitherValueNorInterval()
    {
        var insight = await MakeAsync(Life(Declared), 300.5f);
        Assert.Equal(InsightState.BeyondHorizon, insight.State);
        Assert.Null(insight.Value);
        Assert.Null(insight.Interval);
    }

    [Fact]
    public async Task Answer_OfACapsuleWithoutAnInterval_HasNone()
    {
        var insight = await MakeAsync(Life(null), 80);
        Assert.Equal(80, insight.Value);
        Assert.Null(insight.Interval);
    }

    [Fact]
    public async Task NoAnswer_HasNoInterval()
    {
        Assert.Null((await MakeAsync(Life(Declared), float.NaN)).Interval);
        var window = Window(Life(Declared), 80) with { State = InsightState.CoverageTooLow, Reason = new Sentence(null, "coverage 62 % of 80 %") };
        Assert.Null((await new InsightMaker(TimeProvider.System).MakeAsync(window, CancellationToken.None)).Insight.Interval);
    }

    private static ModelDeclaration Life(IntervalDeclaration? interval) => Line.GridModel() with
    {
        Kind = ModelKind.RemainingUsefulLife, Result = new OutputDeclaration("h", 0, 300), Interval = interval,
    };

    private static async Task<Insight> MakeAsync(ModelDeclaration model, float output) =>
        (await new InsightMaker(TimeProvider.System).MakeAsync(Window(model, output), CancellationToken.None)).Insight;

    private static ClosedWindow Window(ModelDeclaration model, float output)
    {
        var script = new FrameScript();
        for (var t = 1; t <= 20; t++)
            script.Add(Line.Plc, t, (Line.Force(), t - 0.5, t)).Add(Line.Drive, t, (Line.Torque(), t - 0.5, t));
        var window = new EngineRun(Line.InService(model, predictor: new FixedPredictor(output))).Take(script).Of("m1").Last();
        return window with { State = InsightState.Computed, Reason = null };
    }

    /// <summary>Answers every row alike.</summary>
    private sealed class FixedPredictor(float output) : IPredictor
    {
        public Task<float[]> PredictAsync(int model, int columns, ReadOnlyMemory<float> features, CancellationToken cancellation) =>
            Task.FromResult(Enumerable.Repeat(output, features.Length / columns).ToArray());
    }
}
