using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// By which client and server prove to each other that they hold the keys of a session (OPC 10000-4, 5.7.2 and 5.7.3):
/// <code>
/// serverSignature = sign(server's key, client's certificate + clientNonce)
/// clientSignature = sign(client's key, server's certificate + serverNonce)
/// </code>
/// Of a chain only the leaf is signed; some servers sign all of it, which proves the same.
/// </summary>
static class SessionProof
{
    /// <summary>Least length of the nonces of a session.</summary>
    public const int NonceLength = 32;

    /// <summary>Checks what the server answered to CreateSession.</summary>
    /// <exception cref="OpcUaException">It is not the server that the channel was opened to, or it cannot prove so.</exception>
    public static void Check(ConnectionOptions options, ClientChannel channel, byte[] clientNonce, CreateSessionResponse created)
    {
        if (channel.Endpoint.Policy is not { } policy) return;
        var certificates = channel.Certificates;
        if (created.ServerCertificate is not { } certificate || !DerChain.LeafOf(certificate).Span.SequenceEqual(certificates.Peers.Span))
        {
            throw new OpcUaException(
                StatusCodes.BadSecurityChecksFailed, $"{options.EndpointUrl} made the session with another certificate than the channel's.");
        }

        CheckNonce(options, created.ServerNonce);
        var ours = options.Security.Certificate!.Certificate.RawDataMemory.Span;
        var signature = created.ServerSignature;
        if (signature.Algorithm != policy.SignatureAlgorithm
            || !policy.Verify(certificates.PeersKey, ours, clientNonce, signature.Signature))
        {
            throw new OpcUaException(
                StatusCodes.BadApplicationSignatureInvalid, $"{options.EndpointUrl} cannot prove that it holds the key of its certificate.");
        }

        EndpointSelection.Compare(options, channel.Endpoint, created.ServerEndpoints);
    }

    /// <exception cref="OpcUaException">A nonce as short as this could be foreseen, or repeat.</exception>
    public static void CheckNonce(ConnectionOptions options, byte[]? serverNonce)
    {
        if ((serverNonce?.Length ?? 0) >= NonceLength) return;
        throw new OpcUaException(
            StatusCodes.BadNonceInvalid, $"{options.EndpointUrl} gave a nonce of {serverNonce?.Length ?? 0} bytes; {NonceLength} are the least.");
    }

    /// <summary>The client's signature for ActivateSession; empty without security.</summary>
    public static SignatureData Sign(ClientChannel channel, byte[]? serverNonce) => channel.Endpoint.Policy is { } policy
        ? Sign(policy, channel.Certificates.OurKey, channel.Certificates.Peers.Span, serverNonce)
        : new SignatureData();

    public static SignatureData Sign(RsaPolicy policy, RSA key, ReadOnlySpan<byte> serverCertificate, byte[]? serverNonce) => new()
    {
        Algorithm = policy.SignatureAlgorithm,
        Signature = policy.Sign(key, serverCertificate, serverNonce),
    };
}
