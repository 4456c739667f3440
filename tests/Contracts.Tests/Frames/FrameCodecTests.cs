using System.Text;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Contracts.Tests.Frames;

public sealed class FrameCodecTests
{
    internal static readonly FrameHeader Header = new()
    {
        Factory = "auto-01",
        Enterprise = "ent-auto-01",
        Sector = "auto",
        Collector = "collector-1",
        Position = new FramePosition(1_700_000_000_000, 7),
        Connection = "plc1",
        AliveThrough = 1_700_000_000_500_000_000,
        ClockOffsetNs = -12_345,
        Signals = [new(0, "torque", "auto-01-m1", "welding-robot-joint", "N.m", SignalType.Double, "plc1", 200)],
        Notifications = [new(11, 4), new(12, uint.MaxValue)],
    };

    internal static FrameColumns Rows()
    {
        var columns = new FrameColumns(capacity: 2);
        columns.AddDouble(0, 1_000, 1_001, 1_002, 12.5, 0);
        columns.AddInt64(1, 2_000, null, 2_002, -3, 0x480);
        columns.AddText(2, 3_000, 3_001, 3_002, "晶圆-07", 0);
        columns.AddNull(0, 4_000, 4_001, 4_002, 0x80310000);
        columns.AddDouble(0, 5_000, 5_001, 5_002, double.NaN, 0x40000000);
        return columns;
    }

    [Fact]
    public void Decode_EncodedFrame_GivesEveryRowBack()
    {
        using var frame = FrameDecoder.Decode(new FrameEncoder().Encode(Header, Rows()));

        Assert.Equal(5, frame.Count);
        Assert.Equal([0, 1, 2, 0, 0], frame.Signal.ToArray());
        Assert.Equal([1_000, 2_000, 3_000, 4_000, 5_000], frame.SourceTime.ToArray());
        Assert.Equal([1_002, 2_002, 3_002, 4_002, 5_002], frame.ReceivedTime.ToArray());
        Assert.Equal([0u, 0x480u, 0u, 0x80310000u, 0x40000000u], frame.Status.ToArray());
        Assert.Equal([1_001, null, 3_001, 4_001, 5_001], Enumerable.Range(0, 5).Select(frame.ServerTime));
        Assert.Equal([12.5, null, null, null, double.NaN], Enumerable.Range(0, 5).Select(frame.Double));
        Assert.Equal([null, -3L, null, null, null], Enumerable.Range(0, 5).Select(frame.Int64));
        Assert.Equal([null, null, "晶圆-07", null, null], Enumerable.Range(0, 5).Select(frame.Text));
    }

    [Fact]
    public void Decode_EncodedFrame_GivesTheHeaderBack()
    {
        var bytes = new FrameEncoder().Encode(Header, Rows());

        var header = FrameDecoder.DecodeHeader(bytes);

        Assert.Equal(Header.Signals, header.Signals);
        Assert.Equal(Header.Notifications, header.Notifications);
        Assert.Equal(Header with { Signals = [], Notifications = [] }, header with { Signals = [], Notifications = [] });
    }

    /// <summary>Frames in a log outlive the version that wrote them: each version's golden file stays readable.</summary>
    [Fact]
    public void Decode_GoldenFileOfVersion1_GivesWhatItWasMadeFrom()
    {
        using var golden = FrameDecoder.Decode(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Frames", "golden", "v1.frame")));
        using var made = FrameDecoder.Decode(new FrameEncoder().Encode(Header, Rows()));

        Assert.Equal(Header.Signals, golden.Header.Signals);
        Assert.Equal(Header.Position, golden.Header.Position);
        Assert.Equal(made.Signal, golden.Signal);
        Assert.Equal(made.SourceTime, golden.SourceTime);
        Assert.Equal(made.Status, golden.Status);
        for (var row = 0; row < made.Count; row++)
            Assert.Equal((made.Double(row), made.Int64(row), made.Text(row)), (golden.Double(row), golden.Int64(row), golden.Text(row)));
    }

    [Fact]
    public void Decode_FrameWithoutRows_KeepsItsHeader()
    {
        using var frame = FrameDecoder.Decode(new FrameEncoder().Encode(Header, new FrameColumns()));

        Assert.Equal(0, frame.Count);
        Assert.Equal(Header.AliveThrough, frame.Header.AliveThrough);
    }

    [Fact]
    public void Encode_SameEncoderAgain_DoesNotCarryRowsOver()
    {
        var encoder = new FrameEncoder();
        var columns = Rows();
        encoder.Encode(Header, columns);
        columns.Clear();
        columns.AddInt64(3, 9, null, 10, 42, 0);

        using var frame = FrameDecoder.Decode(encoder.Encode(Header, columns).ToArray());

        Assert.Equal(1, frame.Count);
        Assert.Null(frame.Double(0));
        Assert.Null(frame.ServerTime(0));
        Assert.Null(frame.Text(0));
        Assert.Equal(42, frame.Int64(0));
    }

    [Fact]
    public void Encode_MoreThanTheLimit_IsRefusedWithWhatToDo()
    {
        var columns = new FrameColumns();
        for (var i = 0; i < 10_000; i++)
            columns.AddDouble(i, i, i, i, i, 0);

        var refusal = Assert.Throws<FrameFormatException>(() => new FrameEncoder().Encode(Header, columns));

        Assert.Contains("fewer rows", refusal.Message);
    }

    [Fact]
    public void Bytes_FullFrame_StaysAnUpperBound()
    {
        var columns = new FrameColumns();
        while (columns.Bytes < FrameSchema.MaxBytes - 8192)
            columns.AddText(1, 1, 1, 1, "a text of some length", 0);

        Assert.True(new FrameEncoder().Encode(Header, columns).Length <= FrameSchema.MaxBytes);
    }

    [Fact]
    public void Decode_CutAtEveryOffset_IsAFrameOrAFrameFormatException()
    {
        var bytes = new FrameEncoder().Encode(Header, Rows()).ToArray();
        for (var length = 0; length < bytes.Length; length++)
            AssertFrameOrRefusal(bytes.AsMemory(0, length));
    }

    [Fact]
    public void Decode_EachByteFlipped_IsAFrameOrAFrameFormatException()
    {
        var bytes = new FrameEncoder().Encode(Header, Rows()).ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 0xA5;
            AssertFrameOrRefusal(damaged);
        }
    }

    [Fact]
    public void Encode_LargeFrame_AllocatesUnderFourBytesARow()
    {
        var encoder = new FrameEncoder();
        var columns = new FrameColumns(4096);
        var header = Header with { Signals = [] };
        for (var i = 0; i < 4096; i++)
            columns.AddDouble(i, i, i, i, i, 0);
        for (var warmUp = 0; warmUp < 3; warmUp++)
            encoder.Encode(header, columns);

        var before = GC.GetAllocatedBytesForCurrentThread();
        encoder.Encode(header, columns);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated < 4 * 4096, $"{allocated} bytes for 4096 rows");
    }

    // Reading the values must not run outside of the frame either.
    private static void AssertFrameOrRefusal(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var frame = FrameDecoder.Decode(bytes);
            for (var row = 0; row < Math.Min(frame.Count, 16); row++)
                _ = (frame.Signal[row], frame.ServerTime(row), frame.Number(row), frame.Text(row), frame.Status[row]);
        }
        catch (FrameFormatException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }
}
