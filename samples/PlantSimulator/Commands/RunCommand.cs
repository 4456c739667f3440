using System.CommandLine;
using Jinan.IndustryBrain.PlantSimulator.Hosting;
using Jinan.IndustryBrain.PlantSimulator.Topology;
using Jinan.IndustryBrain.ServiceDefaults;

namespace Jinan.IndustryBrain.PlantSimulator.Commands;

/// <summary><c>plant-simulator run</c>: hosts the factories until it is told to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var plant = PlantOptions.Plant();
        var basePort = PlantOptions.BasePort();
        var speed = PlantOptions.Speed();
        var factories = PlantOptions.Factories();
        var seed = new Option<int?>("--seed") { Description = "Machines of one seed run the same course each time. Default: the plant's own." };
        var journal = new Option<string?>("--journal") { Description = "Folder for a journal a factory of every value it gave out." };
        var portsFile = new Option<string?>("--ports-file") { Description = "File to write the factories' ports to." };
        var command = new Command("run", "Run the plant until Ctrl+C or SIGTERM.") { plant, basePort, seed, speed, factories, journal, portsFile };
        command.SetAction(async (arguments, cancel) =>
        {
            var file = PlantFile.Read(arguments.GetRequiredValue(plant));
            var settings = new PlantSettings(
                arguments.GetValue(seed) ?? file.Seed,
                arguments.GetValue(speed),
                arguments.GetValue(basePort) ?? file.BasePort,
                arguments.GetValue(journal),
                arguments.GetValue(portsFile));
            await RunAsync(file.Select(arguments.GetValue(factories) ?? []), settings, cancel);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(
        IReadOnlyList<(FactoryEntry Factory, int Number)> factories, PlantSettings settings, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        ExitWithParent.Watch(stop.Cancel);
        await using var plant = await PlantHost.StartAsync(factories, settings, TimeProvider.System);
        var hosts = plant.Factories;
        Console.WriteLine(
            $"plant: {hosts.Count} factories with {hosts.Sum(host => host.Factory.Machines.Count)} machines, "
            + $"{hosts[0].EndpointUrl} to port {hosts[^1].Port}, seed {settings.Seed}, speed {settings.Speed}"
            + (settings.JournalFolder is { } folder ? $", journal in {folder}" : ""));
        Console.WriteLine("plant: ready");
        await plant.RunAsync(stop.Token);
        Console.WriteLine($"plant: stopped after {hosts.Sum(host => host.Emitted)} values");
    }
}
