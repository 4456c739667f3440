using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Cli.Tests.OpcUa;

/// <summary>export makes what check finds ready, and check finds what a collector would lack.</summary>
[Collection("console")]
public sealed class ExportAndCheckTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("opcua-export-").FullName;
    private readonly PlantServer _plant = new();

    public async ValueTask DisposeAsync()
    {
        await _plant.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Export_ByBrowsing_MakesAFileThatCheckFindsReady()
    {
        var file = At("factory.yaml");
        var export = await Tool.RunAsync("export", _plant.Url, "--factory", "f1", "--enterprise", "e1", "--sector", "materials", "--asset-type", "press", "--out", file);
        Assert.Equal((0, ""), (export.Code, export.Error));
        var factory = Read(file);
        Assert.Equal(("f1", "e1", "materials"), (factory.Factory, factory.Enterprise, factory.Sector));
        var asset = Assert.Single(factory.Assets);
        Assert.Equal(("Machine1", "press"), (asset.Id, asset.Type));
        Assert.Equal(
            ["Temperature Double Cel", "Cycles Int64 ", "Name Text ", "Setpoint Double "],
            asset.Signals.Select(signal => $"{signal.Name} {signal.Type} {signal.Unit}"));
        Assert.Contains("# left out, Double[]: Objects/Line1/Machine1/Curve", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var check = await Tool.RunAsync("check", file, "--seconds", "0");
        Assert.Equal((0, ""), (check.Code, check.Error));
        Assert.Contains("4 of 4", check.Output, StringComparison.Ordinal);
        Assert.Contains("ready for the collector", check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*Temp*", 1)]
    [InlineData("Objects/*/Machine1/C*", 1)]
    [InlineData("**/Machine1/*", 4)]
    public async Task Export_WithPatterns_TakesWhatFits(string pattern, int signals)
    {
        var file = At("factory.yaml");
        await Tool.RunAsync("export", _plant.Url, "--pattern", pattern, "--out", file);
        Assert.Equal(signals, Read(file).Assets.Sum(asset => asset.Signals.Count));
    }

    [Fact]
    public async Task Export_PatternThatNothingFits_SaysSo() =>
        Assert.Contains("No variable fits", (await Tool.RunAsync("export", _plant.Url, "--pattern", "*Pressure*")).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Export_FromTheCsvOfBrowse_GivesTheSameSignals()
    {
        var (csv, byBrowsing, byCsv) = (At("nodes.csv"), At("browsed.yaml"), At("csv.yaml"));
        Assert.Contains("5 variables", (await Tool.RunAsync("browse", _plant.Url, "--csv", csv)).Output, StringComparison.Ordinal);
        await Tool.RunAsync("export", _plant.Url, "--out", byBrowsing);
        await Tool.RunAsync("export", _plant.Url, "--csv", csv, "--out", byCsv);
        Assert.Equal(Read(byBrowsing).Assets[0].Signals, Read(byCsv).Assets[0].Signals);
    }

    [Fact]
    public async Task Export_FromACsvOfASpreadsheet_TakesNamesAndAssets()
    {
        var (csv, file) = (At("nodes.csv"), At("factory.yaml"));
        await File.WriteAllTextAsync(
            csv, "\uFEFFnode;asset;name;type;unit\r\n\"nsu=urn:x;s=\"\"DB1\"\".\"\"a\"\"\";press-1;force;double;kN\r\nnsu=urn:x;press-2;force;int64;\r\nnsu=urn:x;s=b;press-2;force;int64;\r\n",
            TestContext.Current.CancellationToken);
        var faulty = await Tool.RunAsync("export", "opc.tcp://plc:4840", "--csv", csv);
        Assert.Equal(1, faulty.Code);
        Assert.Contains("line 3: node:", faulty.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_FromACsvWithQuotedIds_KeepsThem()
    {
        var (csv, file) = (At("nodes.csv"), At("factory.yaml"));
        await File.WriteAllTextAsync(
            csv, "node,asset,name,type,unit\n\"nsu=urn:x;s=\"\"DB1\"\".\"\"a\"\"\",press 1,force,double,kN\n\"nsu=urn:x;s=b\",press 2,force,int64,\n",
            TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Tool.RunAsync("export", "opc.tcp://plc:4840", "--csv", csv, "--out", file)).Code);
        var assets = Read(file).Assets;
        Assert.Equal(["press_1", "press_2"], assets.Select(asset => asset.Id));
        Assert.Equal("nsu=urn:x;s=\"DB1\".\"a\"", assets[0].Signals[0].Node.ToString());
    }

    [Theory]
    [InlineData("generic")]
    [InlineData("s7-1200")]
    [InlineData("s7-1500")]
    [InlineData("simulator")]
    public async Task Export_OfATemplateAlone_IsAFileThatCanBeRead(string template)
    {
        var result = await Tool.RunAsync("export", "opc.tcp://plc:4840", "--offline", "--template", template);
        Assert.Equal(0, result.Code);
        Assert.Empty(FactoryFileReader.Read(result.Output, ".", bearsId: false).Faults);
        Assert.Contains("opc.tcp://plc:4840", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FileWithFaults_ListsAllWithTheirLines()
    {
        var file = At("factory.yaml");
        await File.WriteAllTextAsync(file, Yaml("type: float").Replace("sector: auto", "sector: ships", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var result = await Tool.RunAsync("check", file);
        Assert.Equal(2, result.Code);
        Assert.Contains("line 4: sector", result.Output, StringComparison.Ordinal);
        Assert.Contains("line 13: assets[0].signals[0].type", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SignalsThatTheServerCannotGive_AreToldByLine()
    {
        var file = At("factory.yaml");
        await File.WriteAllTextAsync(
            file,
            Yaml("type: double") + $$"""

                  - { name: gone, node: "{{PlantServer.Node("Gone")}}", type: double }
                  - { name: words, node: "{{PlantServer.Node("Machine1.Name")}}", type: int64 }
                  - { name: fraction, node: "{{PlantServer.Node("Machine1.Setpoint")}}", type: int64 }
                  - { name: many, node: "{{PlantServer.Node("Machine1.Curve")}}", type: double }
                  - { name: object, node: "{{PlantServer.Node("Machine1")}}", type: double }
                  - { name: elsewhere, node: "nsu=urn:other;s=x", type: double }
            """,
            TestContext.Current.CancellationToken);
        var result = await Tool.RunAsync("check", file, "--seconds", "0", "--json");
        Assert.Equal(2, result.Code);
        var findings = result.Json.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("isFault").GetBoolean()).ToList();
        Assert.Equal([14, 15, 16, 17, 18, 19], findings.Select(finding => finding.GetProperty("line").GetInt32()));
        Assert.All(
            findings.Zip(["badnodeidunknown", "is String", "whole numbers", "is an array", "an object", "no namespace 'urn:other'"]),
            pair => Assert.Contains(pair.Second, pair.First.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.False(result.Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Check_PathsIntoAStructure_AreHeldToItsFields()
    {
        _plant.AddStructure();
        var node = PlantServer.Node("Machine1.Position");
        var file = At("factory.yaml");
        await File.WriteAllTextAsync(
            file,
            Yaml("type: double") + $$"""

                  - { name: x, node: "{{node}}", path: X, type: double }
                  - { name: y, node: "{{node}}", path: Y, type: double }
                  - { name: label, node: "{{node}}", path: Label, type: double }
                  - { name: whole, node: "{{node}}", type: double }
            """,
            TestContext.Current.CancellationToken);
        var findings = (await Tool.RunAsync("check", file, "--seconds", "0", "--json")).Json.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal([15, 16, 17], findings.Select(finding => finding.GetProperty("line").GetInt32()));
        Assert.All(
            findings.Zip(["has nothing at the path Y", "is String", "is a structure"]),
            pair => Assert.Contains(pair.Second, pair.First.GetProperty("message").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_ServerThatIsNotThere_IsOneFaultOfItsLine()
    {
        var file = At("factory.yaml");
        await File.WriteAllTextAsync(file, Yaml("type: double").Replace(_plant.Url, "opc.tcp://127.0.0.1:1", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var result = await Tool.RunAsync("check", file, "--timeout", "5s");
        Assert.Equal(2, result.Code);
        Assert.Contains("line 7: connections[0].endpoint", result.Output, StringComparison.Ordinal);
        Assert.Contains("#unreachable", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_LimitsOfAServer_AreToldAsRevised()
    {
        await using var small = new PlantServer(options => options with
        {
            Limits = new ServerLimits { MaxQueueSize = 1, MinPublishingInterval = TimeSpan.FromSeconds(2) },
        });
        var file = At("factory.yaml");
        await File.WriteAllTextAsync(file, Yaml("type: double").Replace(_plant.Url, small.Url, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var result = await Tool.RunAsync("check", file, "--seconds", "1", "--json");
        Assert.Equal(2, result.Code);
        Assert.Contains(
            result.Json.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("message").GetString()!.Contains("the latest value only", StringComparison.Ordinal));
        var connection = result.Json.GetProperty("connections")[0];
        Assert.Equal(2_000, connection.GetProperty("revisedPublishingMs").GetDouble());
        Assert.True(connection.GetProperty("mostValuesASecond").GetDouble() > 0);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private FactoryConfiguration Read(string file)
    {
        var result = FactoryFileReader.Read(File.ReadAllText(file), _folder, bearsId: false);
        Assert.Empty(result.Faults);
        return result.Configuration!;
    }

    private string Yaml(string type) => PlantServer.FactoryYaml(_plant.Url, type);
}
