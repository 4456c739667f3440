using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.PlantSimulator.Topology;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Topology;

public sealed class FactoryYamlTests
{
    private static readonly FactoryEntry Factory =
        new("auto-01", "ent-auto-01", "auto", "gaoxin", WeldingRobotJoint.TypeName, ["auto-01-m1", "auto-01-m2"]);

    [Fact]
    public void Write_Factory_NamesEndpointAndEverySignal()
    {
        var yaml = FactoryYaml.Write(Factory, 1, 48401, 500, speed: 1);

        Assert.StartsWith("#", yaml, StringComparison.Ordinal);
        Assert.Contains("\nfactory: auto-01\nenterprise: ent-auto-01\nsector: auto\n", yaml, StringComparison.Ordinal);
        Assert.Contains("    endpoint: opc.tcp://127.0.0.1:48401\n    security: { policy: None, mode: None }\n    publishing: 500ms\n", yaml, StringComparison.Ordinal);
        Assert.Contains("\n  - id: auto-01-m2\n    type: welding-robot-joint\n    connection: plc1\n", yaml, StringComparison.Ordinal);
        Assert.Contains(
            "      - { name: torque, node: \"nsu=urn:jinan:industrybrain:plant;s=auto-01-m1.torque\", unit: 'N.m', type: double, sampling: 250ms, queue: 240 }\n",
            yaml,
            StringComparison.Ordinal);
        var signals = MachineCatalog.Create(Factory.MachineType, "any", 0).Signals.Count;
        Assert.Equal(2 * signals, yaml.Split("{ name: ").Length - 1);
    }

    [Fact]
    public void Write_FasterThanReal_SamplesAsMuchFaster()
    {
        var yaml = FactoryYaml.Write(Factory, 1, 48401, 500, speed: 3);

        // 250 ms / 3: a longer interval than the source's would lose values.
        Assert.Contains("unit: 'N.m', type: double, sampling: 83ms, queue: 721 }", yaml, StringComparison.Ordinal);
    }
}
