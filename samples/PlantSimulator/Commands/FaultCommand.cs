using System.CommandLine;

namespace Jinan.IndustryBrain.PlantSimulator.Commands;

internal static class FaultCommand
{
    public static Command Create() => new("fault", "Inject and clear faults of a running plant.");
}
