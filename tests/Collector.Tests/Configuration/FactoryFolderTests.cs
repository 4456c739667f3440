using Jinan.IndustryBrain.Collector.Configuration;
using Jinan.IndustryBrain.FactoryFile;

namespace Jinan.IndustryBrain.Collector.Tests.Configuration;

public class FactoryFolderTests
{
    private const string Valid = """
        schema: 1
        factory: auto-01
        enterprise: ent-auto-01
        sector: auto
        connections:
          - id: plc1
            endpoint: opc.tcp://127.0.0.1:48401
        assets:
          - id: auto-01-m1
            type: welding-robot-joint
            connection: plc1
            signals:
              - { name: torque, node: "nsu=urn:plant;s=torque", type: double }
        """;

    [Fact]
    public void ReadChanged_FileThatChanges_IsReadOnceEachTime()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Of("auto-01"), FactoryFileReader.FileName);
        var watched = new FactoryFolder(folder.Path);
        Assert.Empty(watched.ReadChanged());
        File.WriteAllText(file, Valid);
        Assert.NotNull(Assert.Single(watched.ReadChanged()).Result.Configuration);
        Assert.Empty(watched.ReadChanged());
        File.WriteAllText(file, Valid + "\nwhat: else\n");
        Assert.Single(Assert.Single(watched.ReadChanged()).Result.Faults);
    }

    [Theory]
    [InlineData("    security: { policy: Best }", "connections[0].security", 8)]
    [InlineData("    history: true", "connections[0].history", 8)]
    [InlineData("    events: [ { node: \"i=2253\" } ]", "connections[0].events", 8)]
    public void Checked_ConnectionThatAsksForWhatIsNotThereYet_IsRefusedWithItsLine(string fields, string path, int line)
    {
        var result = CollectorSupport.Checked(FactoryFileReader.Read(Valid.Replace("assets:", $"{fields}\nassets:", StringComparison.Ordinal), "auto-01"));
        Assert.Null(result.Configuration);
        var fault = Assert.Single(result.Faults);
        Assert.Equal((path, line), (fault.Path, fault.Line));
        Assert.Contains("does not", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checked_SignalThatAsksForWhatIsNotThereYet_NamesEachField()
    {
        var yaml = Valid.Replace(
            "type: double", "type: double, deadband: 1, trigger: status, discard: newest, path: X", StringComparison.Ordinal);
        Assert.Equal(
            ["deadband", "discard", "path", "trigger"],
            CollectorSupport.Checked(FactoryFileReader.Read(yaml, "auto-01")).Faults.Select(fault => fault.Path.Split('.')[^1]).Order());
    }
}
