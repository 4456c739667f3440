using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>The server's certificate, whom it trusts, and what it offers.</summary>
internal sealed class ServerSecurity
{
    private readonly OpcUaServerOptions _options;

    /// <exception cref="ArgumentException">The options contradict each other; all faults are listed.</exception>
    public ServerSecurity(OpcUaServerOptions options)
    {
        _options = options;
        var faults = Faults(options);
        if (faults.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(options));
        Leaf = options.Certificate?.Certificate.RawDataMemory ?? default;
        Thumbprint = DerChain.ThumbprintOf(Leaf.Span);
    }

    /// <summary>The server's certificate alone; empty where it has none.</summary>
    public ReadOnlyMemory<byte> Leaf { get; }

    /// <summary>The server's certificate with its issuers; empty where it has none.</summary>
    public ReadOnlyMemory<byte> Chain => _options.Certificate?.Chain ?? default;

    public IReadOnlyList<OfferedSecurity> Offered => _options.Security;

    /// <summary>
    /// What encrypts passwords and tokens on a channel without security, and signs for users' certificates: the policy that
    /// nearly every client speaks. Null where the server has no certificate.
    /// </summary>
    public RsaPolicy? TokenPolicy => _options.Certificate is null ? null : RsaPolicy.Basic256Sha256;

    private byte[] Thumbprint { get; }

    public bool Offers(ISecurityPolicy policy, MessageSecurityMode mode) =>
        Offered.Any(offered => offered.PolicyUri == policy.Uri && offered.WireMode == mode);

    /// <summary>Meets the client at a remote address.</summary>
    public IPeerAcceptance At(IPEndPoint? remote) => new Doorman(this, remote?.Address.ToString());

    /// <summary>Holds what a client says of itself in CreateSession against its certificate.</summary>
    public void ValidateUri(ChannelCertificates certificates, string? applicationUri, IPEndPoint? remote) =>
        Validate(certificates.PeersChain, applicationUri ?? "", remote?.Address.ToString());

    /// <summary>Signs a session's proof (OPC 10000-4, 5.7.2.2).</summary>
    public static SignatureData Sign(ConnectionSecurity channel, byte[]? clientCertificate, byte[]? clientNonce) => channel.Policy is { } policy
        ? new SignatureData
        {
            Algorithm = policy.SignatureAlgorithm,
            Signature = policy.Sign(channel.Client.OurKey, DerChain.LeafOf(clientCertificate).Span, clientNonce),
        }
        : new SignatureData();

    /// <summary>Verifies a signature over this server's certificate and a nonce of it.</summary>
    public bool Verify(RsaPolicy policy, RSA key, SignatureData signature, byte[] serverNonce) =>
        signature.Algorithm == policy.SignatureAlgorithm
        && signature.Signature is { } bytes
        // Clients that were given a chain may sign all of it.
        && (policy.Verify(key, Leaf.Span, serverNonce, bytes) || (Chain.Length > Leaf.Length && policy.Verify(key, Chain.Span, serverNonce, bytes)));

    /// <summary>A secret that was encrypted for this server and nonce, which the caller clears; null where it was not.</summary>
    public byte[]? Decrypt(RsaPolicy policy, string? algorithm, byte[]? cipher, byte[] serverNonce, int maxCipherBytes)
    {
        if (_options.Certificate is not { } ours || algorithm != policy.EncryptionAlgorithm)
            return null;
        using var key = ours.Certificate.GetRSAPrivateKey()!;
        return UserSecret.Decrypt(policy, key, cipher, serverNonce, maxCipherBytes);
    }

    private ChannelCertificates Accept(ISecurityPolicy policy, in AsymmetricHeader header)
    {
        if (_options.Certificate is not { } ours || !Offered.Any(offered => offered.PolicyUri == policy.Uri))
            throw new OpcUaException(StatusCodes.BadSecurityPolicyRejected, $"No endpoint here has policy {policy.Uri}: read the endpoints and choose one of theirs.");
        ChannelCertificates.CheckReceiver(header.ReceiverThumbprint.Span, Thumbprint);
        return ChannelCertificates.Between(ours, header.SenderCertificate);
    }

    private void Validate(ReadOnlyMemory<byte> chain, string? applicationUri, string? source)
    {
        var verdict = _options.Validator!.Validate(
            chain, new PeerExpectation { Role = PeerRole.Client, ApplicationUri = applicationUri, Source = source });
        if (verdict.IsTrusted)
            return;
        // OPC 10000-4, 6.1.3: what exactly is wrong with a certificate is for our own people, not for the one who sent it.
        // That it does not fit what the client just said of itself tells nothing new.
        var told = verdict.Status == StatusCodes.BadCertificateUriInvalid ? verdict.Status : StatusCodes.BadSecurityChecksFailed;
        throw new OpcUaException(
            told,
            "The client's certificate is not accepted: the reason is in the server's log, and a certificate that is only unknown can be trusted at the server.",
            new OpcUaException(verdict.Status, verdict.Message ?? verdict.Status.ToString()));
    }

    private static List<string> Faults(OpcUaServerOptions options)
    {
        var faults = new List<string>();
        if (options.Security.Count == 0)
            faults.Add("Security is empty: offer OfferedSecurity.None or a policy.");
        foreach (var impossible in options.Security.Where(offered => !offered.IsPossible))
            faults.Add($"Security offers {impossible.Policy} with mode {impossible.Mode}: None goes with None, and a policy with Sign or SignAndEncrypt.");
        if (options.Security.Any(offered => offered.Secured is not null))
        {
            if (options.Certificate is null)
                faults.Add("Security offers a policy with keys, but Certificate is missing: give the server's certificate with its key.");
            if (options.Validator is null)
                faults.Add("Security offers a policy with keys, but Validator is missing: somebody has to decide which clients are trusted.");
        }

        if (options.Certificate is { } certificate && certificate.ApplicationUri != options.ApplicationUri)
            faults.Add($"ApplicationUri is {options.ApplicationUri}, but the certificate says {certificate.ApplicationUri}: clients refuse a server whose two differ.");
        if (options.ValidateUserCertificate is not null && options.Certificate is null)
            faults.Add("ValidateUserCertificate needs Certificate: users prove their keys by signing it.");
        faults.AddRange(options.Limits.FindFaults().Select(fault => $"Limits: {fault}."));
        return faults;
    }

    /// <summary>One for each connection, so that whoever logs knows where a certificate came from.</summary>
    private sealed class Doorman(ServerSecurity security, string? source) : IPeerAcceptance
    {
        public ChannelCertificates Accept(ISecurityPolicy policy, in AsymmetricHeader header) => security.Accept(policy, header);

        public void Validate(ChannelCertificates certificates) => security.Validate(certificates.PeersChain, null, source);
    }
}
