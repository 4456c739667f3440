using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Collector.Events;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.FactoryFile.Events;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Tests.Events;

public class EventTextTests
{
    [Fact]
    public void Write_EventOfTheServersOwnType_NamesItByTheUriOfItsNamespace() =>
        Assert.Equal(
            """{"id":"01ff","type":"nsu=urn:plc;s=Jam","source":"press \"7\"","severity":700,"message":"卡住"}""",
            Write([new byte[] { 1, 255 }, new NodeId("Jam", 2), "press \"7\"", DateTime.UnixEpoch, new LocalizedText("zh", "卡住"), (ushort)700]));

    [Fact]
    public void Write_FieldsThatAreMissingOrOfAnotherKind_AreEmpty()
    {
        Assert.Equal("""{"id":"","type":"","source":"","severity":0,"message":""}""", Write([]));
        Assert.Equal(
            """{"id":"","type":"","source":"","severity":0,"message":""}""",
            Write([7, "type", new double[] { 1 }, 4, Variant.FromArray(BuiltInType.LocalizedText, null), "loud"]));
        // An index that the server has no uri for stays what it is.
        Assert.Contains("\"type\":\"ns=9;i=5\"", Write([Variant.Null, new NodeId(5, 9)]), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LongTexts_AreCutBetweenCharactersAndStayWithinTheLimit()
    {
        var message = string.Concat(Enumerable.Repeat("😀", 2_000));
        var text = Write([new byte[4_000], new NodeId(new string('t', 1_000), 1), new string('s', 1_000), Variant.Null, message, (ushort)1]);
        var json = JsonDocument.Parse(text).RootElement;
        Assert.InRange(json.GetProperty("message").GetString()!.Length, 1_022, EventText.MaxMessage);
        Assert.EndsWith("😀…", json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.All(new[] { "id", "type", "source" }, name => Assert.InRange(json.GetProperty(name).GetString()!.Length, 200, EventText.MaxName));
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 8_192);
    }

    [Fact]
    public void Write_HalfACharacter_IsReplaced() =>
        Assert.Contains("\"source\":\"a\uFFFDb\"", Write([Variant.Null, Variant.Null, "a\uD83Db"]), StringComparison.Ordinal);

    [Fact]
    public void Filter_TypeOfANamespaceThatIsNotThere_WaitsAndOthersAreResolved()
    {
        var events = new EventSettings(new NodeId(2253u), 300, [ExpandedNodeId.Parse("nsu=urn:plc;s=Jam"), new NodeId(2130u)]);
        Assert.Null(EventRequest.Filter(events, ["http://opcfoundation.org/UA/"]));
        var filter = EventRequest.Filter(events, ["http://opcfoundation.org/UA/", "urn:server", "urn:plc"])!;
        Assert.Equal(EventField.Count, filter.SelectClauses.Length);
        // (Jam or 2130) and severity, operators before their operands.
        Assert.Equal(
            [FilterOperator.And, FilterOperator.Or, FilterOperator.OfType, FilterOperator.OfType, FilterOperator.GreaterThanOrEqual],
            filter.WhereClause.Elements.Select(element => element.FilterOperator));
        Assert.Empty(EventRequest.Filter(new EventSettings(new NodeId(2253u), 0, []), [])!.WhereClause.Elements);
    }

    private static string Write(Variant[] fields) =>
        Encoding.UTF8.GetString(new EventText().Write(fields, ["http://opcfoundation.org/UA/", "urn:server", "urn:plc"]));
}
