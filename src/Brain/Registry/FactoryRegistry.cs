using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

namespace Jinan.IndustryBrain.Brain.Registry;

/// <summary>
/// The city's own register: where a factory is, what it makes and whose it is. Aggregates follow it and never what a factory
/// says of itself, or a factory could move its numbers to where they hide or expose somebody.
/// </summary>
internal sealed class FactoryRegistry
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<string, RegisteredFactory> _factories;

    public FactoryRegistry(IReadOnlyList<RegisteredFactory> factories)
    {
        _factories = factories.ToDictionary(factory => factory.Id, StringComparer.Ordinal);
        Sectors = [.. factories.Select(factory => factory.Sector).Distinct().Order(StringComparer.Ordinal)];
        Districts = [.. factories.Select(factory => factory.District).Distinct().Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Sectors { get; }
    public IReadOnlyList<string> Districts { get; }
    public IReadOnlyCollection<RegisteredFactory> Factories => _factories.Values;

    public RegisteredFactory? Find(string factory) => _factories.GetValueOrDefault(factory);

    /// <exception cref="ServiceStartException">Lists every fault of the file.</exception>
    public static FactoryRegistry Read(string path)
    {
        RegistryFile file;
        try
        {
            file = JsonSerializer.Deserialize<RegistryFile>(File.ReadAllBytes(path), Json) ?? new RegistryFile();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ServiceStartException($"The register {path} cannot be read: {fault.Message} See Brain:Registry.", fault);
        }

        var faults = FindFaults(file.Factories).ToList();
        return faults.Count == 0
            ? new FactoryRegistry(file.Factories)
            : throw new ServiceStartException(string.Join(Environment.NewLine, faults.Select(fault => $"Register {path}: {fault}")));
    }

    private static IEnumerable<string> FindFaults(IReadOnlyList<RegisteredFactory> factories)
    {
        if (factories.Count == 0)
            yield return """'factories' is missing or empty: name the city's factories, e.g. { "factories": [{ "id": "auto-01", "enterprise": "ent-1", "sector": "auto", "district": "gaoxin" }] }""";
        for (var i = 0; i < factories.Count; i++)
        {
            var factory = factories[i];
            foreach (var (name, value) in new[]
                     {
                         ("id", factory.Id), ("enterprise", factory.Enterprise), ("sector", factory.Sector), ("district", factory.District),
                     })
            {
                if (string.IsNullOrWhiteSpace(value))
                    yield return $"factory {i + 1}: '{name}' is missing";
            }

            if (!string.IsNullOrWhiteSpace(factory.Sector) && !Contracts.Sectors.All.Contains(factory.Sector))
                yield return $"factory {i + 1}: sector is '{factory.Sector}': use {string.Join(", ", Contracts.Sectors.All)}";
        }

        foreach (var twice in factories.GroupBy(factory => factory.Id).Where(group => group.Count() > 1))
            yield return $"factory '{twice.Key}' is there {twice.Count()} times";
    }

    private sealed record RegistryFile
    {
        public IReadOnlyList<RegisteredFactory> Factories { get; init; } = [];
    }
}

/// <summary>One factory of the register.</summary>
/// <param name="Group">The group of companies that the enterprise belongs to; related enterprises count as one.</param>
internal sealed record RegisteredFactory(string Id, string Enterprise, string Sector, string District, string? Group = null)
{
    /// <summary>What k counts: unrelated enterprises.</summary>
    public string Unrelated => string.IsNullOrWhiteSpace(Group) ? $"enterprise:{Enterprise}" : $"group:{Group}";
}
