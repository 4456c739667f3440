using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.Plugins.Training.Calibration;
using Jinan.IndustryBrain.Plugins.Training.Evaluation;
using Jinan.IndustryBrain.Plugins.Training.Models;
using Jinan.IndustryBrain.Plugins.Training.Output;
using Jinan.IndustryBrain.Plugins.Training.Runs;
using Jinan.IndustryBrain.Plugins.Training.Sectors;
using Jinan.IndustryBrain.Plugins.Training.Seeds;

namespace Jinan.IndustryBrain.Plugins.Training;

/// <summary>Makes a capsule of a plan: run, fit, pick thresholds, evaluate, declare.</summary>
internal sealed class CapsuleTraining(SectorPlan plan, Action<string> progress)
{
    /// <summary>False alarms that a plant puts up with: one window in fifty.</summary>
    public const double AlarmFalseRate = 0.02;

    /// <summary>A warning asks for a look, and may be wrong more often.</summary>
    private const double WarningFalseRate = 0.05;

    /// <summary>Between the shipped model and ML.NET's own answers.</summary>
    public const double LargestExportDifference = 1e-5;

    /// <summary>How often the truth is to lie within an answer's interval.</summary>
    public const double IntervalCoverage = 0.9;

    private const int MostIntervalBins = 8;
    private const double LeastCoverage = 0.8;
    private const int SubsetRuns = 30;
    private const int GoldenRows = 12;

    public TrainedCapsule Train(CancellationToken cancellationToken)
    {
        var draft = Declare(plan);
        progress($"{plan.Sector}: running {plan.Size.TrainRuns + plan.Size.ValidationRuns + plan.Size.TestRuns + (plan.CalibrationRuns ?? 0)} machines");
        var train = RunRecorder.Record(plan, draft, SeedRange.Train, plan.Size.TrainRuns, cancellationToken);
        var validation = RunRecorder.Record(plan, draft, SeedRange.Validation, plan.Size.ValidationRuns, cancellationToken);
        var calibration = RunRecorder.Record(plan, draft, SeedRange.Calibration, plan.CalibrationRuns ?? 0, cancellationToken);
        var test = RunRecorder.Record(plan, draft, SeedRange.Test, plan.Size.TestRuns, cancellationToken);

        progress($"{plan.Sector}: fitting {train.Count} windows of {plan.Features.Count} features");
        var fitted = new BoostedTrees(train).Fit(plan.Learner, plan.ModelId);
        cancellationToken.ThrowIfCancellationRequested();

        using var scorer = OpenScorer(plan.Engine, fitted.File);
        var validated = ModelEvaluation.Scored(validation, Answer(scorer, validation));
        float Threshold(double rate) =>
            MathF.Round(Rates.LimitAt(validation, window => validated[window], plan.AlarmBelow, rate), 3);
        var (alarm, warning) = (Threshold(AlarmFalseRate), Threshold(WarningFalseRate));

        draft = draft with { Interval = Calibrate(draft, scorer, calibration) };
        var limit = SingleSignalLimit.Pick(train, plan.Features, AlarmFalseRate);
        var answers = Answer(scorer, test);
        SeedUse[] seeds =
        [
            Use(SeedRange.Train, plan.Size.TrainRuns, train),
            Use(SeedRange.Validation, plan.Size.ValidationRuns, validation),
            .. plan.CalibrationRuns is { } runs ? [Use(SeedRange.Calibration, runs, calibration)] : (SeedUse[])[],
            Use(SeedRange.Test, plan.Size.TestRuns, test),
        ];
        var report = Report(seeds, alarm, warning, limit, test, answers, fitted) with
        {
            Interval = draft.Interval is null ? null : IntervalEvaluation.Of(draft, test, answers, SeedRange.Test.At(SubsetRuns - 1)),
        };
        if (report.LargestExportDifference > LargestExportDifference)
            throw new InvalidOperationException(
                $"The exported model of {plan.Sector} differs from ML.NET's by {report.LargestExportDifference}; {LargestExportDifference} is allowed.");
        if (report.Interval is { } interval)
            progress($"{plan.Sector}: {interval.DeclaredCoverage:P0} intervals hold {interval.All.Coverage:P1}, mean width {interval.All.MeanWidth:G4} {plan.Result.Unit}");
        progress($"{plan.Sector}: detection {report.Test.Detection:P1} at {report.Test.FalseAlarm:P1} false alarms; best limit ({report.BestLimit.Feature}) {report.BestLimit.Detection:P1} at {report.BestLimit.FalseAlarm:P1}; {fitted.File.Length / 1024} KiB");

        var declaration = Complete(draft, train, alarm, warning);
        return new TrainedCapsule(plan, declaration, fitted.File, Golden(scorer, test), report);
    }

    /// <summary>The capsule's declaration but for what only training can say.</summary>
    public static ModelDeclaration Declare(SectorPlan plan)
    {
        var units = MachineCatalog.Create(plan.MachineType, RunPlan.Asset, 0).Signals.ToDictionary(signal => signal.Name, signal => signal.Unit);
        return new ModelDeclaration
        {
            Id = plan.ModelId,
            Kind = plan.Kind,
            Engine = plan.Engine,
            File = plan.Engine == ModelEngine.Onnx ? "model.onnx" : "model.zip",
            Input = plan.Engine == ModelEngine.Onnx ? "features" : "Features",
            Output = plan.Engine == ModelEngine.Onnx ? "score" : "Score",
            Signals = [.. plan.Signals.Select(name => new SignalInput(name, units[name]))],
            Window = plan.Window,
            Features = plan.Features,
            Baseline = [.. plan.Features.Select(_ => 0f)],
            Coverage = LeastCoverage,
            Result = plan.Result,
            Golden = CapsuleFolder.GoldenFile,
        };
    }

    public static IScorer OpenScorer(ModelEngine engine, byte[] file) =>
        engine == ModelEngine.Onnx ? new OnnxScorer(file) : new MlNetScorer(file);

    public static IReadOnlyList<float> Answer(IScorer scorer, IReadOnlyList<LabelledWindow> windows) =>
        scorer.Score([.. windows.Select(window => window.Features)]);

    /// <summary>The model's interval; null where its plan has none.</summary>
    public static IntervalDeclaration? Calibrate(ModelDeclaration model, IScorer scorer, IReadOnlyList<LabelledWindow> calibration) =>
        calibration.Count == 0
            ? null
            : ConformalBins.Calibrate(Residual.OnePerMachine(model, calibration, Answer(scorer, calibration)), IntervalCoverage, MostIntervalBins);

    private static SeedUse Use(SeedRange range, int runs, IReadOnlyList<LabelledWindow> windows) => new(
        range.Purpose, range.First, range.At(runs - 1), windows.Count,
        windows.Count(window => window.AlarmIsRight == true), windows.Count(window => window.AlarmIsRight == false));

    private EvaluationReport Report(
        IReadOnlyList<SeedUse> seeds, float alarm, float warning, SingleSignalLimit limit,
        IReadOnlyList<LabelledWindow> test, IReadOnlyList<float> answers, FittedModel fitted)
    {
        var limitRates = Rates.Of(test, window => window.Features[limit.Feature], limit.Below, limit.Limit);
        var scored = ModelEvaluation.Scored(test, answers);
        var sameRate = Rates.LimitAt(test, window => scored[window], plan.AlarmBelow, limitRates.FalseAlarm);
        var own = fitted.MlNetAnswers([.. test.Select(window => window.Features)]);
        var lastSubsetSeed = SeedRange.Test.At(SubsetRuns - 1);
        var subset = test.TakeWhile(window => window.PlantSeed <= lastSubsetSeed).ToList();
        return new EvaluationReport
        {
            MachineVersion = MachineCatalog.MachineVersion,
            Seeds = seeds,
            FalseAlarmRate = AlarmFalseRate,
            AlarmThreshold = alarm,
            WarningThreshold = warning,
            Test = ModelEvaluation.Of(test, answers, plan.AlarmBelow, alarm),
            Subset = ModelEvaluation.Of(subset, [.. answers.Take(subset.Count)], plan.AlarmBelow, alarm),
            SubsetRuns = SubsetRuns,
            BestLimit = new LimitFigures(
                plan.Features[limit.Feature].Name, limit.Below, limit.Limit,
                ModelEvaluation.Rounded(limitRates.Detection), ModelEvaluation.Rounded(limitRates.FalseAlarm)),
            DetectionAtLimitsFalseAlarms = ModelEvaluation.Rounded(
                Rates.Of(test, window => scored[window], plan.AlarmBelow, sameRate).Detection),
            ByFault = ModelEvaluation.ByFault(test, answers, plan.AlarmBelow, alarm, limit),
            LargestExportDifference = answers.Zip(own, (a, b) => (double)Math.Abs(a - b)).Max(),
        };
    }

    private CapsuleDeclaration Complete(
        ModelDeclaration draft, IReadOnlyList<LabelledWindow> train, float alarm, float warning) => new()
    {
        Schema = CapsuleDeclaration.CurrentSchema,
        Id = plan.CapsuleId,
        Version = plan.CapsuleVersion,
        Title = plan.Title,
        Sector = plan.Sector,
        Sdk = new SdkRange(draft.Interval is null ? "1.0" : IntervalDeclaration.FirstSdk.ToString(), "2.0"),
        Publisher = "Jinan Industry Brain development",
        AssetTypes = [plan.MachineType],
        Models =
        [
            draft with
            {
                Baseline = Medians([.. train.Where(window => window.AlarmIsRight == false)]),
                Thresholds = new ThresholdDeclaration(Math.Round(warning, 3), Math.Round(alarm, 3), plan.AlarmBelow ? "below" : "above"),
            },
        ],
    };

    /// <summary>A usual value of each feature: the median over windows that deserve no alarm.</summary>
    private float[] Medians(IReadOnlyList<LabelledWindow> windows) =>
    [
        .. Enumerable.Range(0, plan.Features.Count).Select(feature =>
            windows.Select(window => window.Features[feature]).Order().ElementAt(windows.Count / 2)),
    ];

    private GoldenVectors Golden(IScorer scorer, IReadOnlyList<LabelledWindow> test)
    {
        var rows = Enumerable.Range(0, GoldenRows).Select(row => test[row * (test.Count - 1) / (GoldenRows - 1)].Features).ToList();
        var outputs = scorer.Score(rows);
        // Float sums may be added up in another order on another processor.
        var tolerance = Math.Round(1e-5 * (plan.Result.Max - plan.Result.Min), 6);
        return new GoldenVectors(tolerance, [.. rows.Zip(outputs, (features, output) => new GoldenVector(features, output))]);
    }
}
