using System.Text.Json;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

namespace Jinan.IndustryBrain.Brain.Policy;

/// <summary>The cycles that this version brings, and those of the folder that <c>Brain:PlanCycles</c> names.</summary>
internal sealed class PlanCycles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private PlanCycles(IReadOnlyList<PlanCycle> all) => All = all;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<PlanCycle> All { get; }

    public PlanCycle? Find(string? id) => id is null ? All[0] : All.FirstOrDefault(cycle => cycle.Id == id);

    /// <exception cref="ServiceStartException">Lists every fault of every file.</exception>
    public static PlanCycles Read(string? folder)
    {
        var cycles = new Dictionary<string, PlanCycle>(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var (name, bytes) in OwnFiles().Concat(FilesIn(folder)))
        {
            try
            {
                var cycle = JsonSerializer.Deserialize<PlanCycle>(bytes, Json) ?? new PlanCycle();
                var found = cycle.FindFaults().ToList();
                faults.AddRange(found.Select(fault => $"Plan cycle {name}: {fault}"));

                // A file of the folder stands in place of the one that this version brings, e.g. with the document's own words.
                if (found.Count == 0)
                    cycles[cycle.Id] = cycle;
            }
            catch (JsonException fault)
            {
                faults.Add($"Plan cycle {name}: {fault.Message}");
            }
        }

        return faults.Count == 0
            ? new PlanCycles([.. cycles.Values.OrderByDescending(cycle => cycle.Closes).ThenBy(cycle => cycle.Id, StringComparer.Ordinal)])
            : throw new ServiceStartException(string.Join(Environment.NewLine, faults));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> OwnFiles()
    {
        var assembly = typeof(PlanCycles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith($"{typeof(PlanCycles).Namespace}.Cycles.", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            yield return (name, memory.ToArray());
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> FilesIn(string? folder)
    {
        if (string.IsNullOrEmpty(folder))
            return [];
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(path => (path, File.ReadAllBytes(path)))];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ServiceStartException($"The folder {folder} cannot be read: {fault.Message} See Brain:PlanCycles.", fault);
        }
    }
}
