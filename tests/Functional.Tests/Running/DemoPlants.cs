using System.Text.Json.Nodes;

namespace Jinan.IndustryBrain.Functional.Tests.Running;

/// <summary>Smaller plants than the demo's forty factories, for tests that start several.</summary>
internal static class DemoPlants
{
    /// <returns>Path of a plant file with the first factory of each sector.</returns>
    public static string OneFactoryASector() => FactoriesASector(1);

    public static string FactoriesASector(int count)
    {
        var plant = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "apphost", "demo", "plant.json")))!.AsObject();
        var chosen = plant["factories"]!.AsArray()
            .GroupBy(f => (string)f!["sector"]!).SelectMany(g => g.Take(count)).Select(f => f!.DeepClone()).ToArray();
        plant["factories"] = new JsonArray(chosen);
        var path = Path.Combine(Directory.CreateTempSubdirectory("industrybrain-plant-").FullName, "plant.json");
        File.WriteAllText(path, plant.ToJsonString());
        return path;
    }
}
