using Jinan.IndustryBrain.PlantSimulator.Machines;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Machines;

public sealed class RepeatabilityTests
{
    public static TheoryData<string> Types => MachineRuns.Types;

    [Theory, MemberData(nameof(Types))]
    public void Machine_SameSeed_GivesSameReadings(string type)
    {
        var first = MachineRuns.Run(MachineCatalog.Create(type, "a-m1", 7), 60);
        var second = MachineRuns.Run(MachineCatalog.Create(type, "a-m1", 7), 60);

        Assert.NotEmpty(first);
        Assert.Equal(first, second);
    }

    [Theory, MemberData(nameof(Types))]
    public void Machine_TimeCutOtherwise_GivesSameReadings(string type)
    {
        var whole = MachineRuns.Run(MachineCatalog.Create(type, "a-m1", 7), 30);
        var machine = MachineCatalog.Create(type, "a-m1", 7);
        var pieces = new List<Sample>();
        var left = TimeSpan.FromSeconds(30);
        for (var piece = 0; left > TimeSpan.Zero; piece++)
        {
            // Odd pieces, many of them shorter than a step.
            var by = TimeSpan.FromMilliseconds(1 + piece * 37 % 113);
            by = by < left ? by : left;
            machine.Advance(by, pieces);
            left -= by;
        }

        Assert.Equal(whole, pieces);
    }

    [Theory, MemberData(nameof(Types))]
    public void Machine_OtherSeedOrName_GivesOtherReadings(string type)
    {
        var run = MachineRuns.Run(MachineCatalog.Create(type, "a-m1", 7), 30);

        Assert.NotEqual(run, MachineRuns.Run(MachineCatalog.Create(type, "a-m1", 8), 30));
        Assert.NotEqual(run, MachineRuns.Run(MachineCatalog.Create(type, "a-m2", 7), 30));
    }

    [Theory, MemberData(nameof(Types))]
    public void Readings_OfARun_AreInOrderOfTime(string type)
    {
        var run = MachineRuns.Run(MachineCatalog.Create(type, "a-m1", 7), 30);

        Assert.Equal(run.OrderBy(sample => sample.At).ThenBy(sample => sample.Signal), run);
    }

    [Theory, MemberData(nameof(Types))]
    public void Machine_RunForAnHour_StaysWhereItWas(string type)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 7);
        MachineRuns.Run(machine, 60);
        var early = Levels(machine, MachineRuns.Run(machine, 600));
        MachineRuns.Run(machine, 3600);
        var late = Levels(machine, MachineRuns.Run(machine, 600));

        // Lots, strips and the weather change; nothing runs away.
        foreach (var (signal, level) in early)
        {
            var definition = machine.Signals[signal];
            Assert.True(double.IsFinite(late[signal]), definition.Name);
            Assert.InRange(late[signal], level - 0.15 * (definition.High - definition.Low), level + 0.15 * (definition.High - definition.Low));
        }
    }

    private static Dictionary<int, double> Levels(Machine machine, List<Sample> run) => run
        .Where(sample => machine.Signals[sample.Signal].Type == SignalType.Double)
        .GroupBy(sample => sample.Signal)
        .ToDictionary(group => group.Key, group => group.Average(sample => sample.Number));
}
