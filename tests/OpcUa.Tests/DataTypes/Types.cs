using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.DataTypes;

/// <summary>Data types as a machine builder would define them.</summary>
internal static class Types
{
    public static readonly NodeId Mode = new("Mode", 2);
    public static readonly NodeId Point = new("Point", 2);
    public static readonly NodeId Axis = new("Axis", 2);
    public static readonly NodeId Machine = new("Machine", 2);
    public static readonly NodeId Recipe = new("Recipe", 2);
    public static readonly NodeId Reading = new("Reading", 2);
    public static readonly NodeId Tree = new("Tree", 2);
    public static readonly NodeId Holder = new("Holder", 2);

    public static StructureField Field(string name, NodeId type, int rank = -1, bool optional = false) =>
        new() { Name = name, DataType = type, ValueRank = rank, IsOptional = optional };

    public static StructureField Field(string name, BuiltInType type, int rank = -1, bool optional = false) =>
        Field(name, DataTypeIds.Of(type), rank, optional);

    public static StructureDefinition Structure(params StructureField[] fields) => new() { Fields = fields };

    public static NodeId EncodingOf(NodeId type) => new($"{type.Text}.Binary", 2);

    public static DataTypeSource Source(NodeId id, StructureDefinition definition) =>
        new(id, id.Text!) { Structure = definition, Supertype = DataTypeIds.Structure, EncodingId = EncodingOf(id) };

    public static EnumDefinition Modes => new()
    {
        Fields = [new EnumField { Value = 0, Name = "Off" }, new EnumField { Value = 1, Name = "Manual" }, new EnumField { Value = 7, Name = "Automatic" }],
    };

    public static StructureDefinition PointDefinition => Structure(Field("X", BuiltInType.Double), Field("Y", BuiltInType.Float));

    public static StructureDefinition AxisDefinition => Structure(
        Field("Name", BuiltInType.String), Field("At", Point), Field("Torque", BuiltInType.Int16), Field("Limits", BuiltInType.Double, rank: 1));

    public static StructureDefinition MachineDefinition => Structure(
        Field("Mode", Mode), Field("Axes", Axis, rank: 1), Field("Started", BuiltInType.DateTime), Field("Grid", BuiltInType.Int32, rank: 2),
        Field("Anything", BuiltInType.Variant), Field("Corners", Point, rank: 2), Field("Home", Point));

    public static StructureDefinition RecipeDefinition => Structure(
        Field("Id", BuiltInType.UInt32), Field("Speed", BuiltInType.Double, optional: true), Field("Note", BuiltInType.String, optional: true), Field("Count", BuiltInType.Byte))
        with { StructureType = StructureType.StructureWithOptionalFields };

    public static StructureDefinition ReadingDefinition => Structure(
        Field("Number", BuiltInType.Double), Field("Text", BuiltInType.String), Field("Where", Point)) with { StructureType = StructureType.Union };

    public static StructureDefinition TreeDefinition => Structure(Field("Value", BuiltInType.Int32), Field("Children", Tree, rank: 1));

    public static StructureDefinition HolderDefinition => Structure(
        Field("Any", DataTypeIds.Structure), Field("Some", Point, optional: true), Field("Number", DataTypeIds.Number, optional: true))
        with { StructureType = StructureType.StructureWithSubtypedValues };

    public static DataTypeCatalog Catalog()
    {
        var catalog = new DataTypeCatalog();
        // Those that use others come first: the order must not matter.
        catalog.Add(
            Source(Machine, MachineDefinition), Source(Axis, AxisDefinition), Source(Recipe, RecipeDefinition), Source(Reading, ReadingDefinition),
            Source(Tree, TreeDefinition), Source(Holder, HolderDefinition));
        catalog.Add(
            Source(Point, PointDefinition), new DataTypeSource(Mode, "Mode") { Enumeration = Modes, Supertype = DataTypeIds.Enumeration });
        return catalog;
    }

    public static StructureValue PointAt(DataTypeCatalog catalog, double x, float y) =>
        new StructureValue(catalog.FindStructure(Point)!).Set("X", x).Set("Y", y);

    public static StructureValue AMachine(DataTypeCatalog catalog)
    {
        StructureValue AxisOf(string name, short torque, params double[] limits) => new StructureValue(catalog.FindStructure(Axis)!)
            .Set("Name", name).Set("At", PointAt(catalog, torque * 10, 0.5f)).Set("Torque", torque).Set("Limits", limits);

        var machine = new StructureValue(catalog.FindStructure(Machine)!)
            .Set("Mode", 7)
            .Set("Axes", [AxisOf("A", 1), AxisOf("B", 2, -1.5, 1.5), AxisOf("C", 3)])
            .Set("Started", new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc))
            .Set("Grid", Variant.FromMatrix(BuiltInType.Int32, new[] { 1, 2, 3, 4, 5, 6 }, 2, 3))
            .Set("Anything", PointAt(catalog, 8, 9).ToExtensionObject())
            .Set("Home", PointAt(catalog, 100, 200));
        machine["Corners"] = new FieldValue([PointAt(catalog, 1, 2), PointAt(catalog, 3, 4)], [1, 2]);
        return machine;
    }
}
