using System.Buffers;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Fuzz.Targets;

internal delegate T Decode<out T>(ref UaReader reader);

internal delegate void Encode<in T>(ref UaWriter writer, T value);

/// <summary>
/// What holds for every decoder: what it took can be encoded; that decodes, to the end, to what encodes to the same bytes; and
/// bytes in many pieces give what bytes in one piece give.
/// </summary>
internal static class RoundTrip
{
    public static Action<byte[]> Of<T>(Decode<T> decode, Encode<T> encode) => input => Check(input, decode, encode);

    static void Check<T>(byte[] input, Decode<T> decode, Encode<T> encode)
    {
        var reader = new UaReader(input, FuzzLimits.Encoding);
        T value;
        try
        {
            value = decode(ref reader);
        }
        catch (OpcUaException refused)
        {
            RequireSameRefusal(input, decode, refused);
            throw;
        }

        if (reader.Consumed > input.Length || reader.Consumed + reader.Remaining != input.Length)
            throw new RuleBrokenException($"{reader.Consumed} bytes read and {reader.Remaining} left of {input.Length}.");

        var first = Encoded(value, encode);
        var again = Again(first, decode);
        var second = Encoded(again, encode);
        if (!first.AsSpan().SequenceEqual(second))
            throw new RuleBrokenException($"Not stable: {Convert.ToHexString(first)} becomes {Convert.ToHexString(second)}.");

        var pieces = new UaReader(Pieces(input), FuzzLimits.Encoding);
        T fromPieces;
        try
        {
            fromPieces = decode(ref pieces);
        }
        catch (OpcUaException refused)
        {
            throw new RuleBrokenException("Refused in pieces, taken as a whole.", refused);
        }

        if (pieces.Consumed != reader.Consumed || !Encoded(fromPieces, encode).AsSpan().SequenceEqual(first))
            throw new RuleBrokenException("In pieces it is another value than as a whole.");
    }

    static void RequireSameRefusal<T>(byte[] input, Decode<T> decode, OpcUaException whole)
    {
        // Half of the refusals are enough: this is the slow path.
        if (input.Length % 2 == 1) return;
        var reader = new UaReader(Pieces(input), FuzzLimits.Encoding);
        try
        {
            decode(ref reader);
        }
        catch (OpcUaException refused)
        {
            if (refused.StatusCode != whole.StatusCode)
                throw new RuleBrokenException($"{refused.StatusCode} in pieces, {whole.StatusCode} as a whole.", refused);
            return;
        }

        throw new RuleBrokenException("Taken in pieces, refused as a whole.", whole);
    }

    static T Again<T>(byte[] bytes, Decode<T> decode)
    {
        try
        {
            var reader = new UaReader(bytes, FuzzLimits.Encoding);
            var value = decode(ref reader);
            reader.EnsureEnd();
            return value;
        }
        catch (OpcUaException refused)
        {
            throw new RuleBrokenException($"What was decoded encodes to what is refused: {Convert.ToHexString(bytes)}.", refused);
        }
    }

    static byte[] Encoded<T>(T value, Encode<T> encode)
    {
        try
        {
            var output = new ArrayBufferWriter<byte>(256);
            var writer = new UaWriter(output);
            encode(ref writer, value);
            writer.Flush();
            return output.WrittenSpan.ToArray();
        }
        catch (OpcUaException refused)
        {
            throw new RuleBrokenException("What was decoded cannot be encoded.", refused);
        }
    }

    /// <summary>The bytes in segments of seven, with an empty one among them.</summary>
    static ReadOnlySequence<byte> Pieces(byte[] bytes)
    {
        if (bytes.Length < 2) return new ReadOnlySequence<byte>(bytes);
        var size = Math.Max(7, bytes.Length / 32);
        var first = new Piece(bytes.AsMemory(0, Math.Min(3, bytes.Length)), null);
        var last = new Piece(ReadOnlyMemory<byte>.Empty, first);
        for (var at = first.Memory.Length; at < bytes.Length; at += size)
            last = new Piece(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
