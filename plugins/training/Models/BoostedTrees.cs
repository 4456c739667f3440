using Jinan.IndustryBrain.Plugins.Training.Onnx;
using Jinan.IndustryBrain.Plugins.Training.Runs;
using Jinan.IndustryBrain.Plugins.Training.Sectors;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Jinan.IndustryBrain.Plugins.Training.Models;

/// <summary>
/// Fits gradient-boosted trees. One thread and fixed seeds, so that the same rows give the same model on the same machine.
/// </summary>
internal sealed class BoostedTrees
{
    private const int Seed = 1;
    private readonly MLContext _context = new(Seed);
    private readonly IDataView _rows;
    private readonly int _features;

    public BoostedTrees(IReadOnlyList<LabelledWindow> windows)
    {
        _features = windows[0].Features.Length;
        _rows = _context.Data.LoadFromEnumerable(
            windows.Select(window => new TrainingRow
            {
                Features = window.Features, Label = window.Target, Class = window.Target > 0.5f,
            }),
            TrainingRow.Schema(_features));
    }

    /// <summary>The bytes of the model file, and ML.NET's own answers for comparison.</summary>
    public FittedModel Fit(Learner learner, string name) => learner switch
    {
        Learner.FastTreeRegression => FitFastTree(),
        Learner.LightGbmRegression => FitLightGbmRegression(name),
        Learner.LightGbmBinary => FitLightGbmBinary(name),
        _ => throw new ArgumentOutOfRangeException(nameof(learner)),
    };

    private FittedModel FitFastTree()
    {
        var model = _context.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
        {
            NumberOfTrees = 260,
            NumberOfLeaves = 16,
            MinimumExampleCountPerLeaf = 12,
            LearningRate = 0.07,
            FeatureFraction = 0.6,
            NumberOfThreads = 1,
            Seed = Seed,
            FeatureSelectionSeed = Seed,
        }).Fit(_rows);
        using var file = new MemoryStream();
        var input = _context.Data.LoadFromEnumerable(Array.Empty<InputRow>(), InputRow.Schema(_features));
        _context.Model.Save(model, input.Schema, file);
        return new FittedModel(RepeatableZip.Of(file), rows => Answers(model, rows, "Score"));
    }

    private FittedModel FitLightGbmRegression(string name)
    {
        var model = _context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
        {
            NumberOfIterations = 260,
            NumberOfLeaves = 15,
            MinimumExampleCountPerLeaf = 20,
            LearningRate = 0.06,
            NumberOfThreads = 1,
            Seed = Seed,
            Booster = Regularised(),
        }).Fit(_rows);
        var onnx = TreeEnsembleExporter.Regressor(model.Model.TrainedTreeEnsemble, _features, name);
        return new FittedModel(onnx, rows => Answers(model, rows, "Score"));
    }

    private FittedModel FitLightGbmBinary(string name)
    {
        var model = _context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
        {
            LabelColumnName = nameof(TrainingRow.Class),
            NumberOfIterations = 200,
            NumberOfLeaves = 15,
            MinimumExampleCountPerLeaf = 30,
            LearningRate = 0.06,
            NumberOfThreads = 1,
            Seed = Seed,
            Booster = Regularised(),
        }).Fit(_rows);
        var calibrated = (CalibratedModelParametersBase<LightGbmBinaryModelParameters, PlattCalibrator>)model.Model;
        var onnx = TreeEnsembleExporter.BinaryClassifier(
            calibrated.SubModel.TrainedTreeEnsemble, calibrated.Calibrator.Slope, calibrated.Calibrator.Offset, _features, name);
        return new FittedModel(onnx, rows => Answers(model, rows, "Probability"));
    }

    // Windows of one machine are alike: less is learnt from them than their number says.
    private static GradientBooster.Options Regularised() => new()
    {
        FeatureFraction = 0.6, SubsampleFraction = 0.8, SubsampleFrequency = 1, L2Regularization = 2,
    };

    private float[] Answers(ITransformer model, IReadOnlyList<float[]> rows, string column)
    {
        var view = _context.Data.LoadFromEnumerable(
            rows.Select(features => new TrainingRow { Features = features }), TrainingRow.Schema(_features));
        return [.. model.Transform(view).GetColumn<float>(column)];
    }
}

/// <summary>A fitted model.</summary>
/// <param name="File">Content of the model file.</param>
/// <param name="MlNetAnswers">What ML.NET itself answers to rows, before any export.</param>
internal sealed record FittedModel(byte[] File, Func<IReadOnlyList<float[]>, IReadOnlyList<float>> MlNetAnswers);
