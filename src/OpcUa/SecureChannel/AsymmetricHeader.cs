using System.Buffers.Binary;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// What stands in an OPN chunk before the sequence header (OPC 10000-6, 6.7.2.3), behind the message header's channel id:
/// <code>
/// | OPNF | size | channel id | policy uri (length, bytes) | certificate (length, bytes) | thumbprint (length, bytes) |
/// </code>
/// Read before the peer is trusted with anything: each field has its own small limit.
/// </summary>
internal readonly record struct AsymmetricHeader(
    string? PolicyUri, ReadOnlyMemory<byte> SenderCertificate, ReadOnlyMemory<byte> ReceiverThumbprint, int End)
{
    const int MaxPolicyUriBytes = 255;

    /// <summary>A chain of certificates may be sent; five of 4 KiB are more than any in the field.</summary>
    const int MaxCertificateBytes = 20 * 1_024;

    const int MaxThumbprintBytes = 64;
    const int Start = 12;

    public static AsymmetricHeader Parse(ReadOnlyMemory<byte> chunk)
    {
        const MessageType within = MessageType.OpenSecureChannel;
        if (chunk.Length < Start) TransportFault.Truncated(within);
        var uri = WireString.Read(chunk.Span[Start..], MaxPolicyUriBytes, within, out var used);
        var at = Start + used;
        WireString.ReadBytes(chunk.Span[at..], MaxCertificateBytes, within, out used, out _);
        var certificate = chunk.Slice(at + 4, used - 4);
        at += used;
        WireString.ReadBytes(chunk.Span[at..], MaxThumbprintBytes, within, out used, out _);
        var thumbprint = chunk.Slice(at + 4, used - 4);
        return new AsymmetricHeader(uri, certificate, thumbprint, at + used);
    }

    public static int LengthFor(ISecurityPolicy policy, ReadOnlyMemory<byte> sender, ReadOnlyMemory<byte> receiverThumbprint) =>
        Start + 4 + policy.Uri.Length + 4 + sender.Length + 4 + receiverThumbprint.Length;

    public static void Write(Span<byte> chunk, ISecurityPolicy policy, ReadOnlyMemory<byte> sender, ReadOnlyMemory<byte> receiverThumbprint)
    {
        var uri = System.Text.Encoding.UTF8.GetBytes(policy.Uri);
        var at = Start + WireString.Write(chunk[Start..], uri);
        at += WriteBytes(chunk[at..], sender.Span);
        WriteBytes(chunk[at..], receiverThumbprint.Span);
    }

    // A ByteString without bytes is written as null (-1): with policy None peers expect it so.
    static int WriteBytes(Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0) return WireString.Write(destination, bytes);
        BinaryPrimitives.WriteInt32LittleEndian(destination, -1);
        return 4;
    }
}
