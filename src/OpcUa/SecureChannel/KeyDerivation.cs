using System.Security.Cryptography;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// P_SHA256 of RFC 5246, 5, which OPC 10000-6, 6.7.5 derives the keys of a token with:
/// <code>
/// A(0) = seed      A(i) = HMAC(secret, A(i-1))
/// output = HMAC(secret, A(1) + seed) + HMAC(secret, A(2) + seed) + ...
/// </code>
/// </summary>
static class KeyDerivation
{
    public static void PSha256(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, Span<byte> output)
    {
        Span<byte> a = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(seed);
        hmac.GetHashAndReset(a);
        while (output.Length > 0)
        {
            hmac.AppendData(a);
            hmac.AppendData(seed);
            hmac.GetHashAndReset(block);
            var taken = Math.Min(block.Length, output.Length);
            block[..taken].CopyTo(output);
            output = output[taken..];
            hmac.AppendData(a);
            hmac.GetHashAndReset(a);
        }

        CryptographicOperations.ZeroMemory(a);
        CryptographicOperations.ZeroMemory(block);
    }
}
