using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>Certificates as the wire has them: DER, one behind the other, the leaf first (OPC 10000-6, 6.2.6).</summary>
static class DerChain
{
    const byte Sequence = 0x30;
    const byte LongForm = 0x80;

    /// <summary>The first certificate of a chain.</summary>
    /// <exception cref="OpcUaException">The bytes do not start with a whole DER sequence.</exception>
    public static ReadOnlyMemory<byte> LeafOf(ReadOnlyMemory<byte> chain)
    {
        var der = chain.Span;
        if (der.Length < 2 || der[0] != Sequence) throw Malformed();
        var (length, header) = ((int)der[1], 2);
        if (length >= LongForm)
        {
            var bytes = length & 0x7F;
            if (bytes is < 1 or > 3 || der.Length < 2 + bytes) throw Malformed();
            length = 0;
            foreach (var part in der.Slice(2, bytes)) length = (length << 8) | part;
            header += bytes;
        }

        return length <= der.Length - header ? chain[..(header + length)] : throw Malformed();
    }

    /// <summary>The RSA key of a certificate, of a length that the policies allow. Owned by the caller.</summary>
    /// <exception cref="OpcUaException">It is malformed, has another kind of key, or one too short or too long.</exception>
    public static RSA PublicKeyOf(ReadOnlyMemory<byte> certificate, string whose)
    {
        RSA? key;
        try
        {
            using var loaded = X509CertificateLoader.LoadCertificate(LeafOf(certificate).Span);
            key = loaded.GetRSAPublicKey();
        }
        catch (CryptographicException exception)
        {
            throw Malformed(exception);
        }

        if (key is null)
            throw new OpcUaException(StatusCodes.BadCertificatePolicyCheckFailed, $"{whose} certificate has no RSA key, as the security policies ask for.");
        try
        {
            RsaPolicy.CheckKey(key, whose);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>SHA-1, as OPN chunks name certificates; nothing is secured by it.</summary>
    public static byte[] ThumbprintOf(ReadOnlySpan<byte> certificate) => SHA1.HashData(certificate);

    static OpcUaException Malformed(Exception? inner = null) =>
        new(StatusCodes.BadCertificateInvalid, "The peer's certificate is missing or malformed.", inner);
}
