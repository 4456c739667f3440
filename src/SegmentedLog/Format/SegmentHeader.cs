using System.Buffers.Binary;
using System.IO.Hashing;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// The first bytes of a segment, little-endian. Epoch and first sequence are inside the file and not only in
/// its name, so that a segment copied from another log or put in the wrong place is noticed.
/// <code>
///  0 "IBSEGLOG" | 8 version u32 | 12 zero u32 | 16 epoch i64 | 24 first sequence i64 | 32 xxh3 of 0..31
/// </code>
/// </summary>
internal readonly record struct SegmentHeader(long Epoch, long FirstSequence)
{
    public const int Size = 40;
    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "IBSEGLOG"u8;

    public void Write(Span<byte> target)
    {
        Magic.CopyTo(target);
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], FirstSequence);
        BinaryPrimitives.WriteUInt64LittleEndian(target[32..], XxHash3.HashToUInt64(target[..32]));
    }

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
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]));
        return null;
    }
}
