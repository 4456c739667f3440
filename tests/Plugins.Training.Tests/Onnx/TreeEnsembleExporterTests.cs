using Jinan.IndustryBrain.Plugins.Training.Models;
using Jinan.IndustryBrain.Plugins.Training.Onnx.Format;
using Jinan.IndustryBrain.Plugins.Training.Runs;
using Jinan.IndustryBrain.Plugins.Training.Sectors;

namespace Jinan.IndustryBrain.Plugins.Training.Tests.Onnx;

public sealed class TreeEnsembleExporterTests
{
    private const int Features = 5;

    [Theory]
    [InlineData("LightGbmRegression")]
    [InlineData("LightGbmBinary")]
    public void Export_OfAFittedEnsemble_AnswersAsMlNetDoes(string learner)
    {
        var windows = Windows(600, seed: 1);
        var fitted = new BoostedTrees(windows).Fit(Enum.Parse<Learner>(learner), "m");
        using var scorer = new OnnxScorer(fitted.File);
        var rows = Windows(400, seed: 2).Select(window => window.Features).ToList();

        AssertEqual(fitted.MlNetAnswers(rows), scorer.Score(rows));
    }

    [Theory]
    [InlineData("LightGbmRegression")]
    [InlineData("LightGbmBinary")]
    public void Export_RowsOnAndBesideEveryThreshold_GoTheWayMlNetGoes(string learner)
    {
        var fitted = new BoostedTrees(Windows(600, seed: 1)).Fit(Enum.Parse<Learner>(learner), "m");
        using var scorer = new OnnxScorer(fitted.File);
        var rows = new List<float[]>();
        foreach (var (feature, threshold) in Splits(fitted.File).Distinct().Take(150))
        {
            foreach (var value in (float[])[MathF.BitDecrement(threshold), threshold, MathF.BitIncrement(threshold)])
            {
                var row = new float[Features];
                row[feature] = value;
                rows.Add(row);
            }
        }

        Assert.True(rows.Count > 30);
        AssertEqual(fitted.MlNetAnswers(rows), scorer.Score(rows));
    }

    [Fact]
    public void Export_OfATargetThatNeverVaries_StillAnswersIt()
    {
        var windows = Windows(200, seed: 3).Select(window => window with { Target = 2.5f }).ToList();
        var fitted = new BoostedTrees(windows).Fit(Learner.LightGbmRegression, "m");
        using var scorer = new OnnxScorer(fitted.File);

        Assert.All(scorer.Score([windows[0].Features, windows[1].Features]), answer => Assert.Equal(2.5f, answer, 5));
    }

    [Fact]
    public void Export_BatchedOrAlone_GivesTheSameAnswers()
    {
        var fitted = new BoostedTrees(Windows(600, seed: 1)).Fit(Learner.LightGbmRegression, "m");
        using var scorer = new OnnxScorer(fitted.File);
        var rows = Windows(64, seed: 4).Select(window => window.Features).ToList();

        var together = scorer.Score(rows);

        AssertEqual([.. rows.Select(row => scorer.Score([row])[0])], together);
    }

    private static void AssertEqual(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.True(expected.Distinct().Count() > 5, "the answers hardly vary: nothing is shown by their being equal");
        for (var i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5, $"row {i}: ML.NET {expected[i]}, ONNX {actual[i]}");
    }

    private static IEnumerable<(int Feature, float Threshold)> Splits(byte[] onnx)
    {
        var trees = ModelProto.Parser.ParseFrom(onnx).Graph.Node.Single(node => node.OpType == "TreeEnsembleRegressor");
        var modes = trees.Attribute.Single(attribute => attribute.Name == "nodes_modes").Strings;
        var features = trees.Attribute.Single(attribute => attribute.Name == "nodes_featureids").Ints;
        var thresholds = trees.Attribute.Single(attribute => attribute.Name == "nodes_values").Floats;
        for (var node = 0; node < modes.Count; node++)
            if (modes[node].ToStringUtf8() == "BRANCH_LEQ")
                yield return ((int)features[node], thresholds[node]);
    }

    /// <summary>Rows with values on a coarse grid, so that many of them meet thresholds exactly.</summary>
    private static List<LabelledWindow> Windows(int count, int seed)
    {
        var random = new Jinan.IndustryBrain.PlantSimulator.Machines.MachineRandom((ulong)seed);
        var windows = new List<LabelledWindow>();
        for (var i = 0; i < count; i++)
        {
            var row = Enumerable.Range(0, Features).Select(_ => (float)(Math.Round(random.Normal() * 20) / 10)).ToArray();
            var score = row[0] + row[1] * row[2] - 0.5f * row[3] + (float)(0.1 * random.Normal());
            windows.Add(new LabelledWindow(seed, row, score > 0.3f ? 1 + score : score / 10, score > 0.3f));
        }

        return windows;
    }
}
