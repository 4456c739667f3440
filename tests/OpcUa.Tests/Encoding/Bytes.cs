using System.Buffers;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Encoding;

/// <summary>Feeds bytes to a decoder the three ways that every decoder here must stand: whole, byte by byte, cut anywhere.</summary>
internal static class Bytes
{
    public delegate T Read<out T>(ref UaReader reader);

    public delegate void Write(ref UaWriter writer);

    public static byte[] Of(Write write)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new UaWriter(output);
        write(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Decodes whole and in segments of one byte, checks that all was consumed, and that each cut is refused.</summary>
    public static void AssertDecodes<T>(byte[] bytes, Read<T> read, Action<T> assert, EncodingLimits? limits = null)
    {
        var whole = new UaReader(bytes, limits);
        assert(read(ref whole));
        whole.EnsureEnd();

        var segmented = new UaReader(Segmented(bytes), limits);
        assert(read(ref segmented));
        Assert.Equal(0, segmented.Remaining);
        Assert.Equal(bytes.Length, segmented.Consumed);

        for (var cut = 0; cut < bytes.Length; cut++)
        {
            Assert.Equal(StatusCodes.BadDecodingError, StatusOf(bytes.AsSpan(0, cut).ToArray(), read, segmented: false, limits));
            Assert.Equal(StatusCodes.BadDecodingError, StatusOf(bytes.AsSpan(0, cut).ToArray(), read, segmented: true, limits));
        }
    }

    /// <summary>The status code that decoding ends with; Good where it does not fail.</summary>
    public static StatusCode StatusOf<T>(byte[] bytes, Read<T> read, bool segmented = false, EncodingLimits? limits = null)
    {
        try
        {
            var reader = segmented ? new UaReader(Segmented(bytes), limits) : new UaReader(bytes, limits);
            read(ref reader);
            return StatusCodes.Good;
        }
        catch (OpcUaException exception)
        {
            return exception.StatusCode;
        }
    }

    /// <summary>One segment a byte, with empty segments between.</summary>
    public static ReadOnlySequence<byte> Segmented(byte[] bytes)
    {
        var first = new Segment(default, 0);
        var last = first;
        for (var i = 0; i < bytes.Length; i++)
            last = last.Append(bytes.AsMemory(i, 1)).Append(default);
        return new ReadOnlySequence<byte>(first, 0, last, 0);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
