using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Encoding;

public class VariantTests
{
    private static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, 123, DateTimeKind.Utc);
    private static readonly Guid SomeGuid = new("72962B91-FA75-4AE6-8D28-B404DC7DAF63");

    public static TheoryData<string> Names => [.. Scalars().Concat(Arrays()).Concat(Matrices()).Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Variant_OfEachType_RoundTrips(string name)
    {
        var variant = Scalars().Concat(Arrays()).Concat(Matrices()).Single(sample => sample.Name == name).Value;
        var bytes = Bytes.Of((ref UaWriter w) => w.WriteVariant(variant));
        Bytes.AssertDecodes(bytes, (ref UaReader r) => r.ReadVariant(), decoded => Assert.Equal(variant, decoded));
    }

    [Fact]
    public void Samples_CoverEveryBuiltInType()
    {
        var all = Enum.GetValues<BuiltInType>().Where(type => type != BuiltInType.Null).ToArray();
        Assert.Equal(all.Where(type => type != BuiltInType.Variant), Scalars().Select(s => s.Value.Type).Distinct().Order());
        Assert.Equal(all, Arrays().Where(s => s.Value.Elements is { Length: > 0 }).Select(s => s.Value.Type).Distinct().Order());
    }

    [Fact]
    public void Variant_SingleVariantWithin_IsRefused() =>
        Assert.Equal(StatusCodes.BadDecodingError, Bytes.StatusOf([24, 1, 1], (ref UaReader r) => r.ReadVariant()));

    [Fact]
    public void Variant_LaterBuiltInType_IsReadAsByteString()
    {
        var reader = new UaReader([29, 2, 0, 0, 0, 7, 8]);
        Assert.Equal(new byte[] { 7, 8 }, reader.ReadVariant().AsByteString());
    }

    [Fact]
    public void Variant_DimensionsThatDoNotMultiply_AreRefused()
    {
        byte[] bytes = [0xC0 | 3, 2, 0, 0, 0, 1, 2, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0];
        Assert.Equal(StatusCodes.BadDecodingError, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadVariant()));
    }

    [Fact]
    public void Variant_DimensionsThatOverflow_AreRefused()
    {
        byte[] bytes = [0xC0 | 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 64, 4, 0, 0, 0];
        Assert.Equal(StatusCodes.BadDecodingError, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadVariant()));
    }

    [Fact]
    public void Variant_NestedBeyondLimit_IsRefusedBeforeTheStackEnds()
    {
        var bytes = Enumerable.Repeat(new byte[] { 0x80 | 24, 1, 0, 0, 0 }, 100_000).SelectMany(b => b).ToArray();
        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadVariant()));
    }

    [Fact]
    public void Variant_ArrayLongerThanMessage_IsRefusedWithoutAllocating()
    {
        byte[] bytes = [0x80 | 11, 0, 0, 8, 0, 1, 2, 3];
        Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadVariant());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(StatusCodes.BadDecodingError, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadVariant()));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 * 1024);
    }

    [Fact]
    public void Variant_ManyArraysOfTinyElements_AreHeldToTheTotal()
    {
        var limits = new EncodingLimits { MaxTotalElements = 100 };
        var bytes = Bytes.Of((ref UaWriter w) => w.WriteVariant(new Variant[] { new int[60], new int[60] }));
        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadVariant(), limits: limits));
    }

    [Fact]
    public void Numbers_AreNotBoxed()
    {
        Variant value = 1.0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        double sum = 0;
        for (var i = 0; i < 1000; i++)
        {
            value = i * 0.5;
            value.TryGetDouble(out var number);
            sum += number;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(249_750, sum);
    }

    [Theory]
    [InlineData(ulong.MaxValue, false)]
    [InlineData(7UL, true)]
    public void TryGetInt64_UnsignedBeyondRange_SaysNo(ulong number, bool fits)
    {
        Variant value = number;
        Assert.Equal(fits, value.TryGetInt64(out _));
    }

    [Fact]
    public void FromArray_ElementsOfAnotherType_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Variant.FromArray(BuiltInType.Int32, new uint[1]));

    private static IEnumerable<(string Name, Variant Value)> Scalars()
    {
        yield return ("Boolean", true);
        yield return ("SByte", (sbyte)-5);
        yield return ("Byte", (byte)250);
        yield return ("Int16", (short)-300);
        yield return ("UInt16", (ushort)65_000);
        yield return ("Int32", -70_000);
        yield return ("UInt32", 4_000_000_000u);
        yield return ("Int64", long.MinValue);
        yield return ("UInt64", ulong.MaxValue);
        yield return ("Float", -6.5f);
        yield return ("Double", Math.PI);
        yield return ("Double NaN", double.NaN);
        yield return ("String", "水Boy");
        yield return ("String null", (string?)null);
        yield return ("String empty", "");
        yield return ("DateTime", Noon);
        yield return ("Guid", SomeGuid);
        yield return ("ByteString", new byte[] { 1, 2, 3 });
        yield return ("ByteString null", (byte[]?)null);
        yield return ("XmlElement", new XmlElement("<Hot/>"));
        yield return ("NodeId", new NodeId("Hot水", 1));
        yield return ("ExpandedNodeId", new ExpandedNodeId(new NodeId(7), "urn:a", 3));
        yield return ("StatusCode", StatusCodes.BadNodeIdUnknown);
        yield return ("QualifiedName", new QualifiedName(2, "Q"));
        yield return ("LocalizedText", new LocalizedText("zh-CN", "机器"));
        yield return ("ExtensionObject", new ExtensionObject(new NodeId(9, 1), ExtensionObjectEncoding.Binary, new byte[] { 4, 5 }));
        yield return ("ExtensionObject null", ExtensionObject.Null);
        yield return ("DataValue", new DataValue(1.5, StatusCodes.Uncertain.WithOverflow, Noon, Noon) { SourcePicoseconds = 9, ServerPicoseconds = 8 });
        yield return ("DiagnosticInfo", new Variant(new DiagnosticInfo
        {
            SymbolicId = 1, NamespaceUri = 2, Locale = 3, LocalizedText = 4, AdditionalInfo = "more", InnerStatusCode = StatusCodes.BadTimeout,
            InnerDiagnosticInfo = new DiagnosticInfo { SymbolicId = 5 },
        }));
    }

    private static IEnumerable<(string Name, Variant Value)> Arrays()
    {
        foreach (var group in Scalars().GroupBy(sample => sample.Value.Type).ToArray())
        {
            var objects = group.Select(sample => sample.Value.ToObject()).ToArray();
            var elementType = objects.First(o => o is not null)!.GetType();
            var array = Array.CreateInstance(elementType, objects.Length + 1);
            for (var i = 0; i < objects.Length; i++)
                array.SetValue(objects[i], i);
            if (group.Key == BuiltInType.ExtensionObject)
                array.SetValue(ExtensionObject.Null, objects.Length);
            yield return ($"{group.Key}[]", Variant.FromArray(group.Key, array));
            yield return ($"{group.Key}[0]", Variant.FromArray(group.Key, Array.CreateInstance(elementType, 0)));
            yield return ($"{group.Key}[] null", Variant.FromArray(group.Key, null));
        }

        yield return ("Variant[]", new Variant[] { 1, "two", Variant.Null, new double[] { 3 }, new Variant[] { 4 } });
    }

    private static IEnumerable<(string Name, Variant Value)> Matrices()
    {
        yield return ("Double 2x3", Variant.FromMatrix(BuiltInType.Double, new double[] { 1, 2, 3, 4, 5, 6 }, 2, 3));
        yield return ("String 2x1x2", Variant.FromMatrix(BuiltInType.String, new[] { "a", "b", null, "d" }, 2, 1, 2));
        yield return ("Int32 2x0", Variant.FromMatrix(BuiltInType.Int32, Array.Empty<int>(), 2, 0));
    }
}
