using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

public sealed class UserSecretTests : IDisposable
{
    const int Longest = 16 * 1_024;

    readonly RSA _private = TestCertificates.Server().Certificate.GetRSAPrivateKey()!;
    readonly RSA _public = TestCertificates.Server().Certificate.GetRSAPublicKey()!;
    readonly byte[] _nonce = RandomNumberGenerator.GetBytes(32);

    public void Dispose()
    {
        _private.Dispose();
        _public.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(178)]
    [InlineData(179)]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public void Secret_OfAnyLength_IsReadByTheServerAlone(int length)
    {
        var secret = SecuredChannels.Payload(length);
        foreach (var policy in new[] { RsaPolicy.Basic256Sha256, RsaPolicy.Aes256Sha256RsaPss })
        {
            var cipher = UserSecret.Encrypt(policy, _public, secret, _nonce);
            Assert.Equal(0, cipher.Length % 256);
            Assert.Equal(secret, UserSecret.Decrypt(policy, _private, cipher, _nonce, Longest));
        }
    }

    [Fact]
    public void Secret_Encrypted_HasTheLayoutOfTheSpecification()
    {
        var plain = _private.Decrypt(UserSecret.Encrypt(RsaPolicy.Basic256Sha256, _public, "pässword"u8, _nonce), RSAEncryptionPadding.OaepSHA1);
        Assert.Equal("pässword"u8.Length + 32, BitConverter.ToInt32(plain, 0));
        Assert.Equal([.. "pässword"u8, .. _nonce], plain[4..(4 + "pässword"u8.Length + 32)]);
        Assert.All(plain[(4 + "pässword"u8.Length + 32)..], value => Assert.Equal(0, value));
    }

    /// <summary>Other clients do not pad the last block.</summary>
    [Fact]
    public void Secret_WithoutZerosBehindIt_IsRead()
    {
        byte[] plain = [.. BitConverter.GetBytes(3 + 32), .. "abc"u8, .. _nonce];
        Assert.Equal("abc"u8.ToArray(), UserSecret.Decrypt(RsaPolicy.Basic256Sha256, _private, _private.Encrypt(plain, RSAEncryptionPadding.OaepSHA1), _nonce, Longest));
    }

    [Fact]
    public void Secret_Illegible_IsNullWhateverIsWrong()
    {
        var policy = RsaPolicy.Basic256Sha256;
        var good = UserSecret.Encrypt(policy, _public, SecuredChannels.Payload(300), _nonce);
        Assert.Null(UserSecret.Decrypt(policy, _private, good, RandomNumberGenerator.GetBytes(32), Longest));
        Assert.Null(UserSecret.Decrypt(RsaPolicy.Aes256Sha256RsaPss, _private, good, _nonce, Longest));
        Assert.Null(UserSecret.Decrypt(policy, _private, good.AsSpan(0, 256), _nonce, Longest));
        Assert.Null(UserSecret.Decrypt(policy, _private, good.AsSpan(1), _nonce, Longest));
        Assert.Null(UserSecret.Decrypt(policy, _private, [], _nonce, Longest));
        Assert.Null(UserSecret.Decrypt(policy, _private, new byte[64 * 1_024], _nonce, Longest));
        Assert.Null(UserSecret.Decrypt(policy, _private, good, _nonce, good.Length - 1));
        for (var at = 0; at < good.Length; at += 37)
        {
            var changed = good.ToArray();
            changed[at] ^= 0x10;
            Assert.Null(UserSecret.Decrypt(policy, _private, changed, _nonce, Longest));
        }

        foreach (var length in new[] { int.MinValue, -1, 0, 31, 36, int.MaxValue })
        {
            byte[] plain = [.. BitConverter.GetBytes(length), .. _nonce];
            Assert.Null(UserSecret.Decrypt(policy, _private, _private.Encrypt(plain, RSAEncryptionPadding.OaepSHA1), _nonce, Longest));
        }
    }
}
