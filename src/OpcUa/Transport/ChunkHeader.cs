using System.Buffers.Binary;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Transport;

/// <summary>
/// The eight bytes every chunk starts with (OPC 10000-6, 7.1.2.2):
/// <code>
/// +---+---+---+---+---+---+---+---+
/// | M   S   G | F |  size (LE)    |   size counts the whole chunk, these eight bytes included
/// +---+---+---+---+---+---+---+---+
/// </code>
/// </summary>
internal readonly record struct ChunkHeader(MessageType Type, ChunkKind Kind, int Size)
{
    public const int Length = 8;

    /// <summary>
    /// Reads a header; <see langword="false"/> when fewer than eight bytes are there.
    /// </summary>
    /// <exception cref="OpcUaException">Unknown letters, or a size outside 8..<paramref name="maxChunkSize"/>.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int maxChunkSize, out ChunkHeader header)
    {
        header = default;
        if (bytes.Length < Length) return false;

        var first = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var type = (MessageType)(first & 0x00FF_FFFF);
        var kind = (ChunkKind)(first >> 24);
        if (!IsKnown(type, kind)) TransportFault.UnknownMessageType(first);

        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (size < Length || size > (uint)maxChunkSize) TransportFault.ChunkSize(size, maxChunkSize);

        header = new ChunkHeader(type, kind, (int)size);
        return true;
    }

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)Type | ((uint)Kind << 24));
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], Size);
    }

    // Only MSG may come in several chunks: the other messages are always final (7.1.2.2, 6.7.2.2).
    static bool IsKnown(MessageType type, ChunkKind kind) => type switch
    {
        MessageType.Message => kind is ChunkKind.Final or ChunkKind.Intermediate or ChunkKind.Abort,
        MessageType.OpenSecureChannel or MessageType.CloseSecureChannel => kind is ChunkKind.Final,
        MessageType.Hello or MessageType.Acknowledge or MessageType.Error => kind is ChunkKind.Final,
        _ => false,
    };
}
