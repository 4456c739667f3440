using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.OpcUa.Tests.Certificates;

/// <summary>Makes certificates and revocation lists of every kind, right and wrong. Keys are made once for all tests.</summary>
static class TestPki
{
    static readonly ConcurrentDictionary<string, Lazy<RSA>> Keys = [];

    /// <summary>The middle of the validity of everything that is made here without saying otherwise.</summary>
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static RSA Key(string name, int bits = 2_048) =>
        Keys.GetOrAdd($"{name}/{bits}", _ => new Lazy<RSA>(() => RSA.Create(bits))).Value;

    public static TestCertificate Root(string name = "Plant Root", Action<CertificateSpecification>? change = null) =>
        Make(name, null, specification =>
        {
            specification.IsAuthority = true;
            change?.Invoke(specification);
        });

    public static TestCertificate Authority(string name, TestCertificate issuer, Action<CertificateSpecification>? change = null) =>
        Make(name, issuer, specification =>
        {
            specification.IsAuthority = true;
            change?.Invoke(specification);
        });

    /// <summary>A peer's certificate; self-signed where <paramref name="issuer"/> is null.</summary>
    public static TestCertificate Make(string name, TestCertificate? issuer = null, Action<CertificateSpecification>? change = null)
    {
        var specification = new CertificateSpecification { Key = Key(name.Split(' ')[^1]) };
        change?.Invoke(specification);
        var subject = new X500DistinguishedName($"CN={name}, O=Plant");
        var request = new CertificateRequest(subject, new PublicKey(specification.PublicKey ?? specification.Key), specification.Hash, RSASignaturePadding.Pkcs1);
        if (specification.Names() is { } names) request.CertificateExtensions.Add(names);
        if (specification.IsAuthority is { } isAuthority)
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, specification.PathLength is not null, specification.PathLength ?? 0, true));
        if ((specification.Usage ?? specification.UsageByKind) is var usage && usage != X509KeyUsageFlags.None)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        if (specification.Purposes is { Length: > 0 } purposes)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. purposes.Select(oid => new Oid(oid))], false));
        foreach (var extension in specification.More) request.CertificateExtensions.Add(extension);
        var generator = Generator(specification.SigningKey ?? issuer?.Key ?? specification.Key, specification.Hash, specification.IsPss);
        using var certificate = request.Create(
            specification.IssuerName is { } other ? new X500DistinguishedName($"CN={other}, O=Plant") : issuer?.Subject ?? subject,
            generator, specification.NotBefore, specification.NotAfter, specification.SerialNumber);
        return new TestCertificate(certificate.RawData, specification.Key, subject, specification.SerialNumber);
    }

    /// <summary>A revocation list, signed by the authority.</summary>
    public static byte[] RevocationList(
        TestCertificate authority, TestCertificate[] revoked, DateTimeOffset? nextUpdate = null, RSA? signingKey = null, int number = 1,
        HashAlgorithmName? hash = null)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked) builder.AddEntry(certificate.SerialNumber, Now.AddDays(-2));
        return builder.Build(
            authority.Subject, Generator(signingKey ?? authority.Key, hash ?? HashAlgorithmName.SHA256, isPss: false), new BigInteger(number),
            nextUpdate ?? Now.AddDays(30), hash ?? HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier((byte[])[1, 2, 3]), Now.AddDays(-60).AddMinutes(number));
    }

    static X509SignatureGenerator Generator(RSA key, HashAlgorithmName hash, bool isPss) =>
        hash == HashAlgorithmName.SHA1 || hash == HashAlgorithmName.MD5
            ? new OldSignatures(key)
            : X509SignatureGenerator.CreateForRSA(key, isPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);

    public static byte[] Chain(params TestCertificate[] certificates) => [.. certificates.SelectMany(certificate => certificate.Der)];
}

/// <summary>Signs by digests that the BCL's own generators refuse to make certificates with.</summary>
sealed class OldSignatures(RSA key) : X509SignatureGenerator
{
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(hashAlgorithm == HashAlgorithmName.SHA1 ? "1.2.840.113549.1.1.5" : "1.2.840.113549.1.1.4");
            writer.WriteNull();
        }

        return writer.Encode();
    }

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, hashAlgorithm, RSASignaturePadding.Pkcs1);

    protected override PublicKey BuildPublicKey() => new(key);
}

sealed record TestCertificate(byte[] Der, RSA Key, X500DistinguishedName Subject, byte[] SerialNumber)
{
    public string Fingerprint { get; } = Convert.ToHexString(SHA256.HashData(Der));
}

/// <summary>What a certificate shall say. As it stands: what a good peer of <see cref="PeerRole"/> server and client has.</summary>
sealed class CertificateSpecification
{
    public required RSA Key { get; set; }

    public RSA? PublicKey { get; set; }

    public RSA? SigningKey { get; set; }

    public string? IssuerName { get; set; }

    public byte[] SerialNumber { get; set; } = [1, .. RandomNumberGenerator.GetBytes(11)];

    public DateTimeOffset NotBefore { get; set; } = TestPki.Now.AddYears(-1);

    public DateTimeOffset NotAfter { get; set; } = TestPki.Now.AddYears(1);

    public string[] Uris { get; set; } = ["urn:plant:press"];

    public string[] Hosts { get; set; } = ["plc-7"];

    public bool? IsAuthority { get; set; } = false;

    public int? PathLength { get; set; }

    public X509KeyUsageFlags? Usage { get; set; }

    public string[] Purposes { get; set; } = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"];

    public HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;

    public bool IsPss { get; set; }

    public List<X509Extension> More { get; } = [];

    public X509KeyUsageFlags UsageByKind => IsAuthority is true
        ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
        : X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment;

    public X509Extension? Names()
    {
        if (Uris.Length + Hosts.Length == 0) return null;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var uri in Uris) writer.WriteCharacterString(UniversalTagNumber.IA5String, uri, new Asn1Tag(TagClass.ContextSpecific, 6));
            foreach (var host in Hosts)
            {
                if (IPAddress.TryParse(host, out var address))
                    writer.WriteOctetString(address.GetAddressBytes(), new Asn1Tag(TagClass.ContextSpecific, 7));
                else
                    // "name:" writes what follows as a DNS name, whatever it looks like.
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, host.Replace("name:", ""), new Asn1Tag(TagClass.ContextSpecific, 2));
            }
        }

        return new X509Extension("2.5.29.17", writer.Encode(), false);
    }
}
