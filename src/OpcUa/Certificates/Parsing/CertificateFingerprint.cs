using System.Security.Cryptography;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>The name that people call a certificate by: SHA-256 of its DER in hex. SHA-1 stays on the wire.</summary>
static class CertificateFingerprint
{
    public static string Of(ReadOnlySpan<byte> der) => Convert.ToHexString(SHA256.HashData(der));

    /// <summary>What a person typed (colons, spaces, lower case, sha256: in front) as this stack writes it.</summary>
    public static string Normalize(string typed)
    {
        if (typed.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase)) typed = typed["sha256:".Length..];
        return string.Concat(typed.Where(character => character is not (':' or ' ' or '-'))).ToUpperInvariant();
    }
}
