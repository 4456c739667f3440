using System.CommandLine;
using Jinan.IndustryBrain.PlantSimulator.Commands;
using Jinan.IndustryBrain.PlantSimulator.Topology;

var root = new RootCommand("A plant of simulated machines behind OPC UA servers: one endpoint a factory.")
{
    RunCommand.Create(),
    FactoryYamlCommand.Create(),
    FaultCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (PlantException e)
{
    Console.Error.WriteLine($"plant-simulator: {e.Message}");
    return 1;
}
