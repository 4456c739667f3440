using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.Plugins.Training.Calibration;
using Jinan.IndustryBrain.Plugins.Training.Runs;

namespace Jinan.IndustryBrain.Plugins.Training.Tests.Calibration;

public sealed class ConformalBinsTests
{
    private static readonly OutputDeclaration Range = new("h", 0, 300);

    [Theory]
    // Rank (n + 1) x probability, rounded up, among 1 to n.
    [InlineData(9, 0.9, 9)]
    [InlineData(10, 0.9, 10)]
    [InlineData(19, 0.9, 18)]
    [InlineData(19, 0.95, 19)]
    [InlineData(20, 0.95, 20)]
    [InlineData(99, 0.95, 95)]
    [InlineData(199, 0.95, 190)]
    [InlineData(200, 0.95, 191)]
    [InlineData(499, 0.9, 450)]
    public void Quantile_OfNScores_IsTheOneOfTheRankThatCountsTheNewOne(int n, double probability, double expected) =>
        Assert.Equal(expected, ConformalBins.Quantile(Enumerable.Range(1, n).Reverse().Select(i => (double)i), probability));

    [Theory]
    [InlineData(8, 0.9)]
    [InlineData(18, 0.95)]
    public void Quantile_OfTooFewScores_IsRefusedRatherThanTooSmall(int n, double probability) => Assert.Contains(
        "run more machines",
        Assert.Throws<InvalidOperationException>(() => ConformalBins.Quantile(Enumerable.Range(0, n).Select(i => (double)i), probability)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0.8, 150)]
    [InlineData(0.9, 60)]
    [InlineData(0.9, 400)]
    [InlineData(0.95, 400)]
    public void Intervals_OfNewAnswersWithAnyNoise_HoldTheTruthAtLeastAsOftenAsDeclared(double coverage, int calibrated)
    {
        // What is promised is promised over calibrations too: of many small ones, each judged on answers of its own.
        const int calibrations = 400, judged = 200;
        var held = 0;
        for (var seed = 0; seed < calibrations; seed++)
        {
            var random = new MachineRandom(MachineRandom.SeedOf(seed, "conformal"));
            var interval = ConformalBins.Calibrate([.. Draw(random, calibrated)], coverage, 4);
            held += Draw(random, judged).Count(residual => Holds(interval, residual));
        }

        var share = held / (double)(calibrations * judged);
        // Of 400 calibrations on 60 windows the mean scatters by about 0.002; seeds are fixed.
        Assert.InRange(share, coverage - 0.004, 1);
        // Both ends round their rank up, in up to four bins: never wider than that makes them.
        Assert.True(share < coverage + (2 * 4.0 / calibrated) + 0.01, $"{share:P2} where {coverage:P0} was asked for");
    }

    [Fact]
    public void Intervals_WhereTheModelIsSure_AreNarrowerThanWhereItIsNot()
    {
        var random = new MachineRandom(MachineRandom.SeedOf(7, "conformal"));
        var interval = ConformalBins.Calibrate([.. Draw(random, 2000)], 0.9, 8);
        var widths = interval.Bins.Select(bin => bin.Below + bin.Above).ToList();
        Assert.Equal(8, widths.Count);
        Assert.True(widths[5] > 4 * widths[0], string.Join(", ", widths));

        // In each bin apart, which one width for all would not do.
        var judged = Draw(random, 20_000).GroupBy(residual => interval.Bins.First(bin => bin.UpTo is not { } end || residual.Answer <= end));
        Assert.All(judged, bin => Assert.InRange(bin.Count(residual => Holds(interval, residual)) / (double)bin.Count(), 0.84, 0.97));
    }

    [Fact]
    public void Calibrate_ItsDeclaration_CoversAllAnswersInOrderAndCountsItsWindows()
    {
        var interval = ConformalBins.Calibrate([.. Draw(new MachineRandom(1), 1000)], 0.9, 8);
        Assert.Equal(1000, interval.Bins.Sum(bin => bin.Windows));
        Assert.Null(interval.Bins[^1].UpTo);
        Assert.All(interval.Bins.SkipLast(1).Zip(interval.Bins.Skip(1)), pair => Assert.True(pair.Second.UpTo is not { } end || pair.First.UpTo < end));
        Assert.All(interval.Bins, bin => Assert.True(bin is { Below: >= 0, Above: >= 0 }));
    }

    [Fact]
    public void Calibrate_AnswersThatAreAllTheSame_GiveOneBin()
    {
        var interval = ConformalBins.Calibrate([.. Enumerable.Range(0, 100).Select(i => new Residual(5, i))], 0.9, 8);
        var bin = Assert.Single(interval.Bins);
        Assert.Equal((100, 1.0, 90.0), (bin.Windows, bin.Below, bin.Above));
    }

    [Fact]
    public void Calibrate_OnAModelThatIsAlwaysTooLow_StillHoldsItsAnswer()
    {
        var interval = ConformalBins.Calibrate([.. Enumerable.Range(0, 100).Select(i => new Residual(i, i + 10))], 0.9, 1);
        Assert.Equal((0, 10), (interval.Bins[0].Below, interval.Bins[0].Above));
        Assert.Equal((50, 60), interval.Around(50, Range));
    }

    [Fact]
    public void OnePerMachine_OfMachinesWithSeveralWindows_TakesOneAtAnotherPlaceOfEach()
    {
        var windows = Enumerable.Range(0, 6).Select(i => new LabelledWindow(100 + (i / 2), [0], i, null)).ToList();
        var taken = Residual.OnePerMachine(Life(), windows, [10, 11, 12, 13, 14, 15]);
        Assert.Equal([(10, 0), (13, 3), (14, 4)], taken.Select(residual => (residual.Answer, residual.Truth)));
    }

    [Fact]
    public void OnePerMachine_OutputsThatAreNoAnswer_AreLeftOutAndOthersAreThoseOfTheInsight()
    {
        var windows = Enumerable.Range(0, 3).Select(i => new LabelledWindow(i, [0], 150, null)).ToList();
        Assert.Equal([0.0, 299.5], Residual.OnePerMachine(Life(), windows, [-4, 300.5f, 299.5f]).Select(residual => residual.Answer));
    }

    private static bool Holds(IntervalDeclaration interval, Residual residual)
    {
        var (low, high) = interval.Around(residual.Answer, Range);
        return residual.Truth >= low && residual.Truth <= high;
    }

    /// <summary>Noise that grows with the answer and is lopsided, of a truth that is cut off at both ends of the range.</summary>
    private static IEnumerable<Residual> Draw(MachineRandom random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var answer = random.Between(0, 300);
            var noise = (-Math.Log(1 - random.Even()) - 0.6) * (2 + (answer / 5));
            yield return new Residual(answer, Math.Clamp(answer + noise, 0, 300));
        }
    }

    private static ModelDeclaration Life() =>
        CapsuleTraining.Declare(Sectors.SectorCatalog.Find("materials"));
}
