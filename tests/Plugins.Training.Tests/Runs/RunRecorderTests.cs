using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.Plugins.Training.Runs;
using Jinan.IndustryBrain.Plugins.Training.Sectors;
using Jinan.IndustryBrain.Plugins.Training.Seeds;

namespace Jinan.IndustryBrain.Plugins.Training.Tests.Runs;

public sealed class RunRecorderTests
{
    public static TheoryData<string> Sectors => [.. SectorCatalog.All.Select(plan => plan.Sector)];

    [Theory, MemberData(nameof(Sectors))]
    public void Record_SameSeed_GivesSameWindows(string sector)
    {
        var plan = Short(sector);
        var model = CapsuleTraining.Declare(plan);

        var first = RunRecorder.RecordOne(plan, model, SeedRange.Train.At(4));
        var second = RunRecorder.RecordOne(plan, model, SeedRange.Train.At(4));

        Assert.Equal(plan.Size.WindowsPerRun, first.Count);
        Assert.Equal(first.Select(window => window.Features), second.Select(window => window.Features));
        Assert.Equal(first.Select(window => window.Target), second.Select(window => window.Target));
    }

    [Theory, MemberData(nameof(Sectors))]
    public void Record_InParallel_KeepsTheOrderOfSeeds(string sector)
    {
        var plan = Short(sector);
        var model = CapsuleTraining.Declare(plan);

        var windows = RunRecorder.Record(plan, model, SeedRange.Train, 6, CancellationToken.None);

        Assert.Equal(windows.OrderBy(window => window.PlantSeed).Select(window => window.PlantSeed), windows.Select(window => window.PlantSeed));
        Assert.Equal(6, windows.Select(window => window.PlantSeed).Distinct().Count());
    }

    [Theory, MemberData(nameof(Sectors))]
    public void Record_ManySeeds_SeesBothSidesOfTheAlarm(string sector)
    {
        var plan = Short(sector);

        var windows = RunRecorder.Record(plan, CapsuleTraining.Declare(plan), SeedRange.Train, 40, CancellationToken.None);

        Assert.Contains(windows, window => window.AlarmIsRight == true);
        Assert.Contains(windows, window => window.AlarmIsRight == false);
        Assert.All(windows, window => Assert.All(window.Features, feature => Assert.True(float.IsFinite(feature))));
        Assert.All(windows, window => Assert.InRange(window.Target, plan.Result.Min, plan.Result.Max));
    }

    [Fact]
    public void Draw_OfManySeeds_LeavesAThirdSoundAndUsesEveryFault()
    {
        var size = AutoSector.Plan.Size;
        var faults = MachineCatalog.Create(WeldingRobotJoint.TypeName, "a", 0).Faults.ToList();

        var runs = Enumerable.Range(0, 1000).Select(run => RunPlan.Draw(SeedRange.Train.At(run), size, faults)).ToList();

        Assert.InRange(runs.Count(run => run.Faults.Count == 0), 300, 400);
        Assert.Equal(faults.Select(fault => fault.Name).Order(), runs.SelectMany(run => run.Faults).Select(fault => fault.Name).Distinct().Order());
        Assert.All(runs.SelectMany(run => run.Faults), fault => Assert.InRange(fault.Severity, 0.04, 1));
        Assert.All(runs, run => Assert.Equal(run.Faults.Count, run.Faults.Select(fault => fault.Name).Distinct().Count()));
    }

    [Fact]
    public void Around_ATimeBetweenReadings_HoldsTheOneBefore()
    {
        var track = new SignalTrack();
        track.Add(TimeSpan.FromSeconds(1), 10);
        track.Add(TimeSpan.FromSeconds(3), 30);
        track.Add(TimeSpan.FromSeconds(5), 50);

        var around = track.Around(2_000_000_000, 5_000_000_000);

        Assert.Equal([10.0, 30.0], around.Values.ToArray());
        Assert.Equal([1_000_000_000L, 3_000_000_000L], around.Times.ToArray());
    }

    [Fact]
    public void Around_BeforeTheFirstReading_HoldsNothing()
    {
        var track = new SignalTrack();
        track.Add(TimeSpan.FromSeconds(1), 10);

        Assert.Empty(track.Around(0, 500_000_000).Values.ToArray());
        Assert.Equal([10.0], track.Around(1_000_000_000, 2_000_000_000).Values.ToArray());
    }

    private static SectorPlan Short(string sector)
    {
        var plan = SectorCatalog.Find(sector);
        return plan with { Size = plan.Size with { WindowsPerRun = 2, LeastWarmUpSeconds = 10, MostWarmUpSeconds = 20 } };
    }
}
