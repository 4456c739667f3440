using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Plugins.Training.Calibration;
using Jinan.IndustryBrain.Plugins.Training.Runs;

namespace Jinan.IndustryBrain.Plugins.Training.Evaluation;

/// <summary>Holds the declared intervals against the truth of machines that they were not calibrated on.</summary>
internal static class IntervalEvaluation
{
    /// <param name="model">With an interval.</param>
    /// <param name="windows">Of the test seeds.</param>
    /// <param name="outputs">The model's, of each window.</param>
    /// <param name="lastSubsetSeed">The last plant seed of the subset.</param>
    public static IntervalFigures Of(
        ModelDeclaration model, IReadOnlyList<LabelledWindow> windows, IReadOnlyList<float> outputs, int lastSubsetSeed)
    {
        var interval = model.Interval!;
        var judged = Judge(model, windows, outputs);
        var machines = judged.GroupBy(window => window.Window.PlantSeed).ToList();
        return new IntervalFigures
        {
            DeclaredCoverage = interval.Coverage,
            All = Share(judged),
            AlarmRight = Share([.. judged.Where(window => window.Window.AlarmIsRight == true)]),
            AlarmWrong = Share([.. judged.Where(window => window.Window.AlarmIsRight == false)]),
            Subset = Share([.. judged.TakeWhile(window => window.Window.PlantSeed <= lastSubsetSeed)]),
            Plants = machines.Count,
            PlantsWhollyCovered = ModelEvaluation.Rounded(machines.Count(plant => plant.All(window => window.IsCovered)) / (double)machines.Count),
            PlantsNeverCovered = ModelEvaluation.Rounded(machines.Count(plant => plant.All(window => !window.IsCovered)) / (double)machines.Count),
            Bins =
            [
                .. interval.Bins.Select((bin, index) => new BinFigures(
                    bin.UpTo, bin.Windows,
                    Share([.. judged.Where(window => window.Answer > (index == 0 ? double.NegativeInfinity : interval.Bins[index - 1].UpTo)
                        && window.Answer <= (bin.UpTo ?? double.PositiveInfinity))]))),
            ],
        };
    }

    public static CoverageFigures Share(ModelDeclaration model, IReadOnlyList<LabelledWindow> windows, IReadOnlyList<float> outputs) =>
        Share(Judge(model, windows, outputs));

    private static List<Judged> Judge(ModelDeclaration model, IReadOnlyList<LabelledWindow> windows, IReadOnlyList<float> outputs) =>
    [
        .. windows.Zip(outputs, (window, output) => Residual.Of(model, window, output).Select(residual => Judge(model, window, residual)))
            .SelectMany(window => window),
    ];

    private static Judged Judge(ModelDeclaration model, LabelledWindow window, Residual residual)
    {
        var (low, high) = model.Interval!.Around(residual.Answer, model.Result);
        return new Judged(window, residual.Answer, residual.Truth >= low && residual.Truth <= high, high - low);
    }

    private static CoverageFigures Share(IReadOnlyList<Judged> windows) => windows.Count == 0
        ? new CoverageFigures(0, 0, 0)
        : new CoverageFigures(
            windows.Count,
            ModelEvaluation.Rounded(windows.Count(window => window.IsCovered) / (double)windows.Count),
            ModelEvaluation.Rounded(windows.Average(window => window.Width)));

    private readonly record struct Judged(LabelledWindow Window, double Answer, bool IsCovered, double Width);
}
