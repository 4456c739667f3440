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
    public const string Oid = "2.5.29.17";

    public static SubjectAlternativeNames None { get; } = new([], [], []);

    /// <summary>The first uri: OPC 10000-6, 6.2.2 allows exactly one; where a device wrote more, the first is its own.</summary>
    public string? ApplicationUri => Uris.Count == 0 ? null : Uris[0];

    /// <summary>All names of the machine, as text for people.</summary>
    public IReadOnlyList<string> HostNames => [.. DnsNames, .. Addresses.Select(address => address.ToString())];

    /// <summary>The names; none where the extension is absent or broken.</summary>
    public static SubjectAlternativeNames Of(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value != Oid) continue;
            try
            {
                return Read(extension.RawData);
            }
            catch (AsnContentException)
            {
                return None;
            }
        }

        return None;
    }

    /// <summary>The names in the extension's value.</summary>
    /// <exception cref="AsnContentException">It is not well-formed.</exception>
    public static SubjectAlternativeNames Read(ReadOnlyMemory<byte> value)
    {
        List<string> uris = [], dnsNames = [];
        List<IPAddress> addresses = [];
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var names = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            switch (tag.TagClass is TagClass.ContextSpecific ? tag.TagValue : throw new AsnContentException())
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

        return new SubjectAlternativeNames(uris, dnsNames, addresses);
    }
}
