using System.Buffers.Binary;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>
/// Finds places in a flatbuffer that was just written by Arrow and is trusted: a table begins with the way back to its vtable,
/// which lists where its fields lie; vectors and texts begin with their length.
/// </summary>
internal static class Flatbuffer
{
    public static int Root(ReadOnlySpan<byte> bytes, int start) => Follow(bytes, start);

    /// <summary>The place that an offset leads to.</summary>
    public static int Follow(ReadOnlySpan<byte> bytes, int at) => at + Int32(bytes, at);

    /// <summary>Where a field lies within its table; 0 where it is left out.</summary>
    public static int Field(ReadOnlySpan<byte> bytes, int table, int field)
    {
        var vtable = table - Int32(bytes, table);
        var slot = 4 + (2 * field);
        return slot < UInt16(bytes, vtable) ? UInt16(bytes, vtable + slot) : 0;
    }

    /// <summary>The table that a field leads to.</summary>
    public static int Child(ReadOnlySpan<byte> bytes, int table, int field) => Follow(bytes, table + Field(bytes, table, field));

    /// <summary>The first element of a vector.</summary>
    public static int Vector(ReadOnlySpan<byte> bytes, int table, int field, out int count)
    {
        var vector = Child(bytes, table, field);
        count = Int32(bytes, vector);
        return vector + sizeof(int);
    }

    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes, int table, int field, out int at)
    {
        at = Vector(bytes, table, field, out var length);
        return bytes.Slice(at, length);
    }

    private static int Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
