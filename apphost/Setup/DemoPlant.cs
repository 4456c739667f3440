using System.Text.Json;

namespace Jinan.IndustryBrain.AppHost.Setup;

/// <summary>The demo's factories, as <c>apphost/demo/plant.json</c> names them.</summary>
internal sealed record DemoPlant(int BasePort, IReadOnlyList<DemoFactory> Factories)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static DemoPlant Read(string path) =>
        JsonSerializer.Deserialize<DemoPlant>(File.ReadAllText(path), Options)
        ?? throw new SetupException($"{path} is empty. Take the file from the repository.");
}

internal sealed record DemoFactory(string Id, string Enterprise, string Sector, string District);
