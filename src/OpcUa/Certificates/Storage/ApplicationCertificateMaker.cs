using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>Makes a self-signed application certificate as OPC 10000-6, 6.2.2 describes it.</summary>
static class ApplicationCertificateMaker
{
    // keyCertSign because OPC 10000-6, 6.2.2 asks for it where a certificate signs itself; it is no authority for all that.
    const X509KeyUsageFlags Usage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation
        | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment | X509KeyUsageFlags.KeyCertSign;

    public static X509Certificate2 Make(ApplicationCertificateRequest request, RSA key, DateTimeOffset now)
    {
        var name = new X500DistinguishedNameBuilder();
        if (request.Organization is { } organization) name.AddOrganizationName(organization);
        name.AddCommonName(request.ApplicationName);

        var certificate = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var keyIdentifier = new X509SubjectKeyIdentifierExtension(certificate.PublicKey, critical: false);
        certificate.CertificateExtensions.Add(Names(request));
        certificate.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        certificate.CertificateExtensions.Add(new X509KeyUsageExtension(Usage, critical: true));
        certificate.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(CertificateExtensions.ServerAuthentication), new Oid(CertificateExtensions.ClientAuthentication)], critical: false));
        certificate.CertificateExtensions.Add(keyIdentifier);
        certificate.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(keyIdentifier));

        // From yesterday on: the clock of a PLC that shall accept it today may be behind.
        return certificate.CreateSelfSigned(now.AddDays(-1), now + request.Lifetime);
    }

    // Written by hand because the BCL's builder takes a Uri, which rewrites what peers compare letter by letter.
    static X509Extension Names(ApplicationCertificateRequest request)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, request.ApplicationUri, new Asn1Tag(TagClass.ContextSpecific, 6));
            foreach (var host in request.HostNames.Count > 0 ? request.HostNames : [Dns.GetHostName()])
            {
                if (IPAddress.TryParse(host, out var address))
                    writer.WriteOctetString(address.GetAddressBytes(), new Asn1Tag(TagClass.ContextSpecific, 7));
                else
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, HostNames.Normalize(host), new Asn1Tag(TagClass.ContextSpecific, 2));
            }
        }

        return new X509Extension(SubjectAlternativeNames.Oid, writer.Encode(), critical: false);
    }
}
