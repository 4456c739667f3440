using Jinan.IndustryBrain.Capsules.Features;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.Plugins.Training.Evaluation;
using Jinan.IndustryBrain.Plugins.Training.Output;
using Jinan.IndustryBrain.Plugins.Training.Runs;
using Jinan.IndustryBrain.Plugins.Training.Sectors;
using Jinan.IndustryBrain.Plugins.Training.Seeds;

namespace Jinan.IndustryBrain.Plugins.Training.Tests.Capsules;

/// <summary>Holds what lies in plugins/ against the code that claims to have made it.</summary>
public sealed class ShippedCapsuleTests
{
    private const long LargestModelBytes = 500 * 1024;

    public static TheoryData<string> Sectors => [.. SectorCatalog.All.Select(plan => plan.Sector)];

    [Theory, MemberData(nameof(Sectors))]
    public void GoldenVectors_OfTheShippedModel_Reproduce(string sector)
    {
        var (plan, folder) = Open(sector);
        var golden = folder.ReadGolden();
        using var scorer = CapsuleTraining.OpenScorer(plan.Engine, folder.ReadModel());

        var outputs = scorer.Score([.. golden.Vectors.Select(vector => vector.Features.ToArray())]);

        Assert.True(golden.Vectors.Count >= 10);
        Assert.True(golden.Vectors.Select(vector => vector.Output).Distinct().Count() > 3);
        foreach (var (vector, output) in golden.Vectors.Zip(outputs))
            Assert.InRange(Math.Abs(vector.Output - output), 0, golden.Tolerance);
    }

    [Theory, MemberData(nameof(Sectors))]
    public void Declaration_OfTheShippedCapsule_IsThatOfItsPlanAndWithoutFault(string sector)
    {
        var (plan, folder) = Open(sector);
        var declaration = folder.ReadDeclaration();
        var files = Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)!).ToHashSet();

        Assert.Empty(DeclarationCheck.Faults(declaration, files));
        var planned = CapsuleTraining.Declare(plan);
        var model = Assert.Single(declaration.Models);
        Assert.Equal(planned.Features, model.Features, FeatureEquality);
        Assert.Equal(planned.Signals, model.Signals);
        Assert.Equal(planned.Window, model.Window);
        Assert.Equal(plan.MachineType, Assert.Single(declaration.AssetTypes));
        Assert.Equal(FeatureExtractor.Create(model).Count, model.Baseline.Count);
        Assert.True(new FileInfo(Path.Combine(folder.Path, model.File)).Length < LargestModelBytes);
    }

    [Theory, MemberData(nameof(Sectors))]
    public void ModelCard_OfTheShippedCapsule_IsThatOfItsFigures(string sector)
    {
        var (plan, folder) = Open(sector);

        Assert.Equal(
            ModelCard.Render(plan, folder.ReadDeclaration(), folder.ReadReport()),
            folder.ReadCard().ReplaceLineEndings("\n"));
    }

    [Theory, MemberData(nameof(Sectors))]
    public void Figures_OfTheFirstTestMachines_AreFoundAgain(string sector)
    {
        var (plan, folder) = Open(sector);
        var report = folder.ReadReport();
        var model = folder.ReadDeclaration().Models[0];

        var windows = RunRecorder.Record(plan, model, SeedRange.Test, report.SubsetRuns, CancellationToken.None);
        using var scorer = CapsuleTraining.OpenScorer(plan.Engine, folder.ReadModel());
        var again = ModelEvaluation.Of(windows, CapsuleTraining.Answer(scorer, windows), plan.AlarmBelow, report.AlarmThreshold);

        Assert.Equal(report.Subset.Windows, again.Windows);
        Assert.Equal(report.Subset.MeanAbsoluteError, again.MeanAbsoluteError, plan.Result.Max * 1e-3);
        Assert.Equal(report.Subset.AreaUnderRoc, again.AreaUnderRoc, 0.01);
        Assert.Equal(report.Subset.Detection, again.Detection, 0.05);
        Assert.Equal(report.Subset.FalseAlarm, again.FalseAlarm, 0.05);
    }

    [Theory, MemberData(nameof(Sectors))]
    public void Figures_OfTheShippedModel_BeatTheBestLimitAtItsOwnFalseAlarms(string sector)
    {
        var report = Open(sector).Folder.ReadReport();

        Assert.True(
            report.DetectionAtLimitsFalseAlarms > report.BestLimit.Detection,
            $"model {report.DetectionAtLimitsFalseAlarms:P1}, limit {report.BestLimit.Detection:P1} at {report.BestLimit.FalseAlarm:P1} false alarms");
    }

    [Theory, MemberData(nameof(Sectors))]
    public void Report_OfTheShippedModel_IsOfTheFrozenPhysicsAndItsSeeds(string sector)
    {
        var (plan, folder) = Open(sector);
        var report = folder.ReadReport();

        Assert.Equal(MachineCatalog.MachineVersion, report.MachineVersion);
        Assert.True(report.LargestExportDifference <= CapsuleTraining.LargestExportDifference);
        int[] runs = [plan.Size.TrainRuns, plan.Size.ValidationRuns, plan.Size.TestRuns];
        foreach (var ((use, range), count) in report.Seeds.Zip(SeedRange.All).Zip(runs))
        {
            Assert.Equal(range.Purpose, use.Purpose);
            Assert.Equal((range.First, range.At(count - 1)), (use.First, use.Last));
        }
    }

    [Theory, MemberData(nameof(Sectors))]
    public void Answers_ToWindowsThatDeserveNoAlarm_MostlyRaiseNone(string sector)
    {
        var (plan, folder) = Open(sector);
        var declaration = folder.ReadDeclaration().Models[0];
        using var scorer = CapsuleTraining.OpenScorer(plan.Engine, folder.ReadModel());

        var windows = RunRecorder.Record(plan, declaration, SeedRange.Test, 60, CancellationToken.None)
            .Where(window => window.AlarmIsRight == false).ToList();
        var answers = CapsuleTraining.Answer(scorer, windows);
        var alarms = answers.Count(answer => plan.AlarmBelow ? answer < declaration.Thresholds!.Alarm : answer > declaration.Thresholds!.Alarm);

        Assert.True(alarms < 0.15 * windows.Count, $"{alarms} alarms in {windows.Count} windows");
    }

    private static (SectorPlan Plan, CapsuleFolder Folder) Open(string sector) =>
        (SectorCatalog.Find(sector), new CapsuleFolder(Path.Combine(Repository.Root, "plugins", sector)));

    private static bool FeatureEquality(FeatureDeclaration one, FeatureDeclaration other) =>
        (one.Name, one.Signal, one.Statistic, one.Where) == (other.Name, other.Signal, other.Statistic, other.Where)
        && (one.Ratio ?? []).SequenceEqual(other.Ratio ?? []) && (one.Difference ?? []).SequenceEqual(other.Difference ?? []);
}
