using System.Buffers;
using System.Buffers.Binary;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// One end of a secure channel (OPC 10000-6, 6.7), the same code for client and server: messages to chunks and chunks to
/// messages. It touches no socket.
/// <code>
/// OPN  | OPNF size channel | policy certificate thumbprint | sequence request | body | padding signature |
/// MSG  | MSG? size channel | token                         | sequence request | body | padding signature |
/// </code>
/// </summary>
/// <remarks>
/// Sealing and receiving may run on two threads. Chunks must reach the connection in the order they were sealed: whoever
/// sends holds one lock around sealing and writing.
/// </remarks>
internal sealed class ChannelEnd : IDisposable
{
    const int TokenIdAt = 12;
    const int SymmetricSecuredFrom = 16;
    const int SequenceHeaderLength = 8;

    readonly TransportLimits _limits;
    readonly MessageAssembler _assembler;
    readonly TimeProvider _time;
    readonly IPeerAcceptance? _acceptance;
    ChannelCertificates _certificates;
    IChunkSecurity? _opening;
    uint _lastSent;
    uint? _lastReceived;

    /// <param name="role">Which end this is.</param>
    /// <param name="limits">What hello and acknowledge agreed on.</param>
    /// <param name="policy">The client's choice; null on a server, which learns it from the first OPN chunk.</param>
    /// <param name="time">The clock that token lifetimes run on.</param>
    /// <param name="certificates">A client's, for its policy; this object disposes them.</param>
    /// <param name="acceptance">How a server meets clients with certificates; null where it has none itself.</param>
    public ChannelEnd(
        ChannelRole role, TransportLimits limits, ISecurityPolicy? policy, TimeProvider time,
        ChannelCertificates? certificates = null, IPeerAcceptance? acceptance = null)
    {
        _certificates = certificates ?? ChannelCertificates.None;
        _acceptance = acceptance;
        _limits = limits;
        _time = time;
        _assembler = new MessageAssembler(limits);
        Policy = policy;
        Tokens = new ChannelTokens(role, time);
    }

    /// <summary>The channel's id; 0 until the server gave one.</summary>
    public uint Id { get; private set; }

    public ISecurityPolicy? Policy { get; private set; }

    /// <summary>What the channel was opened with; set before its first token, and never changed by a renewal.</summary>
    public MessageSecurityMode Mode { get; set; } = MessageSecurityMode.None;

    /// <summary>Certificates of both ends.</summary>
    public ChannelCertificates Certificates => _certificates;

    public ChannelTokens Tokens { get; }

    /// <summary>Names the channel (first opening) and adds a token.</summary>
    public void Open(uint channelId, uint tokenId, TimeSpan lifetime, (IChunkSecurity Outgoing, IChunkSecurity Incoming) keys)
    {
        if (Id != 0 && Id != channelId) TransportFault.ChannelUnknown(channelId, Id);
        Id = channelId;
        Tokens.Add(new ChannelToken(tokenId, _time.GetTimestamp(), lifetime, keys.Outgoing, keys.Incoming));
    }

    /// <summary>
    /// Turns a message into one or more chunks, laid one behind the other. A message of one chunk is sealed where it was
    /// encoded; the result belongs to <paramref name="message"/> and is valid until that is written or disposed.
    /// </summary>
    /// <exception cref="OpcUaException">The peer said that it does not take messages this long; nothing was sealed.</exception>
    public ReadOnlyMemory<byte> Seal(MessageType type, uint requestId, MessageBuffer message)
    {
        var token = SendingToken();
        var security = token.Outgoing;
        var room = security.MaxBodyLength(_limits.SendBufferSize, SymmetricSecuredFrom);
        var length = message.BodyLength;
        var chunks = Math.Max(1, (length + room - 1) / room);
        CheckPeerLimits(length, chunks);

        if (chunks == 1)
        {
            var contentEnd = MessageBuffer.Headroom + length;
            var size = security.SealedLength(SymmetricSecuredFrom, contentEnd);
            var whole = message.Whole(size - contentEnd);
            SealChunk(whole.Span[..size], type, ChunkKind.Final, token.Id, requestId, security, contentEnd);
            return whole[..size];
        }

        return SealMany(type, requestId, message, token, room, chunks);
    }

    /// <summary>Tells the peer that the rest of a message it has received chunks of, or its response, will not come (6.7.3).</summary>
    public ReadOnlyMemory<byte> SealAbort(uint requestId, StatusCode status, string reason, MessageBuffer scratch)
    {
        var token = SendingToken();
        scratch.Clear();
        new ErrorMessage(status.Code, reason).WriteBody(scratch);
        var contentEnd = MessageBuffer.Headroom + scratch.BodyLength;
        var size = token.Outgoing.SealedLength(SymmetricSecuredFrom, contentEnd);
        var whole = scratch.Whole(size - contentEnd);
        SealChunk(whole.Span[..size], MessageType.Message, ChunkKind.Abort, token.Id, requestId, token.Outgoing, contentEnd);
        return whole[..size];
    }

    /// <summary>Seals an OpenSecureChannel request or response. The result is a new array.</summary>
    public ReadOnlyMemory<byte> SealOpening(uint requestId, ReadOnlySpan<byte> body)
    {
        var policy = Policy ?? throw new OpcUaException(StatusCodes.BadSecurityPolicyRejected, "No security policy was agreed on.");
        var security = _opening ??= policy.Asymmetric(_certificates);
        var thumbprint = _certificates.PeersThumbprint;
        // An opening is one chunk: issuers that do not fit into it are left out, and the peer has to know them (OPC 10000-6, 6.7.2.3).
        var sender = SealedLength(_certificates.Ours, body.Length) <= _limits.SendBufferSize ? _certificates.Ours : _certificates.OurLeaf;
        var chunk = new byte[SealedLength(sender, body.Length)];
        if (chunk.Length > _limits.SendBufferSize)
            TransportFault.ChunkSize((uint)chunk.Length, _limits.SendBufferSize);
        var securedFrom = AsymmetricHeader.LengthFor(policy, sender, thumbprint);
        var contentEnd = securedFrom + SequenceHeaderLength + body.Length;

        new ChunkHeader(MessageType.OpenSecureChannel, ChunkKind.Final, chunk.Length).Write(chunk);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(ChunkHeader.Length), Id);
        AsymmetricHeader.Write(chunk, policy, sender, thumbprint);
        WriteSequenceHeader(chunk.AsSpan(securedFrom), requestId);
        body.CopyTo(chunk.AsSpan(securedFrom + SequenceHeaderLength));
        security.Seal(chunk, securedFrom, contentEnd);
        return chunk;

        int SealedLength(ReadOnlyMemory<byte> certificates, int bodyLength)
        {
            var from = AsymmetricHeader.LengthFor(policy, certificates, thumbprint);
            return security.SealedLength(from, from + SequenceHeaderLength + bodyLength);
        }
    }

    /// <summary>
    /// Takes a chunk that <see cref="FrameBuffer"/> cut; <see langword="true"/> once a message is complete. The chunk is
    /// decrypted in place.
    /// </summary>
    /// <exception cref="OpcUaException">The chunk breaks the conversation: send an Error message and close.</exception>
    public bool TryReceive(ChunkHeader header, Memory<byte> chunk, out IncomingMessage message)
    {
        switch (header.Type)
        {
            case MessageType.Message or MessageType.CloseSecureChannel:
                return TryReceiveSymmetric(header, chunk, out message);
            case MessageType.OpenSecureChannel:
                message = ReceiveOpening(chunk);
                return true;
            case MessageType.Error:
                throw TransportFault.FromPeer(ErrorMessage.Parse(chunk.Span[ChunkHeader.Length..]));
            default:
                TransportFault.Unexpected(header.Type, "a message of the open channel");
                message = default;
                return false;
        }
    }

    public void Dispose()
    {
        _assembler.Dispose();
        Tokens.Dispose();
        _certificates.Dispose();
    }

    bool TryReceiveSymmetric(ChunkHeader header, Memory<byte> chunk, out IncomingMessage message)
    {
        message = default;
        if (chunk.Length < SymmetricSecuredFrom + SequenceHeaderLength) TransportFault.Truncated(header.Type);
        var span = chunk.Span;
        CheckChannelId(span);
        var tokenId = BinaryPrimitives.ReadUInt32LittleEndian(span[TokenIdAt..]);
        if (!Tokens.TryAccept(tokenId, out var token)) TransportFault.TokenUnknown(tokenId);

        var end = token.Incoming.Open(span, SymmetricSecuredFrom);
        var requestId = ReadSequenceHeader(span[SymmetricSecuredFrom..end]);
        var body = chunk[(SymmetricSecuredFrom + SequenceHeaderLength)..end];
        if (!_assembler.TryAdd(header.Kind, requestId, body, out var whole)) return false;

        message = header.Kind is ChunkKind.Abort
            ? new IncomingMessage(header.Type, requestId, default, ErrorMessage.Parse(whole.Span))
            : new IncomingMessage(header.Type, requestId, whole, null);
        return true;
    }

    IncomingMessage ReceiveOpening(Memory<byte> chunk)
    {
        CheckChannelId(chunk.Span);
        var header = AsymmetricHeader.Parse(chunk);
        if (Policy is null)
            Meet(header);
        else if (!string.Equals(Policy.Uri, header.PolicyUri, StringComparison.Ordinal))
            TransportFault.PolicyRejected(header.PolicyUri);
        else if (!_certificates.IsNone)
            _certificates.Check(header);

        if (chunk.Length < header.End + SequenceHeaderLength) TransportFault.Truncated(MessageType.OpenSecureChannel);
        _opening ??= Policy!.Asymmetric(_certificates);
        var end = _opening.Open(chunk.Span, header.End);
        if (!_certificates.IsNone) _acceptance?.Validate(_certificates);
        var requestId = ReadSequenceHeader(chunk.Span[header.End..end]);
        return new IncomingMessage(
            MessageType.OpenSecureChannel, requestId, chunk[(header.End + SequenceHeaderLength)..end], null);
    }

    void Meet(in AsymmetricHeader header)
    {
        var policy = SecurityPolicies.Find(header.PolicyUri);
        if (policy is not NoSecurity)
        {
            if (_acceptance is null) TransportFault.PolicyUnknown(header.PolicyUri);
            _certificates = _acceptance.Accept(policy, header);
        }

        Policy = policy;
    }

    ReadOnlyMemory<byte> SealMany(MessageType type, uint requestId, MessageBuffer message, ChannelToken token, int room, int chunks)
    {
        var security = token.Outgoing;
        var full = security.SealedLength(SymmetricSecuredFrom, MessageBuffer.Headroom + room);
        var target = ArrayPool<byte>.Shared.Rent(checked(full * chunks));
        var at = 0;
        for (var rest = message.Body; rest.Length > 0;)
        {
            var part = rest[..Math.Min(room, rest.Length)];
            rest = rest[part.Length..];
            var contentEnd = MessageBuffer.Headroom + part.Length;
            var size = security.SealedLength(SymmetricSecuredFrom, contentEnd);
            var chunk = target.AsSpan(at, size);
            part.CopyTo(chunk[MessageBuffer.Headroom..]);
            var kind = rest.Length > 0 ? ChunkKind.Intermediate : ChunkKind.Final;
            SealChunk(chunk, type, kind, token.Id, requestId, security, contentEnd);
            at += size;
        }

        message.ReplaceBy(target);
        return target.AsMemory(0, at);
    }

    ChannelToken SendingToken() => Tokens.Sending
        ?? throw new OpcUaException(StatusCodes.BadSecureChannelClosed, "The secure channel is not open.");

    void SealChunk(
        Span<byte> chunk, MessageType type, ChunkKind kind, uint tokenId, uint requestId, IChunkSecurity security, int contentEnd)
    {
        new ChunkHeader(type, kind, chunk.Length).Write(chunk);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[ChunkHeader.Length..], Id);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[TokenIdAt..], tokenId);
        WriteSequenceHeader(chunk[SymmetricSecuredFrom..], requestId);
        security.Seal(chunk, SymmetricSecuredFrom, contentEnd);
    }

    void WriteSequenceHeader(Span<byte> destination, uint requestId)
    {
        _lastSent = SequenceNumbers.After(_lastSent);
        BinaryPrimitives.WriteUInt32LittleEndian(destination, _lastSent);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], requestId);
    }

    uint ReadSequenceHeader(ReadOnlySpan<byte> source)
    {
        var number = BinaryPrimitives.ReadUInt32LittleEndian(source);
        SequenceNumbers.Check(_lastReceived, number);
        _lastReceived = number;
        return BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
    }

    void CheckChannelId(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < TokenIdAt) TransportFault.Truncated(MessageType.Message);
        var id = BinaryPrimitives.ReadUInt32LittleEndian(chunk[ChunkHeader.Length..]);
        if (Id != 0 && id != Id) TransportFault.ChannelUnknown(id, Id);
    }

    void CheckPeerLimits(int length, int chunks)
    {
        if ((_limits.PeerMaxMessageSize > 0 && length > _limits.PeerMaxMessageSize)
            || (_limits.PeerMaxChunkCount > 0 && chunks > _limits.PeerMaxChunkCount))
        {
            throw new OpcUaException(
                StatusCodes.BadTcpMessageTooLarge,
                $"A message of {length} bytes in {chunks} chunks is more than the peer takes ({_limits.PeerMaxMessageSize} bytes, {_limits.PeerMaxChunkCount} chunks).");
        }
    }
}
