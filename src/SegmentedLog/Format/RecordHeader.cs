using System.Buffers.Binary;
using System.IO.Hashing;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// What stands before each record, little-endian.
/// <code>
///  0 payload length u32 | 4 unproven u32 | 8 sequence i64 | 16 xxh3 u64 | 24 payload ...
/// </code>
/// The hash is that of the payload, seeded with the hash of bytes 0..15, which is seeded with the epoch: bytes of
/// another epoch never pass. <c>unproven</c> is how many records up to this one were not known to be durable when
/// it was written. A later record thereby proves that an earlier one had been acknowledged, which tells damage
/// (an error) from a torn write (cut).
/// </summary>
internal readonly record struct RecordHeader(int Length, uint Unproven, long Sequence, ulong Hash)
{
    public const int Size = 24;

    /// <summary>The newest record that was durable when this one was appended.</summary>
    public long ProvenSequence => Sequence - Unproven;

    public static void Write(Span<byte> target, long epoch, long sequence, long durable, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], (uint)Math.Min(sequence - durable, uint.MaxValue));
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], ComputeHash(target[..16], epoch, payload));
    }

    public static RecordHeader Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt32LittleEndian(source),
        BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
        BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(source[16..]));

    /// <param name="record">Header and payload.</param>
    /// <param name="epoch">The epoch of the log.</param>
    public static bool IsIntact(ReadOnlySpan<byte> record, long epoch) =>
        BinaryPrimitives.ReadUInt64LittleEndian(record[16..]) == ComputeHash(record[..16], epoch, record[Size..]);

    private static ulong ComputeHash(ReadOnlySpan<byte> fields, long epoch, ReadOnlySpan<byte> payload) =>
        XxHash3.HashToUInt64(payload, (long)XxHash3.HashToUInt64(fields, epoch));
}
