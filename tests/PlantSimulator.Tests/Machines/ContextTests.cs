using Jinan.IndustryBrain.PlantSimulator.Machines;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Machines;

public sealed class ContextTests
{
    [Theory]
    [InlineData("plasma-etcher")]
    [InlineData("tablet-press")]
    public void Contexts_OfARun_OpenAndCloseWithinTwentyFiveSeconds(string type)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 21);
        var labels = MachineRuns.Run(machine, 300).Where(sample => sample.Text is not null).ToList();

        var contexts = labels.Zip(labels.Skip(1)).Where(pair => pair.First.Text!.Length > 0).ToList();
        Assert.True(contexts.Count >= 10);
        Assert.All(contexts, pair => Assert.Equal("", pair.Second.Text));
        Assert.All(contexts, pair => Assert.InRange((pair.Second.At - pair.First.At).TotalSeconds, 10, 25));
        Assert.Equal(contexts.Count, contexts.Select(pair => pair.First.Text).Distinct().Count());
    }

    [Theory]
    [InlineData("plasma-etcher")]
    [InlineData("tablet-press")]
    public void LastContext_AfterAContextCloses_IsTheOneThatClosed(string type)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 21);
        var samples = MachineRuns.Run(machine, 100);
        var closed = samples.Where(sample => !string.IsNullOrEmpty(sample.Text)).Select(sample => sample.Text).ToList();
        var outcome = machine.ReadTruth().LastContext;

        Assert.NotNull(outcome);
        Assert.Contains(outcome.Id, closed.TakeLast(2));
    }

    [Theory]
    [InlineData("plasma-etcher", "leak")]
    [InlineData("plasma-etcher", "mfc-drift")]
    [InlineData("plasma-etcher", "match-drift")]
    [InlineData("plasma-etcher", "helium-leak")]
    [InlineData("tablet-press", "punch-sticking")]
    [InlineData("tablet-press", "feeder-starvation")]
    [InlineData("tablet-press", "die-wear")]
    [InlineData("tablet-press", "moisture")]
    public void Fault_AtFullSeverity_SpoilsWhatASoundMachineMakesWell(string type, string fault)
    {
        var machine = MachineCatalog.Create(type, "a-m1", 5);
        MachineRuns.Run(machine, 60);
        var sound = machine.ReadTruth().LastContext;
        machine.InjectFault(fault, 1);
        MachineRuns.Run(machine, 90);
        var spoilt = machine.ReadTruth().LastContext;

        Assert.True(sound!.Accepted, sound.ToString());
        Assert.False(spoilt!.Accepted, spoilt.ToString());
    }
}
