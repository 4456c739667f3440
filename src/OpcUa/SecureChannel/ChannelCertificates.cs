using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// Certificates and keys of the two ends of a channel; all empty with policy None. Whether the peer's is trusted is decided by
/// whoever makes this.
/// </summary>
/// <remarks>Owns its two key objects.</remarks>
internal sealed class ChannelCertificates : IDisposable
{
    readonly RSA? _ourKey;
    readonly RSA? _peersKey;

    ChannelCertificates()
    {
    }

    ChannelCertificates(RSA ourKey, RSA peersKey)
    {
        _ourKey = ourKey;
        _peersKey = peersKey;
    }

    public static ChannelCertificates None { get; } = new();

    /// <summary>Our certificate and its issuers (DER), sent in OPN chunks.</summary>
    public ReadOnlyMemory<byte> Ours { get; private init; }

    /// <summary>Our certificate (DER) alone, for where its issuers do not fit.</summary>
    public ReadOnlyMemory<byte> OurLeaf { get; private init; }

    /// <summary>SHA-1 of our certificate, by which the peer names the key that it encrypts for.</summary>
    public ReadOnlyMemory<byte> OurThumbprint { get; private init; }

    /// <summary>The peer's certificate (DER), and the issuers that it sent.</summary>
    public ReadOnlyMemory<byte> PeersChain { get; private init; }

    /// <summary>The peer's certificate (DER) alone.</summary>
    public ReadOnlyMemory<byte> Peers { get; private init; }

    /// <summary>SHA-1 of the peer's certificate, which names the key that we encrypted for.</summary>
    public ReadOnlyMemory<byte> PeersThumbprint { get; private init; }

    public bool IsNone => _ourKey is null;

    public RSA OurKey => _ourKey ?? throw NoKeys();

    public RSA PeersKey => _peersKey ?? throw NoKeys();

    /// <summary>Takes the keys out of two certificates.</summary>
    /// <exception cref="OpcUaException">The peer's certificate is malformed, or one of the keys is not of the kind or length allowed.</exception>
    public static ChannelCertificates Between(ApplicationCertificate ours, ReadOnlyMemory<byte> peersChain)
    {
        var leaf = DerChain.LeafOf(peersChain);
        var peersKey = DerChain.PublicKeyOf(leaf, "The peer's");
        var ourKey = ours.Certificate.GetRSAPrivateKey()!;
        try
        {
            RsaPolicy.CheckKey(ourKey, "This application's");
            return new ChannelCertificates(ourKey, peersKey)
            {
                Ours = ours.Chain,
                OurLeaf = ours.Certificate.RawDataMemory,
                OurThumbprint = DerChain.ThumbprintOf(ours.Certificate.RawDataMemory.Span),
                PeersChain = peersChain.ToArray(),
                Peers = leaf.ToArray(),
                PeersThumbprint = DerChain.ThumbprintOf(leaf.Span),
            };
        }
        catch
        {
            ourKey.Dispose();
            peersKey.Dispose();
            throw;
        }
    }

    /// <summary>The chunk was encrypted for our key, and names the peer that this channel belongs to.</summary>
    /// <exception cref="OpcUaException">It was not, or it does not.</exception>
    public void Check(in AsymmetricHeader header)
    {
        CheckReceiver(header.ReceiverThumbprint.Span, OurThumbprint.Span);
        if (!DerChain.LeafOf(header.SenderCertificate).Span.SequenceEqual(Peers.Span))
        {
            throw new OpcUaException(
                StatusCodes.BadSecurityChecksFailed, "The peer's OPN chunk names another certificate than the one that this channel is for.");
        }
    }

    /// <summary>OPC 10000-6, 6.7.2.3.</summary>
    public static void CheckReceiver(ReadOnlySpan<byte> named, ReadOnlySpan<byte> ours)
    {
        if (named.SequenceEqual(ours)) return;
        throw new OpcUaException(
            StatusCodes.BadCertificateInvalid,
            "The peer encrypted for a certificate that is not in use here: it was renewed, or belongs to another server. Read the endpoints again.");
    }

    public void Dispose()
    {
        _ourKey?.Dispose();
        _peersKey?.Dispose();
    }

    static InvalidOperationException NoKeys() => new("Security policy None has no keys.");
}
