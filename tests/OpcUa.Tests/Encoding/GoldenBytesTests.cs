using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Encoding;

/// <summary>The bytes that the examples of OPC UA Part 6, 5.2.2 print.</summary>
public class GoldenBytesTests
{
    [Fact]
    public void Integer_OfTable_IsLittleEndian() => // 5.2.2.2: 1,000,000,000
        AssertGolden("00CA9A3B", 1_000_000_000, (ref UaReader r) => r.ReadInt32(), (ref UaWriter w) => w.WriteInt32(1_000_000_000));

    [Fact]
    public void Float_OfTable_IsIeee754() => // 5.2.2.3: -6.5
        AssertGolden("0000D0C0", -6.5f, (ref UaReader r) => r.ReadFloat(), (ref UaWriter w) => w.WriteFloat(-6.5f));

    [Fact]
    public void String_WaterBoy_IsUtf8WithLength() => // 5.2.2.4
        AssertGolden("06000000E6B0B4426F79", "水Boy", (ref UaReader r) => r.ReadString(), (ref UaWriter w) => w.WriteString("水Boy"));

    [Fact]
    public void Guid_OfTable_HasItsFirstThreePartsReversed() => // 5.2.2.6: 72962B91-FA75-4AE6-8D28-B404DC7DAF63
        AssertGolden(
            "912B967275FAE64A8D28B404DC7DAF63",
            new Guid("72962B91-FA75-4AE6-8D28-B404DC7DAF63"),
            (ref UaReader r) => r.ReadGuid(),
            (ref UaWriter w) => w.WriteGuid(new Guid("72962B91-FA75-4AE6-8D28-B404DC7DAF63")));

    [Fact]
    public void XmlElement_HotWater_IsItsText() => // 5.2.2.8: <Hot>水</Hot>
        AssertGolden(
            "0E0000003C486F743EE6B0B43C2F486F743E",
            new XmlElement("<Hot>水</Hot>"),
            (ref UaReader r) => r.ReadXmlElement(),
            (ref UaWriter w) => w.WriteXmlElement(new XmlElement("<Hot>水</Hot>")));

    [Theory]
    [InlineData("ns=1;s=Hot水", "03010006000000486F74E6B0B4")] // 5.2.2.9, string
    [InlineData("i=72", "0048")] // two bytes
    [InlineData("ns=5;i=1025", "01050104")] // four bytes
    [InlineData("i=256", "01000001")]
    [InlineData("ns=256;i=1", "02000101000000")]
    [InlineData("ns=2;i=70000", "02020070110100")]
    [InlineData("ns=3;g=72962b91-fa75-4ae6-8d28-b404dc7daf63", "040300912B967275FAE64A8D28B404DC7DAF63")]
    [InlineData("ns=4;b=AQID", "05040003000000010203")]
    public void NodeId_OfEachForm_HasItsBytes(string text, string hex) =>
        AssertGolden(hex, NodeId.Parse(text), (ref UaReader r) => r.ReadNodeId(), (ref UaWriter w) => w.WriteNodeId(NodeId.Parse(text)));

    [Theory]
    [InlineData("nsu=urn:a;s=b", "83000001000000620500000075726E3A61")]
    [InlineData("svr=7;i=85", "405507000000")]
    [InlineData("svr=1;nsu=urn:a;i=1", "C0010500000075726E3A6101000000")]
    public void ExpandedNodeId_OfEachForm_HasItsBytes(string text, string hex) =>
        AssertGolden(
            hex,
            ExpandedNodeId.Parse(text),
            (ref UaReader r) => r.ReadExpandedNodeId(),
            (ref UaWriter w) => w.WriteExpandedNodeId(ExpandedNodeId.Parse(text)));

    [Fact]
    public void DateTime_UnixEpoch_IsTicksSince1601() =>
        AssertGolden("00803ED5DEB19D01", DateTime.UnixEpoch, (ref UaReader r) => r.ReadDateTime(), (ref UaWriter w) => w.WriteDateTime(DateTime.UnixEpoch));

    [Fact]
    public void LocalizedText_WithTextOnly_HasMaskTwo() =>
        AssertGolden("020100000078", new LocalizedText("x"), (ref UaReader r) => r.ReadLocalizedText(), (ref UaWriter w) => w.WriteLocalizedText(new("x")));

    [Fact]
    public void DataValue_WithValueStatusAndSource_HasMaskSeven()
    {
        var value = new DataValue((byte)9, StatusCodes.Uncertain, DateTime.UnixEpoch);
        AssertGolden("0703090000004000803ED5DEB19D01", value, (ref UaReader r) => r.ReadDataValue(), (ref UaWriter w) => w.WriteDataValue(value));
    }

    [Fact]
    public void ExtensionObject_WithBody_CarriesItsLength()
    {
        var value = new ExtensionObject(new NodeId(321), ExtensionObjectEncoding.Binary, new byte[] { 1, 2 });
        AssertGolden("0100410101020000000102", value, (ref UaReader r) => r.ReadExtensionObject(), (ref UaWriter w) => w.WriteExtensionObject(value));
    }

    [Fact]
    public void Variant_ArrayOfInt16_HasTheArrayBit()
    {
        var value = Variant.FromArray(BuiltInType.Int16, new short[] { 1, -1 });
        AssertGolden("84020000000100FFFF", value, (ref UaReader r) => r.ReadVariant(), (ref UaWriter w) => w.WriteVariant(value));
    }

    private static void AssertGolden<T>(string hex, T value, Bytes.Read<T> read, Bytes.Write write)
    {
        Assert.Equal(hex, Convert.ToHexString(Bytes.Of(write)));
        Bytes.AssertDecodes(Convert.FromHexString(hex), read, decoded => Assert.Equal(value, decoded));
    }
}
