using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.DataTypes;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>Structures over the wire: defined by our server, found, decoded and written by our client.</summary>
public sealed class StructureClientTests
{
    static void Define(DataPlant plant, NodeId wrongEncoding = default)
    {
        plant.Space.AddEnumerationType(Types.Mode, plant.Name("Mode"), Types.Modes);
        plant.Space.AddStructureType(Types.Point, plant.Name("Point"), Types.PointDefinition with { DefaultEncodingId = wrongEncoding });
        plant.Space.AddStructureType(Types.Axis, plant.Name("Axis"), Types.AxisDefinition);
        plant.Space.AddStructureType(Types.Machine, plant.Name("Machine"), Types.MachineDefinition);
        plant.Space.AddStructureType(Types.Recipe, plant.Name("Recipe"), Types.RecipeDefinition);
        plant.Add("machine", new VariableSettings(BuiltInType.ExtensionObject)
        {
            DataType = Types.Machine, InitialValue = Types.AMachine(plant.Space.DataTypes).ToExtensionObject(), Write = _ => StatusCodes.Good,
        });
        plant.Add("point", new VariableSettings(BuiltInType.ExtensionObject)
        {
            DataType = Types.Point, InitialValue = Types.PointAt(plant.Space.DataTypes, 3, 4).ToExtensionObject(),
        });
    }

    [Fact]
    public async Task Structure_OfTypesReadFromTheServer_IsDecodedWrittenAndReadBack()
    {
        await using var plant = await DataPlant.StartAsync(one => Define(one));
        var connection = plant.Connection;

        var catalog = await connection.LoadDataTypesOfAsync([plant.Id("machine")]);
        var read = await connection.ReadAsync([new ReadValueId { NodeId = plant.Id("machine"), AttributeId = AttributeIds.Value }]);
        Assert.True(catalog.TryDecode(read[0].Value.AsExtensionObject(), out var machine));
        Assert.Equal(Types.AMachine(plant.Space.DataTypes).ToString(), machine.ToString());
        Assert.Equal("Automatic", catalog.FindEnumeration(Types.Mode)!.NameOf(7));
        Assert.Equal(["Axis", "Machine", "Point"], catalog.Structures.Select(layout => layout.Name).Order());

        machine["Home"].Structure!.Set("X", -1.0);
        var written = await connection.WriteAsync(
            [new WriteValue { NodeId = plant.Id("machine"), AttributeId = AttributeIds.Value, Value = new DataValue(machine.ToExtensionObject()) }]);
        Assert.Equal([StatusCodes.Good], written);
        Assert.True(plant.Space.TryFind(plant.Id("machine"), out var node));
        Assert.Equal(StatusCodes.Good, StructurePath.Parse("Home.X").Read(plant.Space.DataTypes, ((VariableNode)node).Value.Value, out var x));
        Assert.Equal((Variant)(-1.0), x);
    }

    [Fact]
    public async Task Subscription_OfAStructure_GivesItsFieldsBySignalPaths()
    {
        await using var plant = await DataPlant.StartAsync(one => Define(one));
        var catalog = await plant.Connection.LoadDataTypesOfAsync([plant.Id("machine")]);
        var path = StructurePath.Parse("Axes[1].Torque");
        plant.Subscribe(DataPlant.Item("machine"));

        var found = Variant.Null;
        await plant.ReadAsync("the structure", batch => batch.Count > 0 && path.Read(catalog, batch.Values.Value(0), out found).IsGood);

        Assert.Equal((Variant)(short)2, found);
    }

    [Fact]
    public async Task DefaultEncodingId_WrongAtTheServer_TheReferenceCounts()
    {
        await using var plant = await DataPlant.StartAsync(one => Define(one, wrongEncoding: new NodeId("somewhere else", 2)));

        var catalog = await plant.Connection.LoadDataTypesAsync([Types.Point]);
        var read = await plant.Connection.ReadAsync([new ReadValueId { NodeId = plant.Id("point"), AttributeId = AttributeIds.Value }]);

        Assert.True(catalog.TryDecode(read[0].Value.AsExtensionObject(), out var point));
        Assert.Equal((Variant)3.0, point["X"].Value);
    }

    [Fact]
    public async Task Value_OfATypeNotKnownBeforehand_IsFoundByItsEncoding()
    {
        await using var plant = await DataPlant.StartAsync(one => Define(one));
        var read = await plant.Connection.ReadAsync([new ReadValueId { NodeId = plant.Id("point"), AttributeId = AttributeIds.Value }]);
        var value = read[0].Value.AsExtensionObject();
        Assert.False(plant.Connection.DataTypes.TryDecode(value, out _));

        var catalog = await plant.Connection.LoadEncodingsAsync([value.TypeId]);

        Assert.True(catalog.TryDecode(value, out var point));
        Assert.Equal((Variant)4f, point["Y"].Value);
    }

    [Fact]
    public async Task Types_OfTheHost_AreFoundByBrowsingFromTheStandardOnes()
    {
        await using var plant = await DataPlant.StartAsync(one => Define(one));

        var browsed = await plant.Connection.BrowseAsync(
        [
            new BrowseDescription { NodeId = DataTypeIds.Structure, ReferenceTypeId = ReferenceTypeIds.HasSubtype, ResultMask = (uint)BrowseResultMask.All },
            new BrowseDescription { NodeId = Types.Point, ReferenceTypeId = ReferenceTypeIds.HasEncoding, ResultMask = (uint)BrowseResultMask.All },
        ]);

        Assert.Contains("Machine", browsed[0].References.Select(reference => reference.BrowseName.Name));
        Assert.Equal(["Default Binary"], browsed[1].References.Select(reference => reference.BrowseName.Name));
    }
}
