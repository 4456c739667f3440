using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// Passwords and issued tokens as they are encrypted for a server (OPC 10000-4, 7.41.2.2), in blocks of its key:
/// <code>
/// | length of what follows (4) | secret | server's nonce | zeros to the end of the block |
/// </code>
/// The nonce ties the secret to one session; the zeros hide how long it is.
/// </summary>
static class UserSecret
{
    const int Prefix = 4;

    public static byte[] Encrypt(RsaPolicy policy, RSA serversKey, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> serverNonce)
    {
        var block = serversKey.KeySize / 8;
        var plainBlock = block - policy.OaepOverhead;
        var content = secret.Length + serverNonce.Length;
        var blocks = (Prefix + content + plainBlock - 1) / plainBlock;
        var plain = new byte[blocks * plainBlock];
        var cipher = new byte[blocks * block];
        try
        {
            BinaryPrimitives.WriteInt32LittleEndian(plain, content);
            secret.CopyTo(plain.AsSpan(Prefix));
            serverNonce.CopyTo(plain.AsSpan(Prefix + secret.Length));
            for (var i = 0; i < blocks; i++)
                serversKey.Encrypt(plain.AsSpan(i * plainBlock, plainBlock), cipher.AsSpan(i * block, block), policy.EncryptionPadding);
            return cipher;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>
    /// The secret, which the caller clears after use; <see langword="null"/> where it was not encrypted for this key, this
    /// session and this nonce. All blocks are tried whatever the first one gave, and which check failed is not told.
    /// </summary>
    public static byte[]? Decrypt(RsaPolicy policy, RSA ourKey, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> serverNonce, int maxCipherBytes)
    {
        var block = ourKey.KeySize / 8;
        if (cipher.Length == 0 || cipher.Length > maxCipherBytes || cipher.Length % block != 0) return null;
        var plain = new byte[cipher.Length];
        try
        {
            var (written, isGood) = (0, true);
            for (var at = 0; at < cipher.Length; at += block)
                isGood &= TryDecrypt(policy, ourKey, cipher.Slice(at, block), plain, ref written);
            return isGood ? Unwrap(plain.AsSpan(0, written), serverNonce) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    static byte[]? Unwrap(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> serverNonce)
    {
        if (plain.Length < Prefix) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(plain);
        if (length < serverNonce.Length || length > plain.Length - Prefix) return null;
        var content = plain.Slice(Prefix, length);
        return CryptographicOperations.FixedTimeEquals(content[^serverNonce.Length..], serverNonce)
            ? content[..^serverNonce.Length].ToArray()
            : null;
    }

    static bool TryDecrypt(RsaPolicy policy, RSA key, ReadOnlySpan<byte> block, byte[] plain, ref int written)
    {
        try
        {
            written += key.Decrypt(block, plain.AsSpan(written), policy.EncryptionPadding);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
