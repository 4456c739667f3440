using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Plugins.Training.Evaluation;
using Jinan.IndustryBrain.Plugins.Training.Runs;

namespace Jinan.IndustryBrain.Plugins.Training.Tests.Evaluation;

public sealed class SingleSignalLimitTests
{
    private static readonly FeatureDeclaration[] Features =
    [
        new() { Name = "useless_mean", Signal = "useless", Statistic = Statistic.Mean },
        new() { Name = "low_mean", Signal = "low", Statistic = Statistic.Mean },
        new() { Name = "joined", Ratio = ["useless_mean", "low_mean"] },
    ];

    [Fact]
    public void Pick_OneSignalFallsWithTheFault_TakesItBelowALimit()
    {
        var limit = SingleSignalLimit.Pick(Windows(), Features, 0.1);

        Assert.Equal(1, limit.Feature);
        Assert.True(limit.Below);
    }

    [Fact]
    public void Pick_AFeatureThatJoinsSignalsIsBetter_IsNotTaken()
    {
        // Feature 2 tells perfectly, but it is a ratio: a limit on it would be a model.
        var limit = SingleSignalLimit.Pick(Windows(), Features, 0.1);

        Assert.NotEqual(2, limit.Feature);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.25)]
    public void LimitAt_AnyRate_IsNotExceeded(double rate)
    {
        var windows = Windows();
        foreach (var below in (bool[])[false, true])
        {
            var limit = Rates.LimitAt(windows, window => window.Features[0], below, rate);
            var rates = Rates.Of(windows, window => window.Features[0], below, limit);

            Assert.InRange(rates.FalseAlarm, 0, rate);
        }
    }

    [Fact]
    public void Rates_WindowsWhereNeitherIsWrong_AreNotCounted()
    {
        var windows = new List<LabelledWindow>
        {
            new(1, [5], 0, null), new(1, [5], 0, true), new(1, [1], 0, true), new(1, [1], 0, false), new(1, [1], 0, false),
        };

        var rates = Rates.Of(windows, window => window.Features[0], below: false, 3);

        Assert.Equal(new Rates(0.5, 0), rates);
    }

    [Fact]
    public void Figures_OfPerfectAnswers_ArePerfect()
    {
        var windows = Windows();

        var figures = ModelEvaluation.Of(windows, [.. windows.Select(window => window.Target)], below: false, 0.5f);

        Assert.Equal(new ModelFigures(windows.Count, 0, 1, 1, 1, 0), figures);
    }

    private static List<LabelledWindow> Windows()
    {
        var windows = new List<LabelledWindow>();
        for (var i = 0; i < 100; i++)
        {
            var faulty = i % 4 == 0;
            // The low signal overlaps a little; the joined one not at all.
            windows.Add(new LabelledWindow(i, [i * 37 % 100, (faulty ? 20 : 60) + i * 17 % 50, faulty ? 1 : 0], faulty ? 1 : 0, faulty));
        }

        return windows;
    }
}
