using System.Buffers.Binary;

namespace Jinan.IndustryBrain.Inference.Protocol;

/// <summary>
/// Messages over a pipe, little endian:
/// <code>
/// 0        4         8         12     13
/// | "JIW1" | length  | request | kind | payload: length bytes |
/// </code>
/// The mark tells at once when something else, such as a native library's print, got into the pipe.
/// </summary>
internal static class MessageStream
{
    /// <summary>A capsule's files are sent in one message.</summary>
    public const int MaxPayload = 300 * 1024 * 1024;

    private const uint Mark = 0x3157494A;
    private const int HeaderBytes = 13;

    public static async ValueTask WriteAsync(Stream stream, WorkerMessage message, CancellationToken cancellation)
    {
        var bytes = new byte[HeaderBytes + message.Payload.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), message.Payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), message.Request);
        bytes[12] = (byte)message.Kind;
        message.Payload.CopyTo(bytes.AsMemory(HeaderBytes));
        await stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <returns>Null when the stream ended between two messages.</returns>
    /// <exception cref="InvalidDataException">What came is no message.</exception>
    /// <exception cref="EndOfStreamException">The stream ended inside a message.</exception>
    public static async ValueTask<WorkerMessage?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var header = new byte[HeaderBytes];
        var read = await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (read == 0)
            return null;

        // The mark is looked at even when the rest never came: a few stray bytes are no cut-off message.
        if (read >= sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(header) != Mark)
            throw new InvalidDataException("The pipe carries bytes that are no message.");
        if (read < HeaderBytes)
            throw new EndOfStreamException("The pipe ended inside a message.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        if (length is < 0 or > MaxPayload)
            throw new InvalidDataException($"A message announces {length} bytes; up to {MaxPayload} are allowed.");
        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload, cancellation).ConfigureAwait(false);
        return new WorkerMessage(BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8)), (MessageKind)header[12], payload);
    }
}
