using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.Plugins.Training.Models;
using Jinan.IndustryBrain.Plugins.Training.Runs;
using Jinan.IndustryBrain.Plugins.Training.Sectors;

namespace Jinan.IndustryBrain.Plugins.Training.Tests.Models;

public sealed class BoostedTreesTests
{
    [Theory]
    [InlineData("FastTreeRegression")]
    [InlineData("LightGbmRegression")]
    [InlineData("LightGbmBinary")]
    public void Fit_SameWindowsTwice_GivesTheSameFile(string learner)
    {
        var windows = Windows();

        var first = new BoostedTrees(windows).Fit(Enum.Parse<Learner>(learner), "m").File;
        var second = new BoostedTrees(windows).Fit(Enum.Parse<Learner>(learner), "m").File;

        Assert.Equal(first, second);
    }

    [Fact]
    public void Scorer_OfASavedMlNetModel_AnswersAsBeforeItWasSaved()
    {
        var windows = Windows();
        var fitted = new BoostedTrees(windows).Fit(Learner.FastTreeRegression, "m");
        using var scorer = new MlNetScorer(fitted.File);
        var rows = windows.Take(50).Select(window => window.Features).ToList();

        Assert.Equal(fitted.MlNetAnswers(rows), scorer.Score(rows));
    }

    private static List<LabelledWindow> Windows()
    {
        var random = new MachineRandom(9);
        return
        [
            .. Enumerable.Range(0, 300).Select(_ =>
            {
                var row = new[] { (float)random.Normal(), (float)random.Normal(), (float)random.Normal() };
                return new LabelledWindow(1, row, row[0] > row[1] ? 1 : 0, row[0] > row[1]);
            }),
        ];
    }
}
