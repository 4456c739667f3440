using System.Text;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Contracts.Tests.Frames;

/// <summary>Frames that are poured into a mould are the Arrow writer's, byte for byte.</summary>
public sealed class FrameTemplateTests
{
    [Fact]
    public void Encode_FramesOfAnyRows_AreThoseOfTheArrowWriter()
    {
        var random = new Random(20261123);
        var encoder = new FrameEncoder();
        var columns = new FrameColumns(capacity: 4);
        for (var round = 0; round < 300; round++)
        {
            Fill(columns, random);
            var header = Header(random);
            // An encoder that has seen nothing has no mould yet.
            var expected = new FrameEncoder().Encode(header, columns).ToArray();
            Assert.Equal(expected, encoder.Encode(header, columns).ToArray());
            using var frame = FrameDecoder.Decode(expected);
            Assert.Equal((header.Position, header.AliveThrough, columns.Count), (frame.Header.Position, frame.Header.AliveThrough, frame.Count));
        }
    }

    [Fact]
    public void Encode_FrameOfAKnownShape_AllocatesNothing()
    {
        var encoder = new FrameEncoder();
        var columns = new FrameColumns();
        for (var row = 0; row < 1000; row++)
            columns.AddDouble(row, row, row, row, row * 0.5, 0);
        var headers = Enumerable.Range(100, 100).Select(i => FrameCodecTests.Header with
        {
            Position = new FramePosition(1_700_000_000_000, i), Signals = [], Notifications = [new NotificationMark(11, (uint)i)],
        }).ToArray();
        long allocated = 0;
        foreach (var header in headers)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            encoder.Encode(header, columns);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Encode_PouredFrameBeyondTheLimit_IsRefused()
    {
        var encoder = new FrameEncoder();
        var columns = new FrameColumns();
        var header = FrameCodecTests.Header with { Signals = [], Notifications = [] };
        columns.AddDouble(0, 0, 0, 0, 0, 0);
        encoder.Encode(header, columns);
        for (var row = 0; row < 6_000; row++)
            columns.AddDouble(row, row, row, row, row, 0);
        Assert.Throws<FrameFormatException>(() => encoder.Encode(header, columns));
    }

    private static FrameHeader Header(Random random) => FrameCodecTests.Header with
    {
        Position = new FramePosition(1_700_000_000_000, random.Next(1, random.Next(2, 1_000_000))),
        AliveThrough = random.Next(4) == 0 ? long.MinValue : 1_700_000_000_000_000_000 + random.NextInt64(1_000_000_000),
        ClockOffsetNs = random.NextInt64(-1_000_000, 1_000_000),
        Signals = [],
        Notifications = random.Next(3) == 0 ? [] : [new NotificationMark((uint)random.Next(1, 9_999), (uint)random.NextInt64(uint.MaxValue))],
    };

    private static void Fill(FrameColumns columns, Random random)
    {
        columns.Clear();
        var kinds = random.Next(1, 16);
        for (var row = random.Next(1, 60); row > 0; row--)
        {
            long? server = random.Next(3) == 0 ? null : random.NextInt64();
            var kind = random.Next(4);
            if ((kinds & (1 << kind)) == 0)
                kind = 0;
            switch (kind)
            {
                case 0:
                    columns.AddDouble(row, random.NextInt64(), server, row, random.NextDouble(), (uint)row);
                    break;
                case 1:
                    columns.AddInt64(row, random.NextInt64(), server, row, random.NextInt64(), 0);
                    break;
                case 2:
                    columns.AddText(row, random.NextInt64(), server, row, Encoding.UTF8.GetBytes(new string('水', random.Next(9))), 0);
                    break;
                default:
                    columns.AddNull(row, random.NextInt64(), server, row, 0x80310000);
                    break;
            }
        }
    }
}
