using System.Globalization;
using Jinan.IndustryBrain.Plugins.Training.Evaluation;
using Jinan.IndustryBrain.Plugins.Training.Sectors;

namespace Jinan.IndustryBrain.Plugins.Training.Output;

/// <summary>The part of a model card that says how far the truth may lie from an answer, and how often it did.</summary>
internal static class IntervalCard
{
    public static void Render(SectorPlan plan, EvaluationReport report, IntervalFigures figures, Action<string> line)
    {
        var unit = plan.Result.Unit == "1" ? "" : " " + plan.Result.Unit;
        line("## Interval");
        line($"Each answer has a {Percent(figures.DeclaredCoverage)} interval by split conformal prediction: calibrated on one window of each machine of the calibration");
        line("seeds, apart for ranges of the answer, each end for half of what may be missed, and cut off at the ends of the answer's range.");
        line("The promise is one over machines that are drawn like those of the calibration; there is none for a machine or a fault apart.");
        line("");
        line("| test windows | number | truth within | mean width |");
        line("|---|---|---|---|");
        Row("all", figures.All);
        Row("those that deserve an alarm", figures.AlarmRight);
        Row("those that deserve none", figures.AlarmWrong);
        var from = plan.Result.Min;
        foreach (var bin in figures.Bins)
        {
            Row($"answer {Number(from)} to {Number(bin.UpTo ?? plan.Result.Max)} (calibrated on {bin.CalibratedOn})", bin.Test);
            from = bin.UpTo ?? from;
        }

        line("");
        line($"Each test machine is a plant of its own: in {Percent(figures.PlantsWhollyCovered)} of them the truth lay within in every window, in {Percent(figures.PlantsNeverCovered)} in none.");
        line("A machine that is misjudged in one window is misjudged in the next: intervals of one machine do not miss independently.");
        var scatter = 2 * Math.Sqrt(figures.DeclaredCoverage * (1 - figures.DeclaredCoverage) / figures.Plants);
        line($"The share over {figures.Plants} machines scatters by about {Percent(scatter)} to either side by chance; {Verdict(figures, scatter)}");
        if (report.Test.Windows - figures.All.Windows is > 0 and var beyond)
            line($"{beyond} of {report.Test.Windows} test windows have no answer and so no interval: beyond the horizon.");
        line("");

        void Row(string of, CoverageFigures coverage) =>
            line($"| {of} | {coverage.Windows} | {Percent(coverage.Coverage)} | {Number(coverage.MeanWidth)}{unit} |");
    }

    private static string Verdict(IntervalFigures figures, double scatter) =>
        figures.All.Coverage < figures.DeclaredCoverage - scatter ? "it is lower than that explains: take these intervals as too narrow."
        : figures.All.Coverage > figures.DeclaredCoverage + scatter ? "it is higher than that explains: these intervals are wider than need be."
        : "it is what was declared within that.";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
