using Jinan.IndustryBrain.PlantSimulator.Machines;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Machines;

public sealed class FaultTests
{
    public static TheoryData<string> Types => MachineRuns.Types;

    [Theory]
    [InlineData("welding-robot-joint", "friction-increase", "tracking_error", true, 1.5)]
    [InlineData("welding-robot-joint", "backlash", "tracking_error", true, 1.1)]
    [InlineData("welding-robot-joint", "bearing-wear", "vibration", false, 1.3)]
    [InlineData("welding-robot-joint", "brake-drag", "tracking_error", true, 1.3)]
    [InlineData("plasma-etcher", "leak", "endpoint_emission", false, 0.90)]
    [InlineData("plasma-etcher", "mfc-drift", "valve_position", false, 0.98)]
    [InlineData("plasma-etcher", "match-drift", "rf_reflected", false, 4)]
    [InlineData("plasma-etcher", "helium-leak", "helium_flow", false, 1.8)]
    [InlineData("tablet-press", "punch-sticking", "ejection_force", false, 1.2)]
    [InlineData("tablet-press", "feeder-starvation", "compression_spread", false, 1.5)]
    [InlineData("tablet-press", "die-wear", "ejection_force", false, 1.2)]
    [InlineData("tablet-press", "moisture", "fill_depth", false, 1.02)]
    [InlineData("hot-rolling-stand", "roll-eccentricity", "exit_thickness", true, 0)]
    [InlineData("hot-rolling-stand", "bearing-wear", "bearing_oil_temperature", false, 1.005)]
    [InlineData("hot-rolling-stand", "agc-drift", "exit_thickness", false, 1.003)]
    [InlineData("hot-rolling-stand", "nozzle-block", "exit_temperature", false, 1.005)]
    public void Fault_AtHalfSeverity_MovesItsSignal(string type, string fault, string signal, bool spread, double atLeastTimes)
    {
        // The same machine with and without the fault: whatever else differs is chance.
        var sound = Statistic(type, null, signal, spread);
        var faulty = Statistic(type, fault, signal, spread);

        if (atLeastTimes >= 1)
            Assert.True(faulty > sound * atLeastTimes, $"{signal}: {sound} sound, {faulty} with {fault}");
        else if (atLeastTimes > 0)
            Assert.True(faulty < sound * atLeastTimes, $"{signal}: {sound} sound, {faulty} with {fault}");
        else
            Assert.True(Swing(type, fault) > 1.5 * Swing(type, null), $"{fault} does not swing {signal}");
    }

    [Theory, MemberData(nameof(Types))]
    public void Fault_Injected_GrowsAndIsGoneWhenCleared(string type)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 3);
        var fault = machine.Faults.First().Name;

        machine.InjectFault(fault, 0.1, TimeSpan.FromSeconds(90));
        var early = machine.ReadTruth().Severity;
        MachineRuns.Run(machine, 45);
        var later = machine.ReadTruth().Severity;
        MachineRuns.Run(machine, 60);
        var full = machine.ReadTruth().Severity;
        machine.ClearFault(fault);

        Assert.Equal(0.1, early);
        Assert.Equal(0.55, later, 6);
        Assert.Equal(1, full);
        Assert.Equal(0, machine.ReadTruth().Severity);
        Assert.All(machine.ReadTruth().Faults, state => Assert.False(state.Active));
    }

    [Theory, MemberData(nameof(Types))]
    public void Type_HasAtLeastThreeFaults_AndNamesThemWhenAskedForAnother(string type)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 3);

        Assert.True(machine.Faults.Count() >= 3);
        var refusal = Assert.Throws<ArgumentException>(() => machine.InjectFault("gremlin"));
        Assert.All(machine.Faults, fault => Assert.Contains(fault.Name, refusal.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void InjectFault_SeverityOutsideRange_IsRefused(double severity)
    {
        var machine = MachineCatalog.Create("tablet-press", "a-m1", 3);

        Assert.Throws<ArgumentOutOfRangeException>(() => machine.InjectFault("moisture", severity));
    }

    [Theory, MemberData(nameof(Types))]
    public void Wear_WithoutFault_Grows(string type)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 3);
        var before = machine.Wear;

        MachineRuns.Run(machine, 60);

        Assert.True(machine.Wear > before);
        Assert.Equal(0, machine.ReadTruth().Severity);
    }

    [Fact]
    public void BearingWear_OfTheRollingStand_ShortensItsLife()
    {
        var machine = MachineCatalog.Create("hot-rolling-stand", "a-m1", 3);
        var before = machine.ReadTruth().RemainingLifeHours;

        machine.InjectFault("bearing-wear", 0.5);

        Assert.Equal(before / 2, machine.ReadTruth().RemainingLifeHours);
    }

    private static double Statistic(string type, string? fault, string signal, bool spread)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 5);
        if (fault is not null)
            machine.InjectFault(fault, 0.5);
        var held = MachineRuns.Held(machine, MachineRuns.Run(machine, 300), signal, 60, 300);
        return spread ? MachineRuns.Spread(held) : held.Average();
    }

    /// <summary>Mean change of exit thickness from reading to reading within the strips.</summary>
    private static double Swing(string type, string? fault)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 5);
        if (fault is not null)
            machine.InjectFault(fault, 0.5);
        var held = MachineRuns.Held(machine, MachineRuns.Run(machine, 200), "exit_thickness", 20, 200);
        return held.Zip(held.Skip(1)).Where(pair => pair.First > 1 && pair.Second > 1).Average(pair => Math.Abs(pair.Second - pair.First));
    }
}
