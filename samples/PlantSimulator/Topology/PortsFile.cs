using System.Text.Json;
using Jinan.IndustryBrain.PlantSimulator.Hosting;

namespace Jinan.IndustryBrain.PlantSimulator.Topology;

/// <summary>Where the factories listen: <c>{ "factories": [ { "id": "auto-01", "port": 48401, "endpoint": "opc.tcp://…" } ] }</c>.</summary>
internal static class PortsFile
{
    /// <summary>Writes the file in one go: who waits for it never reads half of it.</summary>
    public static async Task WriteAsync(string path, IReadOnlyList<FactoryHost> factories)
    {
        var content = new { factories = factories.Select(factory => new { id = factory.Factory.Id, port = factory.Port, endpoint = factory.EndpointUrl }) };
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var draft = path + ".new";
        await File.WriteAllBytesAsync(draft, JsonSerializer.SerializeToUtf8Bytes(content, JsonSerializerOptions.Web));
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>The ports by factory.</summary>
    /// <exception cref="PlantException">The file is missing or not such a file.</exception>
    public static IReadOnlyDictionary<string, int> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty("factories").EnumerateArray()
                .ToDictionary(factory => factory.GetProperty("id").GetString()!, factory => factory.GetProperty("port").GetInt32());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new PlantException($"{path} cannot be read as a ports file: {e.Message} Give the file that 'run --ports-file' wrote.", e);
        }
    }
}
