using Jinan.IndustryBrain.FactoryFile.Writing;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.FactoryFile.Tests.Writing;

public sealed class FactoryAdditionTests
{
    private const string Before = """
        # a shop
        schema: 1
        factory: press-shop   # the folder
        enterprise: ent
        sector: auto
        connections:
          - id: plc1
            endpoint: opc.tcp://10.0.0.1:4840
        assets:
          - id: M1        # Objects/Line1/M1
            type: press
            connection: plc1
            signals:
              - { name: torque, node: "nsu=urn:a;s=t", type: double }
              -
                name: speed
                node: "nsu=urn:a;s=v"
                type: double
              # the last one stays the last comment
        # nothing more
        """;

    [Fact]
    public void AddTo_AnotherServer_AddsAConnectionAndAMachine_AndKeepsEveryLine()
    {
        var result = Add(Before, "opc.tcp://10.0.0.2:4840", new FoundSignal("nsu=urn:b;s=x", "Objects/Line2/M1/x", "double", "N.m"));
        Assert.Equal("plc1-2", result.Connection);
        var configuration = Read(result.Yaml!);
        Assert.Equal(["plc1", "plc1-2"], configuration.Connections.Select(connection => connection.Id));
        Assert.Equal(["M1", "M1-2"], configuration.Assets.Select(asset => asset.Id));
        var signal = Assert.Single(configuration.Assets[1].Signals);
        Assert.Equal(("x", "N.m", "plc1-2"), (signal.Name, signal.Unit, configuration.Assets[1].Connection));
        AssertKept(Before, result.Yaml!);
    }

    [Fact]
    public void AddTo_TheSameServerAndMachine_AddsWhatIsNewToTheMachine()
    {
        var result = Add(
            Before, "opc.tcp://10.0.0.1:4840", new FoundSignal("nsu=urn:a;s=t", "Objects/Line1/M1/t", "double", ""),
            new FoundSignal("nsu=urn:a;s=w", "Objects/Line1/M1/torque", "double", "") { Deadband = "2 %", Sampling = "250ms" },
            new FoundSignal("nsu=urn:a;s=z", "Objects/Line9/M1/z", "int64", ""));
        Assert.Equal(("plc1", 2, 1), (result.Connection, result.Added, result.Already));
        var configuration = Read(result.Yaml!);
        Assert.Single(configuration.Connections);
        // The same name at another place is another machine.
        Assert.Equal(["M1", "M1-2"], configuration.Assets.Select(asset => asset.Id));
        Assert.Equal(["torque", "speed", "torque-2"], configuration.Assets[0].Signals.Select(signal => signal.Name));
        Assert.Equal(new Deadband(2, true), configuration.Assets[0].Signals[2].Deadband);
        AssertKept(Before, result.Yaml!);
    }

    [Fact]
    public void AddTo_ANamedMachineOfAnotherConnection_SaysThroughWhichItIsRead()
    {
        var result = Add(Before, "opc.tcp://10.0.0.2:4840", new FoundSignal("nsu=urn:b;s=x", "Objects/x", "double", "") { Asset = "M1", Name = "extra" });
        var asset = Assert.Single(Read(result.Yaml!).Assets);
        Assert.Equal(("extra", "plc1-2"), (asset.Signals[^1].Name, asset.Signals[^1].Connection));
        AssertKept(Before, result.Yaml!);
    }

    [Fact]
    public void AddTo_LinesEndedAsOnWindows_EndsItsOwnLinesSo()
    {
        var result = Add(Before.ReplaceLineEndings("\r\n"), "opc.tcp://10.0.0.2:4840", new FoundSignal("nsu=urn:b;s=x", "Objects/x", "double", ""));
        Assert.DoesNotContain("\n", result.Yaml!.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, Read(result.Yaml!).Connections.Count);
    }

    [Fact]
    public void AddTo_ListsInBrackets_SaysWhereAndHowToWriteThem()
    {
        var yaml = Before.Replace("""
              - { name: torque, node: "nsu=urn:a;s=t", type: double }
              -
                name: speed
                node: "nsu=urn:a;s=v"
                type: double
        """, "", StringComparison.Ordinal).Replace("signals:", "signals: [ { name: torque, node: \"nsu=urn:a;s=t\", type: double } ]", StringComparison.Ordinal);
        var fault = Assert.Single(Add(yaml, "opc.tcp://10.0.0.2:4840", new FoundSignal("nsu=urn:b;s=x", "Objects/x", "double", "")).Faults);
        Assert.Equal((13, "assets[0].signals"), (fault.Line, fault.Path));
    }

    [Fact]
    public void AddTo_AFileWithFaults_TellsThem()
    {
        var result = Add(Before.Replace("sector: auto", "sector: ships", StringComparison.Ordinal), "opc.tcp://10.0.0.2:4840", new FoundSignal("i=1", "x", "double", ""));
        Assert.Null(result.Yaml);
        Assert.Equal("sector", Assert.Single(result.Faults).Path);
    }

    [Fact]
    public void Write_NamesThatAPlcHas_BecomeIdentifiersThatDiffer()
    {
        var draft = Draft(
            "opc.tcp://10.0.0.1:4840", new FoundSignal("nsu=urn:a;s=\"DB\".\"x\"", "Objects/1/\"Drehmoment [Nm]\"", "double", "a\\b\n"),
            new FoundSignal("nsu=urn:a;s=y", "Objects/1/Drehmoment _Nm_", "double", ""));
        var asset = Assert.Single(Read(FactoryText.Write(draft)).Assets);
        Assert.Equal("machine-1", asset.Id);
        Assert.Equal(["Drehmoment__Nm", "Drehmoment__Nm-2"], asset.Signals.Select(signal => signal.Name));
        Assert.Equal("a\\b\n", asset.Signals[0].Unit);
    }

    private static FactoryDraft Draft(string endpoint, params FoundSignal[] signals) => new()
    {
        Factory = "press-shop", Enterprise = "ent", Sector = "auto",
        Connection = new ConnectionDraft(endpoint) { Policy = SecurityPolicyChoice.None, Mode = SecurityMode.None }, Signals = signals,
    };

    private static AdditionResult Add(string yaml, string endpoint, params FoundSignal[] signals) =>
        FactoryAddition.AddTo(yaml, "press-shop", Draft(endpoint, signals));

    private static FactoryConfiguration Read(string yaml)
    {
        var result = FactoryFileReader.Read(yaml, "press-shop");
        Assert.Empty(result.Faults);
        return result.Configuration!;
    }

    // Every line of before is there, in its order.
    private static void AssertKept(string before, string after)
    {
        var lines = new Queue<string>(before.Split('\n'));
        foreach (var line in after.Split('\n'))
        {
            if (lines.Count > 0 && lines.Peek() == line)
                lines.Dequeue();
        }

        Assert.Empty(lines);
    }
}
