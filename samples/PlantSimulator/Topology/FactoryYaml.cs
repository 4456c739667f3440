using System.Globalization;
using System.Text;
using Jinan.IndustryBrain.PlantSimulator.Hosting;
using Jinan.IndustryBrain.PlantSimulator.Machines;

namespace Jinan.IndustryBrain.PlantSimulator.Topology;

/// <summary>Writes the <c>factory.yaml</c> that connects a collector to a simulated factory.</summary>
internal static class FactoryYaml
{
    /// <summary>A queue holds the values of this time, so that they wait in the server while a collector is restarted.</summary>
    private static readonly TimeSpan QueueTime = TimeSpan.FromSeconds(60);

    private const int SmallestQueue = 20;

    /// <param name="factory">Which factory.</param>
    /// <param name="seed">The plant's seed: only the machines' signals are asked for, but a machine has one.</param>
    /// <param name="port">Where its endpoint listens.</param>
    /// <param name="publishingMs">Publishing interval of the subscription.</param>
    /// <param name="speed">How much faster than real the plant runs; the instruments are then read as much more often.</param>
    public static string Write(FactoryEntry factory, int seed, int port, int publishingMs, double speed)
    {
        var yaml = new StringBuilder();
        yaml.Append(CultureInfo.InvariantCulture, $"""
            # Written by plant-simulator factory-yaml; the simulated factory listens at this endpoint.
            schema: 1
            factory: {factory.Id}
            enterprise: {factory.Enterprise}
            sector: {factory.Sector}
            connections:
              - id: plc1
                endpoint: opc.tcp://127.0.0.1:{port}
                security: {"{ policy: None, mode: None }"}
                publishing: {publishingMs}ms
            assets:

            """);
        foreach (var asset in factory.Machines)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"""
                  - id: {asset}
                    type: {factory.MachineType}
                    connection: plc1
                    signals:

                """);
            foreach (var signal in MachineCatalog.Create(factory.MachineType, asset, seed).Signals)
                yaml.Append("      - ").Append(Line(asset, signal, speed)).Append('\n');
        }

        return yaml.ToString();
    }

    private static string Line(string asset, SignalDefinition signal, double speed)
    {
        var period = signal.Period / speed;
        var queue = Math.Max(SmallestQueue, (int)Math.Ceiling(QueueTime / period));
        var unit = signal.Unit.Length == 0 ? "" : $"unit: '{signal.Unit}', ";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{ name: {signal.Name}, node: \"nsu={PlantNamespace.Uri};s={PlantNamespace.NodeOf(asset, signal.Name)}\", {unit}type: {TypeOf(signal.Type)}, sampling: {Math.Floor(period.TotalMilliseconds)}ms, queue: {queue} }}");
    }

    private static string TypeOf(SignalType type) => type switch
    {
        SignalType.Double => "double",
        SignalType.Int32 => "int64",
        _ => "text",
    };
}
