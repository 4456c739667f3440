using System.Text.Json;
using Jinan.IndustryBrain.PlantSimulator.Machines;

namespace Jinan.IndustryBrain.PlantSimulator.Topology;

/// <summary>The plant as <c>apphost/demo/plant.json</c> describes it.</summary>
/// <param name="Seed">Machines of one seed run the same course each time.</param>
/// <param name="BasePort">The first factory listens on the port after it, and so on.</param>
/// <param name="PublishingMs">Publishing interval that the factories' collectors are told to use.</param>
/// <param name="Factories">In the order of their ports.</param>
internal sealed record PlantFile(int Seed, int BasePort, int PublishingMs, IReadOnlyList<FactoryEntry> Factories)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="PlantException">The file is missing or cannot be used; the message names every fault.</exception>
    public static PlantFile Read(string path)
    {
        try
        {
            var plant = JsonSerializer.Deserialize<PlantFile>(File.ReadAllText(path), Json)
                ?? throw new PlantException($"{path} is empty.");
            var faults = plant.Faults().ToList();
            return faults.Count == 0
                ? plant
                : throw new PlantException($"{path} cannot be used:{string.Concat(faults.Select(fault => $"\n  - {fault}"))}");
        }
        catch (JsonException e)
        {
            throw new PlantException($"{path} is not the JSON of a plant: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlantException($"{path} cannot be read: {e.Message} Give the plant's file with --plant.", e);
        }
    }

    /// <summary>The factories that were asked for, with their places in the row of ports; all where none was named.</summary>
    /// <exception cref="PlantException">There is no factory of that name.</exception>
    public IReadOnlyList<(FactoryEntry Factory, int Number)> Select(IReadOnlyCollection<string> wanted)
    {
        foreach (var name in wanted)
        {
            if (!Factories.Any(factory => factory.Id == name))
                throw new PlantException($"There is no factory '{name}' in the plant; it has {Factories[0].Id} to {Factories[^1].Id}.");
        }

        return [.. Factories.Select((factory, index) => (factory, index + 1)).Where(entry => wanted.Count == 0 || wanted.Contains(entry.factory.Id))];
    }

    private IEnumerable<string> Faults()
    {
        if (Factories is not { Count: > 0 })
        {
            yield return "factories: at least one is needed.";
            yield break;
        }

        if (BasePort is < 0 or > 65_000)
            yield return $"basePort: {BasePort} is not between 0 and 65000.";
        if (PublishingMs <= 0)
            yield return $"publishingMs: {PublishingMs} is not a positive number of milliseconds.";
        foreach (var factory in Factories)
        {
            if (string.IsNullOrEmpty(factory.Id))
                yield return "factories: one has no id.";
            if (!MachineCatalog.Types.Contains(factory.MachineType))
                yield return $"{factory.Id}: machineType '{factory.MachineType}' is none of {string.Join(", ", MachineCatalog.Types)}.";
            if (factory.Machines is not { Count: > 0 })
                yield return $"{factory.Id}: machines: at least one is needed.";
        }

        foreach (var twice in Factories.SelectMany(factory => factory.Machines ?? []).Concat(Factories.Select(factory => factory.Id))
            .GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"'{twice.Key}' is named {twice.Count()} times.";
    }
}

/// <summary>A factory of the plant: one OPC UA endpoint.</summary>
internal sealed record FactoryEntry(
    string Id, string Enterprise, string Sector, string District, string MachineType, IReadOnlyList<string> Machines);
