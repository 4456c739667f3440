using System.Buffers.Binary;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services.Columns;
using Jinan.IndustryBrain.OpcUa.Tests.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Services.Columns;

public sealed class ReadColumnsTests
{
    private const int HasValue = 0x01, HasStatus = 0x02, HasSource = 0x04, HasServer = 0x08, HasSourcePicoseconds = 0x10, HasServerPicoseconds = 0x20;

    /// <summary>All that the mask of a DataValue can say (OPC UA Part 6, 5.2.2.17).</summary>
    public static TheoryData<int> Masks => [.. Enumerable.Range(0, 64)];

    [Theory]
    [MemberData(nameof(Masks))]
    public void Decode_EveryMask_GivesWhatTheGeneralDecoderGives(int mask)
    {
        // Three, so that two lie where a number is read in one piece, and the last at the end of the message.
        byte[] body = [.. Header, 3, 0, 0, 0, .. Value(mask, 1.5), .. Value(mask, -2.5), .. Value(mask, 1e300), 0, 0, 0, 0];
        var general = new UaReader(Value(mask, -2.5));
        var expected = general.ReadDataValue();

        Bytes.AssertDecodes(body, Decode, columns =>
        {
            Assert.Equal(3, columns.Values.Count);
            Assert.Equal(expected.StatusCode.Code, columns.Values.Status[1]);
            Assert.Equal(Nanoseconds(expected.SourceTimestamp, expected.SourcePicoseconds), columns.Values.SourceTime[1]);
            Assert.Equal(Nanoseconds(expected.ServerTimestamp, expected.ServerPicoseconds), columns.Values.ServerTime[1]);
            Assert.Equal(expected.Value, columns.Values.Value(1));
            Assert.Equal((mask & HasValue) != 0 ? (Variant)1e300 : Variant.Null, columns.Values.Value(2));
        });
    }

    private static ReadColumns Decode(ref UaReader reader)
    {
        var columns = new ReadColumns();
        columns.Decode(ref reader);
        return columns;
    }

    /// <summary>A ResponseHeader that says nothing but that all is well.</summary>
    private static byte[] Header => [.. new byte[8], 7, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0];

    private static byte[] Value(int mask, double number)
    {
        var time = new DateTime(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc).ToFileTimeUtc();
        var bytes = new List<byte> { (byte)mask };
        if ((mask & HasValue) != 0) bytes.AddRange([(byte)BuiltInType.Double, .. BitConverter.GetBytes(number)]);
        if ((mask & HasStatus) != 0) bytes.AddRange(LittleEndian(0x40900000));
        if ((mask & HasSource) != 0) bytes.AddRange(BitConverter.GetBytes(time));
        if ((mask & HasSourcePicoseconds) != 0) bytes.AddRange([0xBC, 0x02]);
        if ((mask & HasServer) != 0) bytes.AddRange(BitConverter.GetBytes(time + 10));
        if ((mask & HasServerPicoseconds) != 0) bytes.AddRange([0xFF, 0xFF]);
        return [.. bytes];
    }

    private static byte[] LittleEndian(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    // Hundreds of units of 10 ps make a nanosecond; the specification caps them at 9,999.
    private static long Nanoseconds(DateTime time, ushort picoseconds) =>
        time == default ? OpcUaTime.NoTime : OpcUaTime.ToUnixNanoseconds(time) + (Math.Min((int)picoseconds, 9_999) / 100);
}
