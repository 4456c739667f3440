using BenchmarkDotNet.Attributes;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Benchmarks.OpcUa.DataTypes;

/// <summary>One signal out of a machine's structure with six axes: the whole decoded to named fields, or a walk over its bytes.</summary>
[Config(typeof(ShortInProcess))]
public class StructureSignal
{
    private static readonly NodeId Axis = new("Axis", 2);
    private static readonly NodeId Machine = new("Machine", 2);

    private readonly DataTypeCatalog _catalog = new();
    private readonly StructurePath _path = StructurePath.Parse("Axes[4].Torque");
    private Variant _value;

    [GlobalSetup]
    public void MakeAMachine()
    {
        _catalog.Add(
            Source(Axis, Field("Name", DataTypeIds.Of(BuiltInType.String)), Field("Torque", DataTypeIds.Of(BuiltInType.Double)), Field("Position", DataTypeIds.Of(BuiltInType.Double))),
            Source(Machine, Field("Mode", DataTypeIds.Of(BuiltInType.Int32)), Field("Axes", Axis, rank: 1), Field("Started", DataTypeIds.Of(BuiltInType.DateTime))));
        _value = new StructureValue(_catalog.FindStructure(Machine)!)
            .Set("Mode", 2)
            .Set("Axes", [.. Enumerable.Range(0, 6).Select(i => new StructureValue(_catalog.FindStructure(Axis)!)
                .Set("Name", $"axis {i}").Set("Torque", i * 1.5).Set("Position", i * 100.0))])
            .Set("Started", Wire.Start)
            .ToExtensionObject();
        if (Decoded() != Path())
            throw new InvalidOperationException("The two ways do not find the same value.");
    }

    [Benchmark(Baseline = true)]
    public double Decoded() => _catalog.TryDecode(_value.AsExtensionObject()!, out var machine) ? Number(machine["Axes"].Structures![4]["Torque"].Value) : 0;

    [Benchmark]
    public double Path()
    {
        _path.Read(_catalog, _value, out var found);
        return Number(found);
    }

    private static double Number(in Variant value) => value.TryGetDouble(out var number) ? number : double.NaN;

    private static DataTypeSource Source(NodeId id, params StructureField[] fields) => new(id, id.Text!)
    {
        Structure = new StructureDefinition { Fields = fields }, Supertype = DataTypeIds.Structure, EncodingId = new NodeId($"{id.Text}.Binary", 2),
    };

    private static StructureField Field(string name, NodeId type, int rank = -1) => new() { Name = name, DataType = type, ValueRank = rank };
}
