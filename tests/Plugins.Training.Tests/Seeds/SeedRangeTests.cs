using System.Text.Json;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.Plugins.Training.Runs;
using Jinan.IndustryBrain.Plugins.Training.Sectors;
using Jinan.IndustryBrain.Plugins.Training.Seeds;

namespace Jinan.IndustryBrain.Plugins.Training.Tests.Seeds;

public sealed class SeedRangeTests
{
    [Fact]
    public void Ranges_OfAllPurposes_DoNotTouchEachOther()
    {
        var ordered = SeedRange.All.OrderBy(range => range.First).ToList();

        Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.True(pair.First.Last < pair.Second.First));
    }

    [Fact]
    public void DemoPlant_ItsSeed_IsInNoRange()
    {
        using var plant = DemoPlant();
        var seed = plant.RootElement.GetProperty("seed").GetInt32();

        Assert.All(SeedRange.All, range => Assert.False(range.Contains(seed), $"{seed} is a seed for {range.Purpose}"));
    }

    [Fact]
    public void DemoPlant_ItsMachines_AreNoneThatAModelHasSeen()
    {
        using var plant = DemoPlant();
        var seed = plant.RootElement.GetProperty("seed").GetInt32();
        var watched = plant.RootElement.GetProperty("factories").EnumerateArray()
            .SelectMany(factory => factory.GetProperty("machines").EnumerateArray())
            .Select(machine => MachineRandom.SeedOf(seed, machine.GetString()!))
            .ToHashSet();
        var most = SectorCatalog.All.Max(plan => Math.Max(plan.CalibrationRuns ?? 0, Math.Max(plan.Size.TrainRuns, Math.Max(plan.Size.ValidationRuns, plan.Size.TestRuns))));

        Assert.NotEmpty(watched);
        foreach (var range in SeedRange.All)
            for (var run = 0; run < most; run++)
                Assert.DoesNotContain(MachineRandom.SeedOf(range.At(run), RunPlan.Asset), watched);
    }

    [Fact]
    public void At_BeyondTheRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedRange.Train.At(SeedRange.Train.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedRange.Train.At(-1));
    }

    private static JsonDocument DemoPlant() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "apphost", "demo", "plant.json")));
}
