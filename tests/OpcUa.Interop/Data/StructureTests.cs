using System.Text.Json;
using System.Text.Json.Nodes;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Data;

/// <summary>Structures by their DataTypeDefinition: nested, with arrays, optional fields, unions, enumerations, a sub-type.</summary>
public sealed class StructureTests(RichServer rich, OurRichServer our)
{
    private const string Recipe =
        """
        {"Name":"配方-7","Count":"9007199254740991","State":1,"Started":"2026-03-04T05:06:07.891Z","Origin":{"X":0.5,"Y":0.25,"Label":"o"},
         "Limits":[1,2.5],"Path":[{"X":1,"Y":1,"Label":"p"},{"X":2,"Y":2,"Label":"q"}],"Title":{"locale":"zh","text":"标题"},"Raw":"AQL/"}
        """;

    [Fact]
    public async Task OurClient_ReadsEveryKindByTheDefinitionsOfNodesServer()
    {
        await rich.StartedAsync();
        await using var connection = await rich.ConnectAsync();
        string[] names = ["Recipe", "Sample", "SampleBare", "Reading", "ReadingPlace", "Point3"];
        NodeId[] nodes = [.. names.Select(connection.Plant), connection.Plant("Points"), connection.Plant("State")];
        var catalog = await connection.LoadDataTypesOfAsync(nodes);
        var read = await connection.ReadValuesAsync(nodes);
        StructureValue Decoded(string name) => Decode(catalog, read[Array.IndexOf(names, name)].Value.AsExtensionObject());

        var recipe = Decoded("Recipe");
        Assert.Equal("配方-7", recipe["Name"].Value.AsString());
        Assert.Equal((Variant)9007199254740991L, recipe["Count"].Value);
        Assert.Equal((Variant)1, recipe["State"].Value);
        Assert.Equal(new DateTime(2026, 3, 4, 5, 6, 7, 891, DateTimeKind.Utc), recipe["Started"].Value.AsDateTime());
        Assert.Equal((Variant)0.25, recipe["Origin"].Structure!["Y"].Value);
        Assert.Equal((Variant)new[] { 1, 2.5 }, recipe["Limits"].Value);
        Assert.Equal(["p", "q"], recipe["Path"].Structures!.Select(point => point["Label"].Value.AsString()));
        Assert.Equal(new LocalizedText("zh", "标题"), recipe["Title"].Value.ToObject());
        Assert.Equal([1, 2, 255], recipe["Raw"].Value.AsByteString());

        var sample = Decoded("Sample");
        Assert.Equal(((Variant)0.75, false), (sample["Weight"].Value, sample["Remark"].IsPresent));
        Assert.Equal(Variant.FromArray(BuiltInType.Int16, new short[] { 1, -2 }), sample["Marks"].Value);
        Assert.Equal([true, false, false, false], Enumerable.Range(0, 4).Select(field => Decoded("SampleBare")[field].IsPresent));
        Assert.Equal(("读数", false), (Decoded("Reading")["Text"].Value.AsString(), Decoded("Reading")["Number"].IsPresent));
        Assert.Equal((Variant)5.0, Decoded("ReadingPlace")["Place"].Structure!["Y"].Value);
        Assert.Equal(["X", "Y", "Label", "Z"], Decoded("Point3").Layout.Fields.Select(field => field.Name));
        Assert.Equal((Variant)3.0, Decoded("Point3")["Z"].Value);
        var points = read[^2].Value.Elements!.Cast<ExtensionObject>().Select(point => Decode(catalog, point)).ToList();
        Assert.Equal([(Variant)1.0, (Variant)3.0], points.Select(point => point["Y"].Value));
        Assert.Null(points[1]["Label"].Value.AsString());
        Assert.Equal((Variant)2, read[^1].Value);
        Assert.Contains(catalog.Enumerations, enumeration => enumeration.NameOf(2) == "Faulted");
    }

    [Fact]
    public async Task OurClient_WritesWhatNodesServerThenHas()
    {
        await rich.StartedAsync();
        await using var connection = await rich.ConnectAsync();
        NodeId[] nodes = [connection.Plant("Written.Recipe"), connection.Plant("Written.Sample"), connection.Plant("Written.Reading")];
        var catalog = await connection.LoadDataTypesOfAsync(nodes);
        StructureValue New(string type) => new(catalog.Structures.Single(layout => layout.Name == type));
        StructureValue Point(double x, double y, string label) => New("Point").Set("X", x).Set("Y", y).Set("Label", label);
        var recipe = New("Recipe")
            .Set("Name", "配方-7").Set("Count", 9007199254740991L).Set("State", 1).Set("Started", new DateTime(2026, 3, 4, 5, 6, 7, 891, DateTimeKind.Utc))
            .Set("Origin", Point(0.5, 0.25, "o")).Set("Limits", new[] { 1, 2.5 }).Set("Path", [Point(1, 1, "p"), Point(2, 2, "q")])
            .Set("Title", new LocalizedText("zh", "标题")).Set("Raw", new byte[] { 1, 2, 255 });

        Assert.Equal(StatusCodes.Good, await connection.WriteValueAsync(nodes[0], recipe.ToExtensionObject()));
        Assert.Equal(StatusCodes.Good, await connection.WriteValueAsync(nodes[1], New("Sample").Set("Id", 77u).Set("Remark", "neu").ToExtensionObject()));
        Assert.Equal(StatusCodes.Good, await connection.WriteValueAsync(nodes[2], New("Reading").Set("Place", Point(7, 8, "z")).ToExtensionObject()));

        AssertSame(Recipe, await rich.ValueAsync("Written.Recipe"));
        AssertSame("""{"Id":77,"Remark":"neu"}""", await rich.ValueAsync("Written.Sample"));
        AssertSame("""{"Place":{"X":7,"Y":8,"Label":"z"}}""", await rich.ValueAsync("Written.Reading"));
    }

    [Fact]
    public async Task NodesClient_ReadsEveryKindByTheDefinitionsOfOurServer()
    {
        await our.StartedAsync();
        string[] names = ["Recipe", "Sample", "SampleBare", "Reading", "ReadingPlace", "Point", "Points"];

        var values = (await our.Client.CommandAsync(new { command = "read", nodes = names.Select(name => $"ns=2;s={name}") })).GetProperty("values");

        AssertSame(Recipe, Value("Recipe"));
        AssertSame("""{"Id":9,"Weight":0.75,"Marks":[1,-2]}""", Value("Sample"));
        AssertSame("""{"Id":10}""", Value("SampleBare"));
        AssertSame("""{"Text":"读数"}""", Value("Reading"));
        AssertSame("""{"Place":{"X":4,"Y":5,"Label":"r"}}""", Value("ReadingPlace"));
        AssertSame("""{"X":1.5,"Y":-2.5,"Label":"角"}""", Value("Point"));
        AssertSame("""[{"X":0,"Y":1,"Label":"a"},{"X":2,"Y":3,"Label":null}]""", Value("Points"));

        JsonElement Value(string name) => values[Array.IndexOf(names, name)].GetProperty("value");
    }

    [Fact]
    public async Task NodesClient_WritesWhatOurServerThenHas()
    {
        await our.StartedAsync();
        var catalog = our.Server.AddressSpace.DataTypes;

        Assert.Equal(0u, await WriteAsync("Written.Sample", "ns=2;s=SampleType", new { id = 77, remark = "neu" }));
        Assert.Equal(0u, await WriteAsync("Written.Reading", "ns=2;s=ReadingType", new { number = 1.5 }));

        var sample = Decode(catalog, our.Variable("Written.Sample").Value.Value.AsExtensionObject());
        Assert.Equal(((Variant)77u, "neu", false), (sample["Id"].Value, sample["Remark"].Value.AsString(), sample["Weight"].IsPresent));
        Assert.Equal((Variant)1.5, Decode(catalog, our.Variable("Written.Reading").Value.Value.AsExtensionObject())["Number"].Value);

        async Task<uint> WriteAsync(string name, string dataType, object fields) =>
            (await our.Client.CommandAsync(new { command = "write-structure", node = $"ns=2;s={name}", dataType, fields })).GetProperty("status").GetUInt32();
    }

    private static StructureValue Decode(DataTypeCatalog catalog, ExtensionObject value)
    {
        Assert.True(catalog.TryDecode(value, out var structure), $"{value} was not decoded.");
        return structure;
    }

    private static void AssertSame(string expected, JsonElement actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual.GetRawText())), $"Expected {expected}, got {actual.GetRawText()}.");
}
