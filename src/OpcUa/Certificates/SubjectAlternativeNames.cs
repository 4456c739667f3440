using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// The names in a certificate's subjectAltName (RFC 5280, 4.2.1.6). The BCL reads DNS names and addresses but not the uri
/// that OPC UA needs.
/// <code>
/// GeneralNames ::= SEQUENCE OF GeneralName, of which here:
///   [2] dNSName IA5String   [6] uniformResourceIdentifier IA5String   [7] iPAddress OCTET STRING (4 or 16 bytes)
/// </code>
/// </summary>
sealed record SubjectAlternativeNames(IReadOnlyList<string> Uris, IReadOnlyList<string> DnsNames, IReadOnlyList<IPAddress> Addresses)
{
    const string Oid = "2.5.29.17";

    static readonly SubjectAlternativeNames None = new([], [], []);

    /// <summary>The first uri: OPC 10000-6, 6.2.2 allows exactly one; some PLCs add more, of which the first is theirs.</summary>
    public string? ApplicationUri => Uris.Count == 0 ? null : Uris[0];

    /// <summary>The names; none where the extension is absent or broken.</summary>
    public static SubjectAlternativeNames Of(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == Oid) return TryRead(extension.RawData) ?? None;
        }

        return None;
    }

    /// <summary>The names in the extension's value, or null where it is not well-formed.</summary>
    public static SubjectAlternativeNames? TryRead(ReadOnlyMemory<byte> value)
    {
        List<string> uris = [], dnsNames = [];
        List<IPAddress> addresses = [];
        try
        {
            var outer = new AsnReader(value, AsnEncodingRules.DER);
            var names = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                if (tag.TagClass is not TagClass.ContextSpecific)
                    return null;
                switch (tag.TagValue)
                {
                    case 2:
                        dnsNames.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                        break;
                    case 6:
                        uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                        break;
                    case 7:
                        var bytes = names.ReadOctetString(tag);
                        if (bytes.Length is 4 or 16) addresses.Add(new IPAddress(bytes));
                        break;
                    default:
                        names.ReadEncodedValue();
                        break;
                }
            }
        }
        catch (AsnContentException)
        {
            return null;
        }

        return new SubjectAlternativeNames(uris, dnsNames, addresses);
    }
}
