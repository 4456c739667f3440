using System.CommandLine;
using Jinan.IndustryBrain.PlantSimulator.Topology;

namespace Jinan.IndustryBrain.PlantSimulator.Commands;

/// <summary>Which machine of which plant a command is for.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string> _plant = PlantOptions.Plant();
    private readonly Option<int?> _basePort = PlantOptions.BasePort();
    private readonly Option<string?> _portsFile = new("--ports-file") { Description = "Take the port from the file that 'run --ports-file' wrote." };
    private readonly Option<string> _factory = new("--factory") { Description = "For instance auto-01.", Required = true };
    private readonly Option<string> _machine = new("--machine") { Description = "For instance m1, or auto-01-m1.", Required = true };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _factory, _machine, _plant, _basePort, _portsFile })
            command.Add(option);
    }

    /// <exception cref="PlantException">The plant has no such factory or machine.</exception>
    public (string Endpoint, string Asset, string Type) Read(ParseResult arguments)
    {
        var plant = PlantFile.Read(arguments.GetRequiredValue(_plant));
        var factory = plant.Select([arguments.GetRequiredValue(_factory)])[0].Factory;
        var wanted = arguments.GetRequiredValue(_machine);
        var asset = factory.Machines.FirstOrDefault(machine => machine == wanted || machine == $"{factory.Id}-{wanted}")
            ?? throw new PlantException($"{factory.Id} has no machine '{wanted}'. It has: {string.Join(", ", factory.Machines)}.");
        var port = PlantPorts.Of(plant, arguments.GetValue(_basePort), arguments.GetValue(_portsFile))(factory.Id);
        return ($"opc.tcp://127.0.0.1:{port}", asset, factory.MachineType);
    }
}
