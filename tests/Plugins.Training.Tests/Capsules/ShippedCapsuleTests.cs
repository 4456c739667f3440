using Jinan.IndustryBrain.Capsules.Features;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Capsules.Package;
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

    public static TheoryData<string> SectorsWithInterval => [.. SectorCatalog.All.Where(plan => plan.CalibrationRuns is not null).Select(plan => plan.Sector)];

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
    public void Texts_OfTheShippedCapsule_AreThereInBothLanguages(string sector)
    {
        var (plan, folder) = Open(sector);
        var declaration = folder.ReadDeclaration();
        var texts = CapsuleReader.ReadTexts(CapsuleFiles.ReadFolder(folder.Path), declaration);

        Assert.Equal(["en", "zh-CN"], texts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(declaration.Title, texts["en"].Title);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", texts["zh-CN"].Title);
        Assert.Equal(plan.CapsuleVersion, declaration.Version);
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

    [Theory, MemberData(nameof(SectorsWithInterval))]
    public void Intervals_OfTheFirstTestMachines_AreFoundAgain(string sector)
    {
        var (plan, folder) = Open(sector);
        var report = folder.ReadReport();
        var model = folder.ReadDeclaration().Models[0];

        var windows = RunRecorder.Record(plan, model, SeedRange.Test, report.SubsetRuns, CancellationToken.None);
        using var scorer = CapsuleTraining.OpenScorer(plan.Engine, folder.ReadModel());
        var again = IntervalEvaluation.Share(model, windows, CapsuleTraining.Answer(scorer, windows));

        Assert.Equal(report.Interval!.Subset.Windows, again.Windows);
        Assert.Equal(report.Interval.Subset.Coverage, again.Coverage, 0.02);
        Assert.Equal(report.Interval.Subset.MeanWidth, again.MeanWidth, plan.Result.Max * 1e-3);
    }

    [Theory, MemberData(nameof(SectorsWithInterval))]
    public void Intervals_OfTheShippedModel_AreCalibratedOnManyMachinesAndHoldAboutWhatTheyDeclare(string sector)
    {
        var (plan, folder) = Open(sector);
        var (interval, figures) = (folder.ReadDeclaration().Models[0].Interval!, folder.ReadReport().Interval!);

        Assert.Equal(CapsuleTraining.IntervalCoverage, interval.Coverage);
        Assert.InRange(interval.Bins.Sum(bin => bin.Windows), 0.95 * plan.CalibrationRuns!.Value, plan.CalibrationRuns.Value);
        Assert.Equal(figures.Bins.Sum(bin => bin.Test.Windows), figures.All.Windows);
        // A twentieth is more than chance does to a few hundred machines; an interval that is off by more is wrong.
        Assert.InRange(figures.All.Coverage, interval.Coverage - 0.05, interval.Coverage + 0.05);
        Assert.True(figures.All.MeanWidth < 0.6 * (plan.Result.Max - plan.Result.Min), $"{figures.All.MeanWidth} {plan.Result.Unit} say nothing");
    }

    [Fact]
    public void Interval_OfAProbability_IsNotDeclared() =>
        Assert.Null(Open("semiconductors").Folder.ReadDeclaration().Models[0].Interval);

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
        List<(SeedRange Range, int Runs)> used = [(SeedRange.Train, plan.Size.TrainRuns), (SeedRange.Validation, plan.Size.ValidationRuns), (SeedRange.Test, plan.Size.TestRuns)];
        if (plan.CalibrationRuns is { } calibration)
            used.Insert(2, (SeedRange.Calibration, calibration));
        Assert.Equal(used.Count, report.Seeds.Count);
        foreach (var (use, (range, count)) in report.Seeds.Zip(used))
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
