using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// How a certificate or a revocation list was signed. Known are RSA with PKCS #1 v1.5 and PSS (RFC 8017) over SHA-2; SHA-1 is
/// known as well, so that it can be told from a forged signature, but never accepted.
/// </summary>
/// <param name="Oid">The algorithm's object identifier.</param>
/// <param name="Hash">The digest; null where the algorithm is not known here.</param>
/// <param name="IsPss">PSS padding, with a salt as long as the digest.</param>
readonly record struct SignatureAlgorithm(string Oid, HashAlgorithmName? Hash, bool IsPss)
{
    // Longer ones only cost time, and no policy of OPC 10000-7 that this stack knows allows them.
    const int LongestKeyBits = 4_096;
    const int LongestExponentBytes = 8;

    /// <summary>Strong enough for the policies of OPC 10000-7: SHA-256 and longer.</summary>
    public bool IsStrong => Hash is { } hash && hash != HashAlgorithmName.SHA1;

    /// <summary>The name for people.</summary>
    public string Name => Hash is { } hash ? $"RSA{(IsPss ? "-PSS" : "")} with {hash.Name}" : Oid;

    public static SignatureAlgorithm Read(ReadOnlyMemory<byte> algorithmIdentifier)
    {
        var sequence = new AsnReader(algorithmIdentifier, AsnEncodingRules.DER).ReadSequence();
        var oid = sequence.ReadObjectIdentifier();
        return oid switch
        {
            "1.2.840.113549.1.1.5" => new SignatureAlgorithm(oid, HashAlgorithmName.SHA1, false),
            "1.2.840.113549.1.1.11" => new SignatureAlgorithm(oid, HashAlgorithmName.SHA256, false),
            "1.2.840.113549.1.1.12" => new SignatureAlgorithm(oid, HashAlgorithmName.SHA384, false),
            "1.2.840.113549.1.1.13" => new SignatureAlgorithm(oid, HashAlgorithmName.SHA512, false),
            "1.2.840.113549.1.1.10" => new SignatureAlgorithm(oid, ReadPssHash(sequence), true),
            _ => new SignatureAlgorithm(oid, null, false),
        };
    }

    /// <summary>True and false say whether the signature is the key owner's; null: this stack cannot tell.</summary>
    public bool? Verify(RSAParameters? key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        if (Hash is not { } hash || key is not { Modulus: { } modulus, Exponent: { } exponent }) return null;
        if (modulus.Length * 8 > LongestKeyBits || exponent.Length > LongestExponentBytes) return null;
        try
        {
            using var rsa = RSA.Create(key.Value);
            return rsa.VerifyData(content, signature, hash, IsPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // Numbers that are no RSA key, or a digest that the machine's policy forbids.
            return null;
        }
    }

    // RSASSA-PSS-params ::= SEQUENCE { [0] hash DEFAULT sha1, [1] mgf DEFAULT mgf1 sha1, [2] salt DEFAULT 20, [3] trailer DEFAULT 1 }
    static HashAlgorithmName? ReadPssHash(AsnReader sequence)
    {
        if (!sequence.HasData) return null;
        var parameters = sequence.ReadSequence();
        string? hash = null, maskHash = null;
        var salt = 20;
        while (parameters.HasData)
        {
            var tag = parameters.PeekTag();
            // A universal tag here would be an argument that the reader refuses, not bytes.
            if (tag.TagClass is not TagClass.ContextSpecific) throw new AsnContentException();
            var value = parameters.ReadSequence(tag);
            switch (tag.TagValue)
            {
                case 0:
                    hash = value.ReadSequence().ReadObjectIdentifier();
                    break;
                case 1:
                    var mask = value.ReadSequence();
                    _ = mask.ReadObjectIdentifier();
                    maskHash = mask.ReadSequence().ReadObjectIdentifier();
                    break;
                case 2 when value.TryReadInt32(out var length):
                    salt = length;
                    break;
            }
        }

        // The BCL's PSS is the one that everybody makes: same digest twice, a salt of its length.
        return (hash == maskHash ? hash : null, salt) switch
        {
            ("2.16.840.1.101.3.4.2.1", 32) => HashAlgorithmName.SHA256,
            ("2.16.840.1.101.3.4.2.2", 48) => HashAlgorithmName.SHA384,
            ("2.16.840.1.101.3.4.2.3", 64) => HashAlgorithmName.SHA512,
            _ => null,
        };
    }
}
