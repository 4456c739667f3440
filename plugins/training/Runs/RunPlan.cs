using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.Plugins.Training.Sectors;

namespace Jinan.IndustryBrain.Plugins.Training.Runs;

/// <summary>
/// One machine of one simulated plant, how old it is and what is wrong with it: drawn from the plant's seed. A third of
/// the machines are sound; one fault in eight has company.
/// </summary>
internal sealed record RunPlan(int PlantSeed, double Wear, IReadOnlyList<PlannedFault> Faults, TimeSpan WarmUp)
{
    /// <summary>Name of the only machine of a training plant.</summary>
    public const string Asset = "training-m1";

    private const double SoundShare = 0.35;
    private const double SecondFaultShare = 0.12;

    public static RunPlan Draw(int plantSeed, TrainingSize size, IReadOnlyList<FaultDefinition> faults)
    {
        // Its own source of chance: the machine's must not depend on what is planned for it.
        var random = new MachineRandom(MachineRandom.SeedOf(plantSeed, "run-plan"));
        var wear = random.Between(0, 0.95);
        var warmUp = TimeSpan.FromSeconds(Math.Round(random.Between(size.LeastWarmUpSeconds, size.MostWarmUpSeconds)));
        var planned = new List<PlannedFault>();
        if (random.Even() >= SoundShare)
        {
            var first = random.Index(faults.Count);
            planned.Add(new PlannedFault(faults[first].Name, DrawSeverity(random)));
            if (random.Even() < SecondFaultShare)
                planned.Add(new PlannedFault(faults[(first + 1 + random.Index(faults.Count - 1)) % faults.Count].Name, DrawSeverity(random)));
        }

        return new RunPlan(plantSeed, wear, planned, warmUp);
    }

    // More of the subtle than of the plain.
    private static double DrawSeverity(MachineRandom random) => 0.04 + 0.96 * Math.Pow(random.Even(), 1.5);
}

internal sealed record PlannedFault(string Name, double Severity);
