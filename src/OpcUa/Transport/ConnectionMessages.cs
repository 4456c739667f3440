using System.Buffers;
using System.Buffers.Binary;

namespace Jinan.IndustryBrain.OpcUa.Transport;

/// <summary>
/// The client's first message (OPC 10000-6, 7.1.2.3):
/// <code>
/// HELF size | version | receive buffer | send buffer | max message | max chunks | endpoint url (length, UTF-8)
/// </code>
/// </summary>
internal sealed record HelloMessage(
    uint ProtocolVersion, uint ReceiveBufferSize, uint SendBufferSize, uint MaxMessageSize, uint MaxChunkCount, string EndpointUrl)
{
    /// <summary>Longest endpoint url a hello may carry; longer ones are refused unread.</summary>
    public const int MaxUrlBytes = 4_096;

    const int FixedLength = 20;

    public static HelloMessage From(TransportLimits limits, string endpointUrl) => new(
        0, (uint)limits.ReceiveBufferSize, (uint)limits.SendBufferSize, (uint)limits.MaxMessageSize, (uint)limits.MaxChunkCount, endpointUrl);

    /// <summary>Reads what follows the chunk header.</summary>
    public static HelloMessage Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < FixedLength) TransportFault.Truncated(MessageType.Hello);
        return new HelloMessage(
            BinaryPrimitives.ReadUInt32LittleEndian(body),
            BinaryPrimitives.ReadUInt32LittleEndian(body[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[16..]),
            WireString.Read(body[FixedLength..], MaxUrlBytes, MessageType.Hello) ?? "");
    }

    public void Write(IBufferWriter<byte> writer)
    {
        var url = System.Text.Encoding.UTF8.GetBytes(EndpointUrl);
        var size = ChunkHeader.Length + FixedLength + 4 + url.Length;
        var span = writer.GetSpan(size);
        new ChunkHeader(MessageType.Hello, ChunkKind.Final, size).Write(span);
        var body = span[ChunkHeader.Length..];
        BinaryPrimitives.WriteUInt32LittleEndian(body, ProtocolVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], ReceiveBufferSize);
        BinaryPrimitives.WriteUInt32LittleEndian(body[8..], SendBufferSize);
        BinaryPrimitives.WriteUInt32LittleEndian(body[12..], MaxMessageSize);
        BinaryPrimitives.WriteUInt32LittleEndian(body[16..], MaxChunkCount);
        WireString.Write(body[FixedLength..], url);
        writer.Advance(size);
    }
}

/// <summary>
/// The server's answer to a hello (OPC 10000-6, 7.1.2.4):
/// <code>
/// ACKF size | version | receive buffer | send buffer | max message | max chunks
/// </code>
/// </summary>
internal sealed record AcknowledgeMessage(
    uint ProtocolVersion, uint ReceiveBufferSize, uint SendBufferSize, uint MaxMessageSize, uint MaxChunkCount)
{
    const int FixedLength = 20;

    public static AcknowledgeMessage From(TransportLimits agreed) => new(
        0, (uint)agreed.ReceiveBufferSize, (uint)agreed.SendBufferSize, (uint)agreed.MaxMessageSize, (uint)agreed.MaxChunkCount);

    /// <summary>Reads what follows the chunk header.</summary>
    public static AcknowledgeMessage Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < FixedLength) TransportFault.Truncated(MessageType.Acknowledge);
        return new AcknowledgeMessage(
            BinaryPrimitives.ReadUInt32LittleEndian(body),
            BinaryPrimitives.ReadUInt32LittleEndian(body[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(body[16..]));
    }

    public void Write(IBufferWriter<byte> writer)
    {
        const int size = ChunkHeader.Length + FixedLength;
        var span = writer.GetSpan(size);
        new ChunkHeader(MessageType.Acknowledge, ChunkKind.Final, size).Write(span);
        var body = span[ChunkHeader.Length..];
        BinaryPrimitives.WriteUInt32LittleEndian(body, ProtocolVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], ReceiveBufferSize);
        BinaryPrimitives.WriteUInt32LittleEndian(body[8..], SendBufferSize);
        BinaryPrimitives.WriteUInt32LittleEndian(body[12..], MaxMessageSize);
        BinaryPrimitives.WriteUInt32LittleEndian(body[16..], MaxChunkCount);
        writer.Advance(size);
    }
}

/// <summary>
/// Why a peer is about to close the connection (OPC 10000-6, 7.1.2.5), and the body of an abort chunk (6.7.3):
/// <code>
/// ERRF size | status code | reason (length, UTF-8)
/// </code>
/// </summary>
internal sealed record ErrorMessage(uint StatusCode, string? Reason)
{
    /// <summary>The longest reason the specification allows; longer ones are cut when written and refused when read.</summary>
    public const int MaxReasonBytes = 4_096;

    /// <summary>
    /// What the error is for whoever hears of it: an error whose status is not bad would pass for success where only the status
    /// is looked at.
    /// </summary>
    public Encoding.StatusCode Fault => new Encoding.StatusCode(StatusCode) is { IsBad: true } bad ? bad : Encoding.StatusCodes.BadCommunicationError;

    /// <summary>Reads what follows the chunk header.</summary>
    public static ErrorMessage Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < 4) TransportFault.Truncated(MessageType.Error);
        return new ErrorMessage(
            BinaryPrimitives.ReadUInt32LittleEndian(body),
            WireString.Read(body[4..], MaxReasonBytes, MessageType.Error));
    }

    public void Write(IBufferWriter<byte> writer)
    {
        var size = ChunkHeader.Length + BodyLength(out var reason);
        var span = writer.GetSpan(size);
        new ChunkHeader(MessageType.Error, ChunkKind.Final, size).Write(span);
        WriteBody(span[ChunkHeader.Length..], reason);
        writer.Advance(size);
    }

    /// <summary>Writes status and reason alone, as an abort chunk carries them.</summary>
    public void WriteBody(IBufferWriter<byte> writer)
    {
        var size = BodyLength(out var reason);
        WriteBody(writer.GetSpan(size), reason);
        writer.Advance(size);
    }

    int BodyLength(out byte[] reason)
    {
        reason = System.Text.Encoding.UTF8.GetBytes(Reason is { Length: > 1_000 } ? Reason[..1_000] : Reason ?? "");
        return 8 + reason.Length;
    }

    void WriteBody(Span<byte> span, byte[] reason)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(span, StatusCode);
        WireString.Write(span[4..], reason);
    }
}
