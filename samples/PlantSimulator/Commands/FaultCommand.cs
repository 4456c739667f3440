using System.CommandLine;
using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.PlantSimulator.Hosting;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.PlantSimulator.Topology;

namespace Jinan.IndustryBrain.PlantSimulator.Commands;

/// <summary><c>plant-simulator fault inject|clear|list</c>: calls the machine's OPC UA methods in a plant that runs.</summary>
internal static class FaultCommand
{
    public static Command Create() => new("fault", "Inject and clear faults of a plant that runs.")
    {
        CreateInject(),
        CreateClear(),
        CreateList(),
    };

    private static Command CreateInject()
    {
        var target = new TargetOptions();
        var fault = new Option<string>("--fault") { Description = "Name of the fault; see 'fault list'.", Required = true };
        var severity = PlantOptions.Checked(
            new Option<double>("--severity") { Description = "Above 0, to 1: as bad as it gets.", DefaultValueFactory = _ => 0.5 },
            value => value is > 0 and <= 1,
            "--severity must be above 0 and at most 1.");
        var command = new Command("inject", "Start a fault, or set one that is active to another severity.") { fault, severity };
        target.AddTo(command);
        command.SetAction(async (arguments, cancel) =>
        {
            var machine = target.Read(arguments);
            var name = arguments.GetRequiredValue(fault);
            var known = FaultsOf(machine.Type);
            if (!known.Any(candidate => candidate.Name == name))
                throw new PlantException($"A {machine.Type} has no fault '{name}'. It has: {string.Join(", ", known.Select(candidate => candidate.Name))}.");
            var value = arguments.GetValue(severity);
            await MethodCall.InvokeAsync(machine.Endpoint, machine.Asset, PlantNamespace.InjectFault, [name, value], cancel);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"plant: {machine.Asset} has {name} at severity {value}"));
            return 0;
        });
        return command;
    }

    private static Command CreateClear()
    {
        var target = new TargetOptions();
        var command = new Command("clear", "End all faults of a machine, as after a repair.");
        target.AddTo(command);
        command.SetAction(async (arguments, cancel) =>
        {
            var machine = target.Read(arguments);
            await MethodCall.InvokeAsync(machine.Endpoint, machine.Asset, PlantNamespace.ClearFaults, [], cancel);
            Console.WriteLine($"plant: {machine.Asset} has no fault any more");
            return 0;
        });
        return command;
    }

    private static Command CreateList()
    {
        var command = new Command("list", "Name the faults of each machine type.");
        command.SetAction(_ =>
        {
            foreach (var type in MachineCatalog.Types.Order(StringComparer.Ordinal))
            {
                Console.WriteLine(type);
                foreach (var fault in FaultsOf(type))
                    Console.WriteLine($"  {fault.Name,-20} {fault.Description}");
            }

            return 0;
        });
        return command;
    }

    private static IReadOnlyList<FaultDefinition> FaultsOf(string type) => [.. MachineCatalog.Create(type, "any", 0).Faults];
}
