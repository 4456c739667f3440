using Jinan.IndustryBrain.PlantSimulator.Machines;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Machines;

public sealed class InstrumentTests
{
    public static TheoryData<string> Types => MachineRuns.Types;

    [Theory, MemberData(nameof(Types))]
    public void Readings_OfAnyFault_AreWholeStepsWithinRange(string type)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 11);
        foreach (var fault in machine.Faults)
            machine.InjectFault(fault.Name, 1);

        foreach (var sample in MachineRuns.Run(machine, 60).Where(sample => sample.Text is null))
        {
            var signal = machine.Signals[sample.Signal];
            Assert.InRange(sample.Number, signal.Low, signal.High);
            var steps = sample.Number / signal.Resolution;
            Assert.True(Math.Abs(steps - Math.Round(steps)) < 1e-6, $"{signal.Name} = {sample.Number} is between two steps");
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Readings_OfOneSignal_AreOnlyChangesAtItsPeriod(string type)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 11);

        foreach (var readings in MachineRuns.Run(machine, 60).GroupBy(sample => sample.Signal))
        {
            var period = machine.Signals[readings.Key].Period;
            Assert.All(readings, reading => Assert.Equal(0, reading.At.Ticks % period.Ticks));
            Assert.All(
                readings.Zip(readings.Skip(1)),
                pair => Assert.NotEqual((pair.First.Number, pair.First.Text), (pair.Second.Number, pair.Second.Text)));
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Signals_OfAType_AreReadAtMostFiveTimesASecond(string type)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 11);

        Assert.All(machine.Signals, signal => Assert.True(signal.Period >= TimeSpan.FromMilliseconds(200)));
        Assert.Equal(machine.Signals.Count, machine.Signals.Select(signal => signal.Name).Distinct().Count());
    }

    [Fact]
    public void Quantise_BinaryDustAndMinusZero_AreTakenAway()
    {
        var signal = SignalDefinition.Number("x", "", 0.1, -10, 10, 500, "");

        Assert.Equal(0.3, signal.Quantise(0.34));
        Assert.Equal(10, signal.Quantise(12));
        Assert.False(double.IsNegative(signal.Quantise(-0.01)));
    }
}
