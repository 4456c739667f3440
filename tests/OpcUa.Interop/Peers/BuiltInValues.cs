using System.Text.Json.Nodes;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>Values of one built-in type: as we have them, and in the JSON of scripts/plain.mjs. The same as in scripts/rich-values.mjs.</summary>
internal sealed class BuiltInValues
{
    private BuiltInValues(BuiltInType type, Array elements, int scalar, string json)
    {
        Type = type;
        Elements = elements;
        ScalarIndex = scalar;
        Json = JsonNode.Parse(json)!.AsArray();
    }

    public BuiltInType Type { get; }

    public Array Elements { get; }

    /// <summary>Which of the elements the scalar variable starts with.</summary>
    public int ScalarIndex { get; }

    public JsonArray Json { get; }

    public static IReadOnlyList<BuiltInValues> All { get; } =
    [
        new(BuiltInType.Boolean, new[] { true, false, true }, 0, "[true,false,true]"),
        new(BuiltInType.SByte, new sbyte[] { -128, 0, 127 }, 0, "[-128,0,127]"),
        new(BuiltInType.Byte, new byte[] { 0, 1, 255 }, 2, "[0,1,255]"),
        new(BuiltInType.Int16, new short[] { -32768, 0, 32767 }, 0, "[-32768,0,32767]"),
        new(BuiltInType.UInt16, new ushort[] { 0, 1, 65535 }, 2, "[0,1,65535]"),
        new(BuiltInType.Int32, new[] { int.MinValue, 0, int.MaxValue }, 0, "[-2147483648,0,2147483647]"),
        new(BuiltInType.UInt32, new uint[] { 0, 1, uint.MaxValue }, 2, "[0,1,4294967295]"),
        new(BuiltInType.Int64, new[] { long.MinValue, 0, long.MaxValue }, 0, """["-9223372036854775808","0","9223372036854775807"]"""),
        new(BuiltInType.UInt64, new ulong[] { 0, 9007199254740993, ulong.MaxValue }, 2, """["0","9007199254740993","18446744073709551615"]"""),
        new(BuiltInType.Float, new[] { -1.5f, 0, float.NaN }, 0, """[-1.5,0,"NaN"]"""),
        new(BuiltInType.Double, new[] { -1e300, 0.1, double.NegativeInfinity }, 1, """[-1e300,0.1,"-Infinity"]"""),
        new(BuiltInType.String, new[] { "", "a", "济南 🏭" }, 2, """["","a","济南 🏭"]"""),
        new(BuiltInType.DateTime, new[] { Time(1970, 1, 1), Time(2026, 3, 4, 5, 6, 7, 891), Time(2100, 12, 31, 23, 59, 59, 999) }, 1,
            """["1970-01-01T00:00:00.000Z","2026-03-04T05:06:07.891Z","2100-12-31T23:59:59.999Z"]"""),
        new(BuiltInType.Guid, new[] { Guid.Empty, Guid.Parse("72962B91-FA75-4AE6-8D28-B404DC7DAF63") }, 1,
            """["00000000-0000-0000-0000-000000000000","72962B91-FA75-4AE6-8D28-B404DC7DAF63"]"""),
        new(BuiltInType.ByteString, new byte[][] { [], [0, 1, 2, 255] }, 1, """["","AAEC/w=="]"""),
        new(BuiltInType.XmlElement, new XmlElement[] { new("<a/>"), new("<b>温</b>") }, 1, """["<a/>","<b>温</b>"]"""),
        new(BuiltInType.NodeId, Ids, 3, """["ns=0;i=85","ns=1;i=70000","ns=1;g=72962B91-FA75-4AE6-8D28-B404DC7DAF63","ns=1;s=温度","ns=1;b=AAEC/w=="]"""),
        new(BuiltInType.ExpandedNodeId, Array.ConvertAll(Ids[..2], id => new ExpandedNodeId(id)), 1, """["ns=0;i=85","ns=1;i=70000"]"""),
        new(BuiltInType.StatusCode, new[] { StatusCodes.Good, StatusCodes.UncertainInitialValue, StatusCodes.BadNodeIdUnknown }, 2, "[0,1083310080,2150891520]"),
        new(BuiltInType.QualifiedName, new QualifiedName[] { new(0, "a"), new(2, "名") }, 1, """[{"ns":0,"name":"a"},{"ns":2,"name":"名"}]"""),
        new(BuiltInType.LocalizedText, new LocalizedText[] { new("en", "a"), new(null, "b"), new("zh", "温度") }, 2,
            """[{"locale":"en","text":"a"},{"locale":null,"text":"b"},{"locale":"zh","text":"温度"}]"""),
    ];

    private static NodeId[] Ids =>
    [
        new(85), new(70_000, 1), NodeId.Parse("ns=1;g=72962B91-FA75-4AE6-8D28-B404DC7DAF63"), new("温度", 1), NodeId.Parse("ns=1;b=AAEC/w=="),
    ];

    public static BuiltInValues Of(BuiltInType type) => All.Single(values => values.Type == type);

    public Variant Scalar => ScalarAt(ScalarIndex);

    public JsonNode ScalarJson => Json[ScalarIndex]!;

    public Variant Many => Variant.FromArray(Type, Elements);

    /// <summary>Two by two.</summary>
    public Variant Matrix => Variant.FromMatrix(Type, Pick(MatrixPlaces), 2, 2);

    public JsonNode MatrixJson => new JsonObject { ["dimensions"] = new JsonArray(2, 2), ["values"] = PickJson(MatrixPlaces) };

    /// <summary>Other values than the first ones, in the same shapes.</summary>
    public (Variant Scalar, Variant Many, Variant Matrix) Others =>
        (ScalarAt(OtherIndex), Variant.FromArray(Type, Pick(Reversed)), Variant.FromMatrix(Type, Pick(OtherPlaces), 3, 1));

    public (JsonNode Scalar, JsonNode Many, JsonNode Matrix) OthersJson => (
        Json[OtherIndex]!, PickJson(Reversed), new JsonObject { ["dimensions"] = new JsonArray(3, 1), ["values"] = PickJson(OtherPlaces) });

    private int OtherIndex => ScalarIndex == 1 ? 0 : 1;

    private int[] MatrixPlaces => [0, 1, Elements.Length - 1, 0];

    private int[] OtherPlaces => [1, 0, Elements.Length - 1];

    private int[] Reversed => [.. Enumerable.Range(0, Elements.Length).Reverse()];

    private Variant ScalarAt(int index) => Elements.GetValue(index) switch
    {
        bool value => value,
        sbyte value => value,
        byte value => value,
        short value => value,
        ushort value => value,
        int value => value,
        uint value => value,
        long value => value,
        ulong value => value,
        float value => value,
        double value => value,
        string value => value,
        DateTime value => value,
        Guid value => value,
        byte[] value => value,
        XmlElement value => value,
        NodeId value => value,
        ExpandedNodeId value => value,
        StatusCode value => value,
        QualifiedName value => value,
        LocalizedText value => value,
        var other => throw new InvalidOperationException($"No variant of {other}."),
    };

    private Array Pick(int[] places)
    {
        var picked = Array.CreateInstance(Elements.GetType().GetElementType()!, places.Length);
        for (var i = 0; i < places.Length; i++)
            picked.SetValue(Elements.GetValue(places[i]), i);
        return picked;
    }

    private JsonArray PickJson(int[] places) => [.. places.Select(place => Json[place]?.DeepClone())];

    private static DateTime Time(int year, int month, int day, int hour = 0, int minute = 0, int second = 0, int millisecond = 0) =>
        new(year, month, day, hour, minute, second, millisecond, DateTimeKind.Utc);
}
