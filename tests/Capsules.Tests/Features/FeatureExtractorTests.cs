using Jinan.IndustryBrain.Capsules.Features;
using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Capsules.Tests.Features;

public sealed class FeatureExtractorTests
{
    private const long Second = 1_000_000_000;
    private const long From = 1_000 * Second;
    private const long To = From + (4 * Second);

    // Ticks at 0, 1, 2 and 3 s; the signal is 2, 4, 4, 6 there.
    private static readonly SignalSamples Steps = Samples((-5, 2), (0.5, 4), (2.5, 6), (4, 99));

    [Theory]
    [InlineData(Statistic.Mean, 4)]
    [InlineData(Statistic.Std, 1.4142135)]
    [InlineData(Statistic.Min, 2)]
    [InlineData(Statistic.Max, 6)]
    [InlineData(Statistic.Range, 4)]
    [InlineData(Statistic.Rms, 4.2426405)]
    [InlineData(Statistic.MeanAbs, 4)]
    [InlineData(Statistic.Slope, 1.2)]
    [InlineData(Statistic.P05, 2.3)]
    [InlineData(Statistic.P50, 4)]
    [InlineData(Statistic.P95, 5.7)]
    [InlineData(Statistic.First, 2)]
    [InlineData(Statistic.Last, 6)]
    [InlineData(Statistic.Duration, 4)]
    [InlineData(Statistic.Changes, 2)]
    public void Statistic_OfAHeldSignal_IsThatOfItsTicks(Statistic statistic, double expected)
    {
        var (features, coverage) = Compute([Of("a", statistic)], Steps, SignalSamples.Empty);
        Assert.Equal(expected, features[0], 5);
        Assert.Equal(0, coverage);
    }

    [Fact]
    public void Coverage_IsTheLeastCoveredSignalsShareOfTicks()
    {
        var coverage = new double[2];
        var features = new float[1];
        var least = FeatureExtractor.Create(Model([Of("a", Statistic.Mean)])).Compute(
            [Steps, Samples((-1, 1), (0.5, double.NaN), (2.5, 1))], From, To, features, coverage);
        Assert.Equal([1, 0.5], coverage);
        Assert.Equal(0.5, least);
    }

    [Fact]
    public void Filter_LooksOnlyAtTicksAtWhichTheOtherSignalIsSo()
    {
        var feature = Of("a", Statistic.Mean) with { Where = new TickFilter { Signal = "b", EqualTo = 3 } };
        var (features, _) = Compute([feature], Steps, Samples((-1, 1), (0.5, 3), (2.5, 1)));
        Assert.Equal(4f, features[0]);
    }

    [Fact]
    public void Filter_ThatNoTickPasses_GivesZero()
    {
        var feature = Of("a", Statistic.Mean) with { Where = new TickFilter { Signal = "b", AbsAbove = 10 } };
        Assert.Equal(0f, Compute([feature], Steps, Samples((-1, -9))).Features[0]);
    }

    [Fact]
    public void Derived_RatioAndDifference_AreOfEarlierFeatures()
    {
        var (features, _) = Compute(
            [
                Of("a", Statistic.Max), Of("a", Statistic.Min),
                new FeatureDeclaration { Name = "ratio", Ratio = ["a_Max", "a_Min"] },
                new FeatureDeclaration { Name = "difference", Difference = ["a_Max", "a_Min"] },
                new FeatureDeclaration { Name = "by_zero", Ratio = ["a_Max", "zero"] },
            ],
            Steps, SignalSamples.Empty, Of("b", Statistic.Mean) with { Name = "zero" });
        Assert.Equal([0f, 6f, 2f, 3f, 4f, 0f], features);
    }

    [Fact]
    public void Values_OfTheSameTimeAndRepeats_DoNotChangeTheResult()
    {
        FeatureDeclaration[] declared = [Of("a", Statistic.Mean), Of("a", Statistic.P95), Of("a", Statistic.Slope)];
        var repeated = Samples((-5, 2), (0.5, 7), (0.5, 4), (1.5, 4), (2.5, 6));
        Assert.Equal(Compute(declared, Steps, Steps).Features, Compute(declared, repeated, Steps).Features);
    }

    [Fact]
    public void Signals_OfADerivedFeature_AreThoseOfItsParts()
    {
        var signals = FeatureExtractor.Create(Model(
        [
            Of("a", Statistic.Mean), Of("b", Statistic.Mean), new FeatureDeclaration { Name = "r", Ratio = ["a_Mean", "b_Mean"] },
        ])).SignalsOfFeatures();
        Assert.Equal([0, 1], signals[2].Order());
    }

    [Fact]
    public void Feature_OfASignalThatIsNotDeclared_IsNamed()
    {
        var e = Assert.Throws<CapsuleFormatException>(() => FeatureExtractor.Create(Model([Of("c", Statistic.Mean)])));
        Assert.Contains("'c'", e.Message);
        Assert.Contains("a, b", e.Message);
    }

    private static (float[] Features, double Coverage) Compute(
        FeatureDeclaration[] declared, SignalSamples a, SignalSamples b, FeatureDeclaration? first = null)
    {
        var extractor = FeatureExtractor.Create(Model(first is null ? declared : [first, .. declared]));
        var features = new float[extractor.Count];
        return (features, extractor.Compute([a, b], From, To, features));
    }

    private static FeatureDeclaration Of(string signal, Statistic statistic) =>
        new() { Name = $"{signal}_{statistic}", Signal = signal, Statistic = statistic };

    private static ModelDeclaration Model(IReadOnlyList<FeatureDeclaration> features) => Plugin.Declaration.Models[0] with
    {
        Signals = [new SignalInput("a", ""), new SignalInput("b", "")],
        Window = new WindowDeclaration { Kind = WindowKind.Grid, ResampleMs = 1000, LengthMs = 4000, HopMs = 4000 },
        Features = features,
    };

    private static SignalSamples Samples(params (double Seconds, double Value)[] values) => new(
        values.Select(v => From + (long)(v.Seconds * Second)).ToArray(), values.Select(v => v.Value).ToArray());
}
