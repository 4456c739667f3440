using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// What a certificate says (RFC 5280, 4.1), read by managed code from bytes that anybody may have sent. Holds no handle.
/// <code>
/// TBSCertificate ::= SEQUENCE { [0] version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo,
///                               [1] issuerUniqueID, [2] subjectUniqueID, [3] extensions }
/// </code>
/// </summary>
sealed class ParsedCertificate
{
    const string RsaKey = "1.2.840.113549.1.1.1";

    ParsedCertificate(ReadOnlyMemory<byte> der, SignedDer signed)
    {
        Der = der;
        Signed = signed;
        Fingerprint = CertificateFingerprint.Of(der.Span);
        var outer = new AsnReader(signed.Content, AsnEncodingRules.DER);
        var content = outer.ReadSequence();
        Version = ReadVersion(content);
        SerialNumber = Convert.ToHexString(content.ReadIntegerBytes().Span);
        if (!content.ReadEncodedValue().Span.SequenceEqual(signed.AlgorithmIdentifier.Span)) throw new AsnContentException();
        IssuerName = Convert.ToHexString(ReadName(content, out var issuer));
        var validity = content.ReadSequence();
        NotBefore = SignedDer.ReadTime(validity);
        NotAfter = SignedDer.ReadTime(validity);
        SubjectName = Convert.ToHexString(ReadName(content, out var subject));
        Issuer = issuer;
        Subject = subject;
        Key = ReadKey(content.ReadSequence());
        Extensions = new CertificateExtensions();
        while (content.HasData)
        {
            var tag = content.PeekTag();
            if (tag == SignedDer.Explicit(3))
                Extensions = CertificateExtensions.Read(content.ReadSequence(tag).ReadSequence());
            else
                content.ReadEncodedValue();
        }
    }

    public ReadOnlyMemory<byte> Der { get; }

    public SignedDer Signed { get; }

    public string Fingerprint { get; }

    public int Version { get; }

    /// <summary>Hex of the serial number, as revocation lists name the certificate.</summary>
    public string SerialNumber { get; }

    /// <summary>Hex of the encoded name. Names are compared as bytes: authorities copy their subject into what they issue.</summary>
    public string IssuerName { get; }

    /// <inheritdoc cref="IssuerName"/>
    public string SubjectName { get; }

    /// <summary>For people.</summary>
    public string Issuer { get; }

    /// <inheritdoc cref="Issuer"/>
    public string Subject { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    /// <summary>The public key; null where it is not RSA.</summary>
    public RSAParameters? Key { get; }

    public CertificateExtensions Extensions { get; }

    /// <summary>Issuer and subject are the same: a root, or an application's own certificate.</summary>
    public bool IsSelfIssued => SubjectName == IssuerName;

    /// <summary>Bits of the modulus; 0 where the key is not RSA.</summary>
    public int KeySize => Key is { Modulus: { } modulus } ? (int)new BigInteger(modulus, isUnsigned: true, isBigEndian: true).GetBitLength() : 0;

    /// <summary>The certificate, or null where the bytes are none.</summary>
    public static ParsedCertificate? TryRead(ReadOnlyMemory<byte> der)
    {
        try
        {
            return new ParsedCertificate(der, SignedDer.Read(der));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    static int ReadVersion(AsnReader content)
    {
        if (content.PeekTag() != SignedDer.Explicit(0)) return 1;
        return content.ReadSequence(SignedDer.Explicit(0)).TryReadInt32(out var version) ? version + 1 : throw new AsnContentException();
    }

    static ReadOnlySpan<byte> ReadName(AsnReader content, out string text)
    {
        var name = content.ReadEncodedValue();
        text = DisplayText.OfName(name);
        return name.Span;
    }

    // SubjectPublicKeyInfo ::= SEQUENCE { AlgorithmIdentifier, BIT STRING holding SEQUENCE { modulus, exponent } }
    static RSAParameters? ReadKey(AsnReader info)
    {
        var algorithm = info.ReadSequence();
        var bits = info.ReadBitString(out _);
        if (algorithm.ReadObjectIdentifier() != RsaKey) return null;
        var key = new AsnReader(bits, AsnEncodingRules.DER).ReadSequence();
        return new RSAParameters { Modulus = ReadUnsigned(key), Exponent = ReadUnsigned(key) };
    }

    static byte[] ReadUnsigned(AsnReader reader)
    {
        var number = reader.ReadIntegerBytes().Span.TrimStart((byte)0);
        // Zero is no number of a key, and the framework's RSA fails on it with an exception of its own.
        return number.IsEmpty ? throw new AsnContentException() : number.ToArray();
    }
}
