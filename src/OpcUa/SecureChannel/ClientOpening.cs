using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>The client's half of opening a channel or renewing its token (OPC 10000-4, 5.6.2).</summary>
internal sealed class ClientOpening
{
    readonly OpenSecureChannelRequest _request;
    readonly MessageSecurityMode _mode;

    ClientOpening(OpenSecureChannelRequest request)
    {
        _request = request;
        _mode = request.SecurityMode;
    }

    public static ClientOpening Start(ChannelEnd end, SecurityTokenRequestType kind, MessageSecurityMode mode, TimeSpan lifetime, RequestHeader header)
    {
        var nonceLength = end.Policy?.NonceLength ?? 0;
        end.Mode = mode;
        return new ClientOpening(new OpenSecureChannelRequest
        {
            RequestHeader = header,
            RequestType = kind,
            SecurityMode = mode,
            ClientNonce = nonceLength == 0 ? null : RandomNumberGenerator.GetBytes(nonceLength),
            RequestedLifetime = (uint)Math.Min(lifetime.TotalMilliseconds, uint.MaxValue),
        });
    }

    /// <summary>The request as a chunk, ready to be sent.</summary>
    public ReadOnlyMemory<byte> Seal(ChannelEnd end, uint requestId)
    {
        using var body = new MessageBuffer();
        var writer = new UaWriter(body);
        ServiceMessages.Encode(_request, ref writer);
        writer.Flush();
        return end.SealOpening(requestId, body.Body);
    }

    /// <summary>Takes the token that the server granted.</summary>
    public void Complete(ChannelEnd end, OpenSecureChannelResponse response)
    {
        var token = response.SecurityToken;
        var policy = end.Policy ?? NoSecurity.Instance;
        if (policy.NonceLength > 0 && response.ServerNonce?.Length != policy.NonceLength)
            TransportFault.SecurityChecks($"The server's nonce has {response.ServerNonce?.Length ?? 0} bytes; its security policy asks for {policy.NonceLength}.");
        if (token.RevisedLifetime == 0)
            TransportFault.SecurityChecks("The server granted a security token without a lifetime.");

        var keys = policy.Symmetric(
            _mode is MessageSecurityMode.Sign or MessageSecurityMode.SignAndEncrypt,
            _mode is MessageSecurityMode.SignAndEncrypt,
            _request.ClientNonce, response.ServerNonce);
        // The keys are derived: what they were derived from is of no more use, to us.
        CryptographicOperations.ZeroMemory(_request.ClientNonce);
        CryptographicOperations.ZeroMemory(response.ServerNonce);
        end.Open(token.ChannelId, token.TokenId, TimeSpan.FromMilliseconds(token.RevisedLifetime), keys);
    }
}
