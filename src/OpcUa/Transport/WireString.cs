using System.Buffers.Binary;
using System.Text;

namespace Jinan.IndustryBrain.OpcUa.Transport;

/// <summary>
/// Length-prefixed bytes in the few messages that precede a channel. They are read before a peer is trusted with anything,
/// so each has its own small limit and malformed UTF-8 is refused.
/// </summary>
static class WireString
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string? Read(ReadOnlySpan<byte> bytes, int maxBytes, MessageType within) =>
        Read(bytes, maxBytes, within, out _);

    public static string? Read(ReadOnlySpan<byte> bytes, int maxBytes, MessageType within, out int consumed)
    {
        var raw = ReadBytes(bytes, maxBytes, within, out consumed, out var isNull);
        if (isNull) return null;
        try
        {
            return Strict.GetString(raw);
        }
        catch (DecoderFallbackException)
        {
            TransportFault.MalformedText(within);
            return null;
        }
    }

    public static ReadOnlySpan<byte> ReadBytes(
        ReadOnlySpan<byte> bytes, int maxBytes, MessageType within, out int consumed, out bool isNull)
    {
        if (bytes.Length < 4) TransportFault.Truncated(within);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        isNull = length < 0;
        if (length < -1) TransportFault.Truncated(within);
        if (length > maxBytes) TransportFault.FieldTooLong(within, length, maxBytes);
        length = Math.Max(length, 0);
        if (length > bytes.Length - 4) TransportFault.Truncated(within);
        consumed = 4 + length;
        return bytes.Slice(4, length);
    }

    public static int Write(Span<byte> destination, ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, text.Length);
        text.CopyTo(destination[4..]);
        return 4 + text.Length;
    }
}
