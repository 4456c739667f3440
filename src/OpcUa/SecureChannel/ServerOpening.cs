using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// The server's half of opening a channel or renewing its token (OPC 10000-4, 5.6.2). One object a channel: it numbers the tokens.
/// </summary>
/// <param name="channelId">The id that this server gives the channel, never 0 and not used by another open channel.</param>
/// <param name="shortest">Shortest token lifetime that is granted.</param>
/// <param name="longest">Longest token lifetime that is granted.</param>
/// <param name="time">The clock.</param>
/// <param name="offers">Whether an endpoint has this policy and mode; null where every pair that makes sense is taken.</param>
internal sealed class ServerOpening(
    uint channelId, TimeSpan shortest, TimeSpan longest, TimeProvider time, Func<ISecurityPolicy, MessageSecurityMode, bool>? offers = null)
{
    uint _lastTokenId;

    /// <summary>
    /// Answers an OPN message that <see cref="ChannelEnd.TryReceive"/> gave, and returns the chunk to send. The old token stays
    /// in use until the client has used the new one.
    /// </summary>
    /// <exception cref="OpcUaException">The request is refused: send an Error message and close.</exception>
    public ReadOnlyMemory<byte> Answer(ChannelEnd end, in IncomingMessage message)
    {
        var reader = new UaReader(message.Body.Span);
        if (ServiceMessages.Decode(ref reader) is not OpenSecureChannelRequest request)
        {
            TransportFault.RequestTypeInvalid("An OPN chunk holds no OpenSecureChannel request.");
            return default;
        }

        var policy = end.Policy ?? NoSecurity.Instance;
        Check(end, policy, request);

        var nonce = policy.NonceLength == 0 ? null : RandomNumberGenerator.GetBytes(policy.NonceLength);
        var keys = policy.Symmetric(
            request.SecurityMode is MessageSecurityMode.Sign or MessageSecurityMode.SignAndEncrypt,
            request.SecurityMode is MessageSecurityMode.SignAndEncrypt,
            nonce, request.ClientNonce);
        var lifetime = Granted(request.RequestedLifetime);
        end.Mode = request.SecurityMode;
        end.Open(channelId, ++_lastTokenId, lifetime, keys);

        var now = time.GetUtcNow().UtcDateTime;
        var response = new OpenSecureChannelResponse
        {
            ResponseHeader = new ResponseHeader { Timestamp = now, RequestHandle = request.RequestHeader.RequestHandle },
            SecurityToken = new ChannelSecurityToken
            {
                ChannelId = channelId,
                TokenId = _lastTokenId,
                CreatedAt = now,
                RevisedLifetime = (uint)lifetime.TotalMilliseconds,
            },
            ServerNonce = nonce,
        };
        using var body = new MessageBuffer();
        var writer = new UaWriter(body);
        ServiceMessages.Encode(response, ref writer);
        writer.Flush();
        var sealedResponse = end.SealOpening(message.RequestId, body.Body);
        CryptographicOperations.ZeroMemory(nonce);
        CryptographicOperations.ZeroMemory(request.ClientNonce);
        return sealedResponse;
    }

    void Check(ChannelEnd end, ISecurityPolicy policy, OpenSecureChannelRequest request)
    {
        // A second Issue on a live channel would swap its keys without the proof that Renew carries.
        var isOpen = end.Id != 0;
        if (isOpen != (request.RequestType is SecurityTokenRequestType.Renew))
            TransportFault.RequestTypeInvalid(isOpen ? "The channel is open: only Renew is allowed." : "The channel is not open: Issue comes first.");

        var isNone = policy is NoSecurity;
        if (isNone != (request.SecurityMode is MessageSecurityMode.None) || !Enum.IsDefined(request.SecurityMode) || request.SecurityMode is MessageSecurityMode.Invalid)
        {
            throw new OpcUaException(
                StatusCodes.BadSecurityModeRejected, $"Security mode {request.SecurityMode} does not go with policy {policy.Uri}.");
        }

        // Otherwise whoever holds the client's key for a moment could talk an encrypted channel down to a signed one.
        if (isOpen && request.SecurityMode != end.Mode)
            throw new OpcUaException(StatusCodes.BadSecurityModeRejected, $"The channel is open in mode {end.Mode}: a renewal keeps it.");

        // A channel without security is for discovery at least; sessions over it are another matter (OPC 10000-4, 5.5.1).
        if (!isNone && offers?.Invoke(policy, request.SecurityMode) is false)
        {
            throw new OpcUaException(
                StatusCodes.BadSecurityModeRejected, $"No endpoint here has mode {request.SecurityMode} with {policy.Uri}: read the endpoints.");
        }

        if (policy.NonceLength > 0 && request.ClientNonce?.Length != policy.NonceLength)
        {
            throw new OpcUaException(
                StatusCodes.BadNonceInvalid, $"The client's nonce has {request.ClientNonce?.Length ?? 0} bytes; its security policy asks for {policy.NonceLength}.");
        }
    }

    TimeSpan Granted(uint requestedMilliseconds)
    {
        var requested = TimeSpan.FromMilliseconds(requestedMilliseconds == 0 ? longest.TotalMilliseconds : requestedMilliseconds);
        return requested < shortest ? shortest : requested > longest ? longest : requested;
    }
}
