using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>The data types of scripts/rich-nodeset.xml and the values of scripts/rich-space.mjs, on our server.</summary>
internal static class OurTypes
{
    public static void AddTo(AddressSpace space, ushort ns)
    {
        space.AddEnumerationType(Id("MachineState"), Name("MachineState"), new EnumDefinition
        {
            Fields = [new EnumField { Value = 0, Name = "Stopped" }, new EnumField { Value = 1, Name = "Running" }, new EnumField { Value = 2, Name = "Faulted" }],
        });
        Add("Point", Of(BuiltInType.Double, "X"), Of(BuiltInType.Double, "Y"), Of(BuiltInType.String, "Label"));
        Add("Recipe",
            Of(BuiltInType.String, "Name"), Of(BuiltInType.Int64, "Count"), OfType("MachineState", "State", suffix: ""), Of(BuiltInType.DateTime, "Started"),
            OfType("Point", "Origin"), Of(BuiltInType.Double, "Limits", 1), OfType("Point", "Path", 1), Of(BuiltInType.LocalizedText, "Title"),
            Of(BuiltInType.ByteString, "Raw"));
        AddKind("Sample", StructureType.StructureWithOptionalFields,
            Of(BuiltInType.UInt32, "Id"), Of(BuiltInType.Double, "Weight") with { IsOptional = true },
            Of(BuiltInType.String, "Remark") with { IsOptional = true }, Of(BuiltInType.Int16, "Marks", 1) with { IsOptional = true });
        AddKind("Reading", StructureType.Union, Of(BuiltInType.Double, "Number"), Of(BuiltInType.String, "Text"), OfType("Point", "Place"));

        NodeId Id(string name) => new(name, ns);
        QualifiedName Name(string name) => new(ns, name);
        StructureField OfType(string type, string name, int rank = -1, string suffix = "Type") => new() { Name = name, DataType = Id(type + suffix), ValueRank = rank };
        void Add(string name, params StructureField[] fields) => AddKind(name, StructureType.Structure, fields);
        void AddKind(string name, StructureType kind, params StructureField[] fields) =>
            space.AddStructureType(Id($"{name}Type"), Name($"{name}Type"), new StructureDefinition { StructureType = kind, Fields = fields });
    }

    public static IEnumerable<(string Name, NodeId Type, Variant Value)> Values(DataTypeCatalog catalog, ushort ns)
    {
        yield return ("Point", Id("Point"), Point(1.5, -2.5, "角").ToExtensionObject());
        yield return ("Points", Id("Point"), Variant.FromArray(
            BuiltInType.ExtensionObject, new[] { Point(0, 1, "a").ToExtensionObject(), Point(2, 3, null).ToExtensionObject() }));
        yield return ("Recipe", Id("Recipe"), New("Recipe")
            .Set("Name", "配方-7").Set("Count", 9007199254740991L).Set("State", 1).Set("Started", new DateTime(2026, 3, 4, 5, 6, 7, 891, DateTimeKind.Utc))
            .Set("Origin", Point(0.5, 0.25, "o")).Set("Limits", new[] { 1, 2.5 }).Set("Path", [Point(1, 1, "p"), Point(2, 2, "q")])
            .Set("Title", new LocalizedText("zh", "标题")).Set("Raw", new byte[] { 1, 2, 255 }).ToExtensionObject());
        yield return ("Sample", Id("Sample"), New("Sample").Set("Id", 9u).Set("Weight", 0.75).Set("Marks", Variant.FromArray(BuiltInType.Int16, new short[] { 1, -2 })).ToExtensionObject());
        yield return ("SampleBare", Id("Sample"), New("Sample").Set("Id", 10u).ToExtensionObject());
        yield return ("Reading", Id("Reading"), New("Reading").Set("Text", "读数").ToExtensionObject());
        yield return ("ReadingPlace", Id("Reading"), New("Reading").Set("Place", Point(4, 5, "r")).ToExtensionObject());
        // For tests that write.
        yield return ("Written.Sample", Id("Sample"), New("Sample").ToExtensionObject());
        yield return ("Written.Reading", Id("Reading"), New("Reading").Set("Number", 0.0).ToExtensionObject());

        NodeId Id(string name) => new($"{name}Type", ns);
        StructureValue New(string type) => new(catalog.FindStructure(Id(type))!);
        StructureValue Point(double x, double y, string? label) => New("Point").Set("X", x).Set("Y", y).Set("Label", label);
    }

    private static StructureField Of(BuiltInType type, string name, int rank = -1) => new() { Name = name, DataType = DataTypeIds.Of(type), ValueRank = rank };
}
