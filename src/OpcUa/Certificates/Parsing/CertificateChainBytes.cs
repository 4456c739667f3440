using System.Formats.Asn1;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// A certificate with its chain, as OPN chunks and endpoint descriptions carry them: DER after DER, the peer's own first
/// (OPC 10000-6, 6.2.6).
/// </summary>
static class CertificateChainBytes
{
    /// <summary>Longest chain that is looked at: ten certificates of 4,096 bits stay far below.</summary>
    public const int MaxBytes = 65_536;

    /// <summary>Most certificates in a chain. Plants have two to four.</summary>
    public const int MaxCertificates = 10;

    /// <summary>The peer's own certificate, which alone signs and encrypts; null where the bytes do not begin with one.</summary>
    public static ReadOnlyMemory<byte>? Leaf(ReadOnlyMemory<byte> chain) => TryTake(ref chain);

    /// <summary>Cuts the chain; null where it is empty, too long, or not certificate after certificate.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Split(ReadOnlyMemory<byte> chain)
    {
        if (chain.Length > MaxBytes) return null;
        var certificates = new List<ReadOnlyMemory<byte>>();
        while (!chain.IsEmpty)
        {
            if (certificates.Count == MaxCertificates || TryTake(ref chain) is not { } certificate) return null;
            certificates.Add(certificate);
        }

        return certificates.Count == 0 ? null : certificates;
    }

    static ReadOnlyMemory<byte>? TryTake(ref ReadOnlyMemory<byte> chain)
    {
        try
        {
            AsnDecoder.ReadSequence(chain.Span, AsnEncodingRules.DER, out _, out _, out var consumed);
            var certificate = chain[..consumed];
            chain = chain[consumed..];
            return certificate;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
