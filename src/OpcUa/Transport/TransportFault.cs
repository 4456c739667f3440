using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Transport;

/// <summary>
/// Throws for bytes that break the transport or the secure conversation. The connection cannot go on after any of these;
/// the status code is what an Error message tells the peer. Never inlined, so that the callers' fast paths stay small.
/// </summary>
static class TransportFault
{
    public static OpcUaException FromPeer(ErrorMessage error) =>
        new(error.Fault, $"The peer closed the connection: {new StatusCode(error.StatusCode)} {error.Reason}".TrimEnd());

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void UnknownMessageType(uint letters) => throw new OpcUaException(
        StatusCodes.BadTcpMessageTypeInvalid, $"Bytes 0x{letters:X8} open no OPC UA chunk: the peer does not speak opc.tcp.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void Unexpected(MessageType type, string expected) => throw new OpcUaException(
        StatusCodes.BadTcpMessageTypeInvalid, $"A {type} message came where {expected} was due.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void ChunkSize(uint size, int limit) => throw new OpcUaException(
        StatusCodes.BadTcpMessageTooLarge, $"A chunk of {size} bytes is outside the agreed {ChunkHeader.Length}..{limit}.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void Truncated(MessageType type) => throw new OpcUaException(
        StatusCodes.BadDecodingError, $"A {type} chunk ends before its fields do.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void MalformedText(MessageType type) => throw new OpcUaException(
        StatusCodes.BadDecodingError, $"A {type} message holds text that is not UTF-8.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void FieldTooLong(MessageType type, int length, int limit) => throw new OpcUaException(
        StatusCodes.BadEncodingLimitsExceeded, $"A {type} message holds a field of {length} bytes; {limit} are allowed.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void BufferTooSmall(uint offered) => throw new OpcUaException(
        StatusCodes.BadConnectionRejected, $"The peer offers a buffer of {offered} bytes; {TransportLimits.SmallestBuffer} are the least.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void MessageTooLarge(int chunks, long bytes, TransportLimits limits) => throw new OpcUaException(
        StatusCodes.BadTcpMessageTooLarge,
        $"A message of {chunks} chunks and {bytes} bytes exceeds the limit of {limits.MaxChunkCount} chunks or {limits.MaxMessageSize} bytes.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void ChannelUnknown(uint id, uint ours) => throw new OpcUaException(
        StatusCodes.BadTcpSecureChannelUnknown, $"A chunk names secure channel {id}; this connection is channel {ours}.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void TokenUnknown(uint tokenId) => throw new OpcUaException(
        StatusCodes.BadSecureChannelTokenUnknown, $"A chunk names security token {tokenId}, which is unknown or has expired.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sequence(uint got, uint last) => throw new OpcUaException(
        StatusCodes.BadSequenceNumberInvalid, $"Sequence number {got} follows {last}: a chunk was lost, repeated or forged.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void Interleaved(uint got, uint open) => throw new OpcUaException(
        StatusCodes.BadTcpInternalError, $"A chunk of request {got} came inside the message of request {open}.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void PolicyRejected(string? policyUri) => throw new OpcUaException(
        StatusCodes.BadSecurityPolicyRejected, $"Security policy '{policyUri}' is not the one of this channel.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void PolicyUnknown(string? policyUri) => throw new OpcUaException(
        StatusCodes.BadSecurityPolicyRejected, $"Security policy '{policyUri}' is not offered here: read the endpoints and choose one of theirs.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void PolicyDeprecated(string? policyUri, string why) => throw new OpcUaException(
        StatusCodes.BadSecurityPolicyRejected,
        $"Security policy {policyUri} is deprecated ({why}) and refused: use Basic256Sha256, Aes128_Sha256_RsaOaep or Aes256_Sha256_RsaPss.");

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void SecurityChecks(string what) => throw new OpcUaException(
        StatusCodes.BadSecurityChecksFailed, what);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    public static void RequestTypeInvalid(string what) => throw new OpcUaException(
        StatusCodes.BadRequestTypeInvalid, what);
}
