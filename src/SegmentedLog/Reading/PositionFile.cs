using System.Buffers.Binary;
using System.IO.Hashing;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// The durable position of one named reader: written aside, synced, renamed over the old one, so that there is
/// always one whole position. Little-endian: <c>"IBLOGPOS" | epoch i64 | position i64 | xxh3 of 0..23</c>.
/// </summary>
internal static class PositionFile
{
    public const string Extension = ".position";
    private const int Size = 32;

    private static ReadOnlySpan<byte> Magic => "IBLOGPOS"u8;

    public static void Write(ILogStorage storage, string directory, string reader, long epoch, long position)
    {
        Span<byte> bytes = stackalloc byte[Size];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], epoch);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], position);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], XxHash3.HashToUInt64(bytes[..24]));

        var path = Path.Join(directory, reader + Extension);
        using (var file = storage.Create(path + SegmentedLog.UnfinishedExtension))
        {
            file.Write(0, bytes);
            file.Sync();
        }
        storage.Rename(path + SegmentedLog.UnfinishedExtension, path);
        storage.SyncDirectory(directory);
    }

    public static (long Epoch, long Position) Read(ILogStorage storage, string path)
    {
        Span<byte> bytes = stackalloc byte[Size];
        using var file = storage.Open(path);
        if (file.ReadUpTo(0, bytes) < Size || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]) != XxHash3.HashToUInt64(bytes[..24]))
        {
            throw new LogDamagedException(path, 0, 0,
                "it is not a reader's position (removing this one file lets its reader start at the oldest record)");
        }
        return (BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]));
    }

    public static void CheckName(string reader)
    {
        if (reader.Length is 0 or > 100 || reader[0] == '.'
            || !reader.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new ArgumentException($"'{reader}' is not a reader's name: use 1 to 100 of A-Z a-z 0-9 - _ . and begin with none of the dots.");
    }
}
