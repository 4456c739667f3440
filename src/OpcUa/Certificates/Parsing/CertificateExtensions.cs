using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>What a certificate's extensions say (RFC 5280, 4.2). Absent ones are null: they restrict nothing.</summary>
sealed record CertificateExtensions
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string AnyPurpose = "2.5.29.37.0";

    public SubjectAlternativeNames Names { get; private set; } = SubjectAlternativeNames.None;

    /// <summary>It may sign other certificates (basicConstraints).</summary>
    public bool IsAuthority { get; private set; }

    /// <summary>How many authorities may stand between this one and a peer's certificate.</summary>
    public int? PathLength { get; private set; }

    public X509KeyUsageFlags? KeyUsage { get; private set; }

    public IReadOnlyList<string>? Purposes { get; private set; }

    public string? SubjectKeyIdentifier { get; private set; }

    public string? AuthorityKeyIdentifier { get; private set; }

    /// <summary>An extension marked critical that this stack does not know: RFC 5280, 4.2 has the certificate refused.</summary>
    public string? UnknownCritical { get; private set; }

    /// <param name="extensions">The sequence of extensions.</param>
    /// <exception cref="AsnContentException">One of them is not well-formed, or there twice.</exception>
    public static CertificateExtensions Read(AsnReader extensions)
    {
        var result = new CertificateExtensions();
        var seen = new HashSet<string>();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var isCritical = extension.HasData && extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (!seen.Add(oid)) throw new AsnContentException();
            result.Take(oid, isCritical, value);
        }

        return result;
    }

    void Take(string oid, bool isCritical, byte[] value)
    {
        var reader = new AsnReader(value, AsnEncodingRules.DER);
        switch (oid)
        {
            case SubjectAlternativeNames.Oid:
                Names = SubjectAlternativeNames.Read(value);
                break;
            case "2.5.29.19":
                var constraints = reader.ReadSequence();
                if (constraints.HasData && constraints.PeekTag() == Asn1Tag.Boolean) IsAuthority = constraints.ReadBoolean();
                if (constraints.HasData) PathLength = constraints.TryReadInt32(out var length) ? length : throw new AsnContentException();
                break;
            case "2.5.29.15":
                KeyUsage = ReadKeyUsage(reader);
                break;
            case "2.5.29.37":
                var purposes = reader.ReadSequence();
                var list = new List<string>();
                while (purposes.HasData) list.Add(purposes.ReadObjectIdentifier());
                Purposes = list;
                break;
            case "2.5.29.14":
                SubjectKeyIdentifier = Convert.ToHexString(reader.ReadOctetString());
                break;
            case "2.5.29.35":
                var identifier = reader.ReadSequence();
                var keyTag = new Asn1Tag(TagClass.ContextSpecific, 0);
                if (identifier.HasData && identifier.PeekTag() == keyTag)
                    AuthorityKeyIdentifier = Convert.ToHexString(identifier.ReadOctetString(keyTag));
                break;
            // Where lists and issuers could be fetched, and policies of the authority: nothing here depends on them.
            case "2.5.29.31" or "2.5.29.32" or "1.3.6.1.5.5.7.1.1":
                break;
            default:
                if (isCritical) UnknownCritical ??= oid;
                break;
        }
    }

    // A bit string rather than a named bit list: some devices keep trailing zero bits, which harms nobody.
    static X509KeyUsageFlags ReadKeyUsage(AsnReader reader)
    {
        var bits = reader.ReadBitString(out _);
        var low = bits.Length > 0 ? bits[0] : 0;
        var high = bits.Length > 1 && (bits[1] & 0x80) != 0 ? (int)X509KeyUsageFlags.DecipherOnly : 0;
        return (X509KeyUsageFlags)(low | high);
    }
}
