using System.Text.Json;
using System.Text.Json.Nodes;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Data;

/// <summary>Every built-in type as a scalar, an array and a matrix: read as the peer has it, written, and found at the peer as it was meant.</summary>
public sealed class BuiltInTypeTests(RichServer rich, OurRichServer our)
{
    public static TheoryData<BuiltInType> Types => [.. BuiltInValues.All.Select(values => values.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task OurClient_ReadsAndWritesAtNodesServer(BuiltInType type)
    {
        await rich.StartedAsync();
        await using var connection = await rich.ConnectAsync();
        var values = BuiltInValues.Of(type);
        NodeId[] nodes = [connection.Plant($"{type}"), connection.Plant($"{type}.Array"), connection.Plant($"{type}.Matrix")];

        var before = await connection.ReadValuesAsync(nodes);
        Assert.Equal([values.Scalar, values.Many, values.Matrix], before.Select(value => value.Value));

        var (scalar, many, matrix) = values.Others;
        Assert.Equal(StatusCodes.Good, await connection.WriteValueAsync(nodes[0], scalar));
        Assert.Equal(StatusCodes.Good, await connection.WriteValueAsync(nodes[1], many));
        Assert.Equal(StatusCodes.Good, await connection.WriteValueAsync(nodes[2], matrix));
        var after = await connection.ReadValuesAsync(nodes);

        Assert.Equal([scalar, many, matrix], after.Select(value => value.Value));
        var (scalarJson, manyJson, matrixJson) = values.OthersJson;
        AssertSame(scalarJson, await rich.ValueAsync($"{type}"));
        AssertSame(manyJson, await rich.ValueAsync($"{type}.Array"));
        AssertSame(matrixJson, await rich.ValueAsync($"{type}.Matrix"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task NodesClient_ReadsAndWritesAtOurServer(BuiltInType type)
    {
        await our.StartedAsync();
        var values = BuiltInValues.Of(type);
        string[] names = [$"{type}", $"{type}.Array", $"{type}.Matrix"];

        var read = (await our.Client.CommandAsync(new { command = "read", nodes = names.Select(name => $"ns=2;s={name}") })).GetProperty("values");
        AssertSame(values.ScalarJson, read[0].GetProperty("value"));
        AssertSame(values.Json, read[1].GetProperty("value"));
        AssertSame(values.MatrixJson, read[2].GetProperty("value"));

        var (scalarJson, manyJson, matrixJson) = values.OthersJson;
        Assert.Equal((0, 0, 0), (await WriteAsync(names[0], scalarJson), await WriteAsync(names[1], manyJson), await WriteAsync(names[2], matrixJson)));

        var (scalar, many, matrix) = values.Others;
        Assert.Equal([scalar, many, matrix], names.Select(name => our.Variable(name).Value.Value));

        async Task<int> WriteAsync(string name, JsonNode value) =>
            (int)(await our.Client.CommandAsync(new { command = "write", node = $"ns=2;s={name}", type = $"{type}", value })).GetProperty("status").GetUInt32();
    }

    [Fact]
    public async Task Variants_InAnArray_KeepTheirOwnTypesBothWays()
    {
        await rich.StartedAsync();
        await our.StartedAsync();
        await using var connection = await rich.ConnectAsync();

        var read = await connection.ReadValuesAsync(connection.Plant("Variant.Array"));
        Assert.Equal(new Variant[] { 7, "七" }, read[0].Value.Elements);
        Assert.Equal(StatusCodes.Good, await connection.WriteValueAsync(connection.Plant("Variant.Array"), new Variant[] { true, 1.5, 9UL }));
        AssertSame(
            JsonNode.Parse("""[{"type":"Boolean","value":true},{"type":"Double","value":1.5},{"type":"UInt64","value":"9"}]""")!, await rich.ValueAsync("Variant.Array"));

        var atOurs = await our.Client.CommandAsync(new { command = "read", nodes = new[] { "ns=2;s=Variant.Array" } });
        AssertSame(JsonNode.Parse("""[{"type":"Int32","value":7},{"type":"String","value":"七"}]""")!, atOurs.GetProperty("values")[0].GetProperty("value"));
    }

    [Fact]
    public async Task Read_OfPartOfAnArray_GivesThatPart()
    {
        await rich.StartedAsync();
        await using var connection = await rich.ConnectAsync();

        var read = await connection.ReadAsync(
        [
            new Services.ReadValueId { NodeId = connection.Plant("UInt64.Array"), AttributeId = Services.AttributeIds.Value, IndexRange = "1" },
            new Services.ReadValueId { NodeId = connection.Plant("UInt64.Array"), AttributeId = Services.AttributeIds.Value, IndexRange = "7:8" },
        ]);

        Assert.Equal(Variant.FromArray(BuiltInType.UInt64, new ulong[] { 9007199254740993 }), read[0].Value);
        Assert.Equal(StatusCodes.BadIndexRangeNoData, read[1].StatusCode);
    }

    private static void AssertSame(JsonNode expected, JsonElement actual) =>
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(actual.GetRawText())), $"Expected {expected.ToJsonString()}, got {actual.GetRawText()}.");
}
