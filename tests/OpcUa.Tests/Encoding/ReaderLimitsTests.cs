using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Encoding;

public class ReaderLimitsTests
{
    [Fact]
    public void String_LongerThanTheLimit_IsRefused()
    {
        var bytes = Bytes.Of((ref UaWriter w) => w.WriteString("12345"));
        var limits = new EncodingLimits { MaxStringLength = 4 };
        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadString(), limits: limits));
        Assert.Equal(StatusCodes.Good, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadString(), limits: new EncodingLimits { MaxStringLength = 5 }));
    }

    [Fact]
    public void ByteString_LongerThanTheLimit_IsRefused()
    {
        var bytes = Bytes.Of((ref UaWriter w) => w.WriteByteString(new byte[5]));
        Assert.Equal(
            StatusCodes.BadEncodingLimitsExceeded,
            Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadByteString(), limits: new EncodingLimits { MaxByteStringLength = 4 }));
    }

    [Fact]
    public void Array_LongerThanTheLimit_IsRefused()
    {
        var bytes = Bytes.Of((ref UaWriter w) => w.WriteUInt32Array([1, 2, 3]));
        Assert.Equal(
            StatusCodes.BadEncodingLimitsExceeded,
            Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadUInt32Array(), limits: new EncodingLimits { MaxArrayLength = 2 }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void String_ThatIsNoUtf8_IsRefused(bool segmented)
    {
        byte[] bytes = [2, 0, 0, 0, 0xC3, 0x28];
        Assert.Equal(StatusCodes.BadDecodingError, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadString(), segmented));
    }

    [Fact]
    public void String_OfNegativeLength_IsNull()
    {
        var reader = new UaReader([0xFE, 0xFF, 0xFF, 0xFF]);
        Assert.Null(reader.ReadString());
        reader.EnsureEnd();
    }

    [Fact]
    public void DiagnosticInfo_NestedBeyondTheLimit_IsRefused()
    {
        var bytes = Enumerable.Repeat((byte)0x40, 50_000).ToArray();
        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadDiagnosticInfo()));
    }

    [Fact]
    public void DataValue_NestedInVariants_IsHeldToTheLimit()
    {
        // DataValue with a value, which is a Variant holding a DataValue, and so on.
        var bytes = Enumerable.Repeat(new byte[] { 0x01, 23 }, 50_000).SelectMany(pair => pair).ToArray();
        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadDataValue()));
    }

    [Theory]
    [InlineData(new byte[] { 0x06, 0, 0 })] // no such encoding of a NodeId
    [InlineData(new byte[] { 0x3F, 0 })]
    public void NodeId_OfAnUnknownEncoding_IsRefused(byte[] bytes) =>
        Assert.Equal(StatusCodes.BadDecodingError, Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadNodeId()));

    [Fact]
    public void ExtensionObject_OfAnUnknownEncoding_IsRefused() =>
        Assert.Equal(StatusCodes.BadDecodingError, Bytes.StatusOf([0, 1, 3], (ref UaReader r) => r.ReadExtensionObject()));

    [Fact]
    public void EnsureEnd_BytesLeft_IsMalformed()
    {
        Assert.Equal(StatusCodes.BadDecodingError, Bytes.StatusOf([1, 2], (ref UaReader r) =>
        {
            r.ReadByte();
            r.EnsureEnd();
            return 0;
        }));
    }

    [Fact]
    public void RandomBytes_NeverEndOtherwiseThanInAStatusCode()
    {
        var random = new Random(42);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(1, 60)];
            random.NextBytes(bytes);
            Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadDataValue(), segmented: round % 2 == 0);
            Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadExpandedNodeId());
            Bytes.StatusOf(bytes, (ref UaReader r) => r.ReadDiagnosticInfo());
        }
    }
}
