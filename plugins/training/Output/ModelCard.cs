using System.Globalization;
using System.Text;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Plugins.Training.Evaluation;
using Jinan.IndustryBrain.Plugins.Training.Sectors;

namespace Jinan.IndustryBrain.Plugins.Training.Output;

/// <summary>Writes a model card from the figures; nothing in it is typed by hand.</summary>
internal static class ModelCard
{
    public static string Render(SectorPlan plan, CapsuleDeclaration declaration, EvaluationReport report)
    {
        var model = declaration.Models[0];
        var card = new StringBuilder();
        void Line(string text = "") => card.Append(text).Append('\n');

        Line($"# {plan.Title}");
        Line();
        Line($"Capsule `{declaration.Id}` {declaration.Version}, model `{model.Id}`, sector `{plan.Sector}`, for `{plan.MachineType}`.");
        Line();
        Line("## What it answers");
        Line(plan.Card.Question);
        Line();
        Line($"It looks at {Window(plan.Window)} and at {model.Signals.Count} signals through {model.Features.Count} features;");
        Line($"its answer is in {(model.Result.Unit == "1" ? "plain numbers" : model.Result.Unit)} from {Number(model.Result.Min)} to {Number(model.Result.Max)}.");
        Line($"It warns {Side(plan)} {Number(report.WarningThreshold)} and alarms {Side(plan)} {Number(report.AlarmThreshold)}.");
        Line();
        Line("## Data");
        Line($"Simulated runs of `{plan.MachineType}`, physics {report.MachineVersion} (`samples/PlantSimulator/Machines`), each with its own machine: own gains,");
        Line("zeros and stiffnesses, own age, two thirds with a fault of any severity. Values are those of the instruments: in their");
        Line("resolution, changes only. No real plant has been seen.");
        Line();
        Line($"- Target: {plan.Card.Target} It comes from the simulator's truth, never from a signal.");
        Line($"- An alarm is right when {plan.Card.AlarmIsRightWhen}.");
        Line();
        Line("| purpose | plant seeds | windows | alarm right | alarm wrong |");
        Line("|---|---|---|---|---|");
        foreach (var use in report.Seeds)
            Line($"| {use.Purpose} | {use.First} to {use.Last} | {use.Windows} | {use.AlarmsRight} | {use.AlarmsWrong} |");
        Line();
        Line("The plants that are demonstrated and judged have seeds outside 1,000,000 to 3,999,999; a test holds that.");
        Line();
        Line("## Model");
        Line(Learning(plan));
        if (model.Engine == ModelEngine.Onnx)
            Line($"Exported as an ONNX tree ensemble; it differs from ML.NET's own answers by at most {report.LargestExportDifference.ToString("0.0e0", CultureInfo.InvariantCulture)} over all test windows.");
        Line();
        Line("## Figures on the test seeds");
        Line("Thresholds were picked at the same false-alarm rate for both: the model's on the validation seeds, the limit's on the");
        Line($"training seeds ({Percent(report.FalseAlarmRate)}). The limit is the best of all statistics of all single signals, both ways, by detection on the training seeds.");
        Line();
        Line("| | detection | false alarms |");
        Line("|---|---|---|");
        Line($"| model at its alarm threshold | {Percent(report.Test.Detection)} | {Percent(report.Test.FalseAlarm)} |");
        Line($"| best single-signal limit: `{report.BestLimit.Feature}` {(report.BestLimit.Below ? "below" : "above")} {Number(report.BestLimit.Limit)} | {Percent(report.BestLimit.Detection)} | {Percent(report.BestLimit.FalseAlarm)} |");
        Line($"| model at the limit's false-alarm rate on the test seeds | {Percent(report.DetectionAtLimitsFalseAlarms)} | {Percent(report.BestLimit.FalseAlarm)} |");
        Line();
        Line($"Area under the ROC curve {Number(report.Test.AreaUnderRoc)}; mean absolute error {Number(report.Test.MeanAbsoluteError)}{(model.Result.Unit == "1" ? "" : " " + model.Result.Unit)}; R² {Number(report.Test.RSquared)}; {report.Test.Windows} windows.");
        Line();
        Line("Found among the windows that deserve an alarm, by the worst fault of their machine:");
        Line();
        Line("| worst fault | windows | model | limit |");
        Line("|---|---|---|---|");
        foreach (var fault in report.ByFault)
            Line($"| {fault.Fault} | {fault.Windows} | {Percent(fault.ModelDetection)} | {Percent(fault.LimitDetection)} |");
        Line();
        if (report.Interval is { } interval)
            IntervalCard.Render(plan, report, interval, Line);
        Line("## Intended use");
        Line(plan.Card.IntendedUse);
        Line();
        Line("## Limits");
        Line(plan.Card.Limits);
        Line("A simulated machine is simpler than a real one: the figures say that the chain works and what the model adds over a limit,");
        Line("not what it would reach in a plant. Before use there: shadow it on live windows, and train it on that plant's data.");
        Line();
        Line("## Making it again");
        Line("```");
        Line($"dotnet run --project plugins/training -- {plan.Sector}");
        Line("```");
        return card.ToString();
    }

    private static string Window(WindowDeclaration window) => window.Kind == WindowKind.Grid
        ? $"{Number(window.LengthMs!.Value / 1000.0)} s at a time, one after the other,"
        : $"the whole time of one `{window.Context}`";

    private static string Side(SectorPlan plan) => plan.AlarmBelow ? "below" : "above";

    private static string Learning(SectorPlan plan) => plan.Learner switch
    {
        Learner.FastTreeRegression => "Gradient-boosted regression trees (ML.NET FastTree), saved by ML.NET.",
        Learner.LightGbmRegression => "Gradient-boosted regression trees (LightGBM by ML.NET).",
        _ => "Gradient-boosted trees for two classes with Platt's calibration (LightGBM by ML.NET).",
    };

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
