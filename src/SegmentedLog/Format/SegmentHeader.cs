using System.Buffers.Binary;
using System.IO.Hashing;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// The first bytes of a segment, little-endian. Epoch and first sequence are inside the file and not only in
/// its name, so that a segment copied from another log or put in the wrong place is noticed.
/// <code>
///  0 "IBSEGLOG" | 8 version u32 | 12 continues u32 | 16 epoch i64 | 24 first sequence i64 | 32 xxh3 of 0..31
/// </code>
/// </summary>
/// <param name="Epoch">The epoch of its records.</param>
/// <param name="FirstSequence">The sequence of its first record.</param>
/// <param name="Continues">
/// In the first segment of an epoch that goes on counting where another one ended: <see cref="LinkTo"/> that one. Else zero, so
/// that a segment of another log is not taken for a later epoch of this one.
/// </param>
internal readonly record struct SegmentHeader(long Epoch, long FirstSequence, uint Continues = 0)
{
    public const int Size = 40;
    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "IBSEGLOG"u8;

    public void Write(Span<byte> target)
    {
        Magic.CopyTo(target);
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], Continues);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], FirstSequence);
        BinaryPrimitives.WriteUInt64LittleEndian(target[32..], XxHash3.HashToUInt64(target[..32]));
    }

    /// <summary>What stands for an epoch in the segment that goes on from it; never zero.</summary>
    public static uint LinkTo(long epoch) => (uint)(epoch ^ (epoch >> 32)) | 1;

    /// <summary>Null when the bytes are a header; else what is wrong with them.</summary>
    public static string? Read(ReadOnlySpan<byte> source, out SegmentHeader header)
    {
        header = default;
        if (source.Length < Size || !source.StartsWith(Magic))
            return "it does not begin with a segment header";
        if (BinaryPrimitives.ReadUInt64LittleEndian(source[32..]) != XxHash3.HashToUInt64(source[..32]))
            return "the checksum of its header does not match";
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[8..]) is var version && version != Version)
            return $"it has format version {version}, this program reads {Version}";
        header = new(
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[12..]));
        return null;
    }
}
