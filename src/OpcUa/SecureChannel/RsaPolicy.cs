using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// The three current policies with RSA keys (OPC 10000-7, 6.6): they differ in the signature's padding, the hash of OAEP and
/// the length of the AES key, and in nothing else.
/// </summary>
internal sealed class RsaPolicy : ISecurityPolicy
{
    public const int SmallestKeyBits = 2_048;
    public const int LargestKeyBits = 4_096;

    /// <summary>Bytes of the nonces of channels and sessions: as long as the hash of the policy.</summary>
    const int NonceBytes = 32;

    const string Prefix = "http://opcfoundation.org/UA/SecurityPolicy#";

    RsaPolicy(SecurityPolicyChoice choice, string name, bool isPss, int encryptionKeyBytes)
    {
        Choice = choice;
        Uri = Prefix + name;
        EncryptionKeyBytes = encryptionKeyBytes;
        SignaturePadding = isPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        EncryptionPadding = isPss ? RSAEncryptionPadding.OaepSHA256 : RSAEncryptionPadding.OaepSHA1;
        OaepOverhead = isPss ? 66 : 42;
        SignatureAlgorithm = isPss
            ? "http://opcfoundation.org/UA/security/rsa-pss-sha2-256"
            : "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
        EncryptionAlgorithm = isPss
            ? "http://opcfoundation.org/UA/security/rsa-oaep-sha2-256"
            : "http://www.w3.org/2001/04/xmlenc#rsa-oaep";
    }

    public static RsaPolicy Basic256Sha256 { get; } = new(SecurityPolicyChoice.Basic256Sha256, "Basic256Sha256", false, 32);

    public static RsaPolicy Aes128Sha256RsaOaep { get; } = new(SecurityPolicyChoice.Aes128Sha256RsaOaep, "Aes128_Sha256_RsaOaep", false, 16);

    public static RsaPolicy Aes256Sha256RsaPss { get; } = new(SecurityPolicyChoice.Aes256Sha256RsaPss, "Aes256_Sha256_RsaPss", true, 32);

    public SecurityPolicyChoice Choice { get; }

    public string Uri { get; }

    public int NonceLength => NonceBytes;

    /// <summary>What SignatureData says of a signature made by this policy.</summary>
    public string SignatureAlgorithm { get; }

    /// <summary>What an identity token says of a secret encrypted by this policy.</summary>
    public string EncryptionAlgorithm { get; }

    public RSASignaturePadding SignaturePadding { get; }

    public RSAEncryptionPadding EncryptionPadding { get; }

    /// <summary>Bytes of a block of the key's length that OAEP takes: two hashes and two bytes (RFC 8017, 7.1.1).</summary>
    public int OaepOverhead { get; }

    int EncryptionKeyBytes { get; }

    /// <exception cref="OpcUaException">The key is shorter or longer than OPC 10000-7 allows for these policies.</exception>
    public static void CheckKey(RSA key, string whose)
    {
        if (key.KeySize is >= SmallestKeyBits and <= LargestKeyBits) return;
        throw new OpcUaException(
            StatusCodes.BadCertificatePolicyCheckFailed,
            $"{whose} certificate has an RSA key of {key.KeySize} bits; {SmallestKeyBits} to {LargestKeyBits} are allowed: make a new certificate.");
    }

    public IChunkSecurity Asymmetric(ChannelCertificates certificates) => new AsymmetricSecurity(this, certificates);

    public (IChunkSecurity Outgoing, IChunkSecurity Incoming) Symmetric(
        bool sign, bool encrypt, ReadOnlySpan<byte> ourNonce, ReadOnlySpan<byte> peerNonce)
    {
        if (!sign) Transport.TransportFault.SecurityChecks($"Security policy {Uri} always signs: set the security mode to Sign or SignAndEncrypt.");

        // OPC 10000-6, 6.7.5: the sender's keys are derived from the other end's nonce as the secret and its own as the seed.
        return (Derive(encrypt, peerNonce, ourNonce), Derive(encrypt, ourNonce, peerNonce));
    }

    /// <summary>Signs one text behind another, as the signatures of sessions are made (OPC 10000-4, 5.7.2.2).</summary>
    public byte[] Sign(RSA key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        key.SignData([.. first, .. second], HashAlgorithmName.SHA256, SignaturePadding);

    public bool Verify(RSA key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> signature) =>
        key.VerifyData([.. first, .. second], signature, HashAlgorithmName.SHA256, SignaturePadding);

    SymmetricSecurity Derive(bool encrypt, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed)
    {
        Span<byte> keys = stackalloc byte[SymmetricSecurity.SignatureLength + EncryptionKeyBytes + SymmetricSecurity.BlockLength];
        KeyDerivation.PSha256(secret, seed, keys);
        try
        {
            var signing = keys[..SymmetricSecurity.SignatureLength];
            var encrypting = keys.Slice(signing.Length, EncryptionKeyBytes);
            return new SymmetricSecurity(signing, encrypt ? encrypting : default, keys[^SymmetricSecurity.BlockLength..]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
        }
    }
}
