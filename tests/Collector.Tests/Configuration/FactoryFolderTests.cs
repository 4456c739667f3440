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
}
