using Jinan.IndustryBrain.PlantSimulator.Topology;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Topology;

public sealed class PlantFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Read_SeveralFaults_NamesThemAll()
    {
        File.WriteAllText(_file, """
            { "seed": 1, "basePort": 70000, "publishingMs": 0, "factories": [
              { "id": "a-01", "enterprise": "e", "sector": "auto", "district": "d", "machineType": "loom", "machines": ["m"] },
              { "id": "a-01", "enterprise": "e", "sector": "auto", "district": "d", "machineType": "tablet-press", "machines": [] }
            ] }
            """);

        var fault = Assert.Throws<PlantException>(() => PlantFile.Read(_file)).Message;

        Assert.Contains("basePort", fault, StringComparison.Ordinal);
        Assert.Contains("publishingMs", fault, StringComparison.Ordinal);
        Assert.Contains("'loom'", fault, StringComparison.Ordinal);
        Assert.Contains("machines: at least one", fault, StringComparison.Ordinal);
        Assert.Contains("'a-01' is named 2 times", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoJsonOrNoFile_SaysWhatToDo()
    {
        File.WriteAllText(_file, "{");
        Assert.Contains("not the JSON of a plant", Assert.Throws<PlantException>(() => PlantFile.Read(_file)).Message, StringComparison.Ordinal);
        Assert.Contains("--plant", Assert.Throws<PlantException>(() => PlantFile.Read(_file + ".none")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_OfAFactory_FollowFromItsPlaceInThePlant()
    {
        File.WriteAllText(_file, """
            { "seed": 1, "basePort": 48400, "publishingMs": 500, "factories": [
              { "id": "a-01", "enterprise": "e", "sector": "auto", "district": "d", "machineType": "tablet-press", "machines": ["x"] },
              { "id": "a-02", "enterprise": "e", "sector": "auto", "district": "d", "machineType": "tablet-press", "machines": ["y"] }
            ] }
            """);
        var plant = PlantFile.Read(_file);

        Assert.Equal(2, Assert.Single(plant.Select(["a-02"])).Number);
        Assert.Equal(48402, PlantPorts.Of(plant, null, null)("a-02"));
        Assert.Equal(50002, PlantPorts.Of(plant, 50000, null)("a-02"));
        Assert.Throws<PlantException>(() => PlantPorts.Of(plant, 0, null));
        Assert.Throws<PlantException>(() => plant.Select(["a-03"]));
    }

    public void Dispose() => File.Delete(_file);
}
