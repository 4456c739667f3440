using System.CommandLine;
using Jinan.IndustryBrain.PlantSimulator.Topology;

namespace Jinan.IndustryBrain.PlantSimulator.Commands;

/// <summary><c>plant-simulator factory-yaml</c>: writes what collectors need to know of each factory.</summary>
internal static class FactoryYamlCommand
{
    public static Command Create()
    {
        var plant = PlantOptions.Plant();
        var basePort = PlantOptions.BasePort();
        var speed = PlantOptions.Speed();
        var factories = PlantOptions.Factories();
        var portsFile = new Option<string?>("--ports-file") { Description = "Take the ports from the file that 'run --ports-file' wrote." };
        var folder = new Option<string>("--out") { Description = "Folder that gets a folder a factory.", Required = true };
        var command = new Command("factory-yaml", "Write a factory.yaml for each factory.") { plant, basePort, speed, factories, portsFile, folder };
        command.SetAction(arguments =>
        {
            var file = PlantFile.Read(arguments.GetRequiredValue(plant));
            var ports = PlantPorts.Of(file, arguments.GetValue(basePort), arguments.GetValue(portsFile));
            var written = 0;
            foreach (var (factory, _) in file.Select(arguments.GetValue(factories) ?? []))
            {
                var own = Path.Combine(arguments.GetRequiredValue(folder), factory.Id);
                Directory.CreateDirectory(own);
                File.WriteAllText(
                    Path.Combine(own, "factory.yaml"),
                    FactoryYaml.Write(factory, file.Seed, ports(factory.Id), file.PublishingMs, arguments.GetValue(speed)));
                written++;
            }

            Console.WriteLine($"plant: wrote factory.yaml of {written} factories to {arguments.GetRequiredValue(folder)}");
            return 0;
        });
        return command;
    }
}
