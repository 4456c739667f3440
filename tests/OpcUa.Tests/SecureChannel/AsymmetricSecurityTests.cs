using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

public sealed class AsymmetricSecurityTests
{
    const int From = 60;
    const int SequenceHeader = 8;

    static RsaPolicy Policy(SecurityPolicyChoice choice) => (RsaPolicy)SecurityPolicies.For(choice);

    static byte[] Sealed(IChunkSecurity security, int bodyLength)
    {
        var contentEnd = From + SequenceHeader + bodyLength;
        var chunk = new byte[security.SealedLength(From, contentEnd)];
        for (var i = 0; i < contentEnd; i++) chunk[i] = (byte)(i * 7);
        security.Seal(chunk, From, contentEnd);
        return chunk;
    }

    static void AssertRefused(IChunkSecurity security, byte[] chunk, string what)
    {
        var fault = Record.Exception(() => security.Open(chunk, From));
        Assert.True(fault is OpcUaException, $"{what}: {fault}");
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, ((OpcUaException)fault).StatusCode);
        Assert.StartsWith("A chunk did not pass the security checks", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SecurityPolicyChoice.Basic256Sha256, 2_048, 2_048)]
    [InlineData(SecurityPolicyChoice.Basic256Sha256, 4_096, 2_048)]
    [InlineData(SecurityPolicyChoice.Basic256Sha256, 2_048, 4_096)]
    [InlineData(SecurityPolicyChoice.Aes128Sha256RsaOaep, 3_072, 3_072)]
    [InlineData(SecurityPolicyChoice.Aes256Sha256RsaPss, 2_048, 3_072)]
    [InlineData(SecurityPolicyChoice.Aes256Sha256RsaPss, 4_096, 4_096)]
    public void Opening_OfAnyLength_OpensToWhatWasSealed(SecurityPolicyChoice choice, int senderBits, int receiverBits)
    {
        var (ours, theirs) = (TestCertificates.Client(senderBits), TestCertificates.Server(receiverBits));
        using var sending = ChannelCertificates.Between(ours, theirs.Chain);
        using var receiving = ChannelCertificates.Between(theirs, ours.Chain);
        var (sender, receiver) = (Policy(choice).Asymmetric(sending), Policy(choice).Asymmetric(receiving));
        foreach (var length in new[] { 0, 1, 50, 100, 131, 132, 133, 300, 700 })
        {
            var chunk = Sealed(sender, length);
            var end = receiver.Open(chunk, From);
            Assert.Equal(From + SequenceHeader + length, end);
            for (var i = 0; i < end; i++) Assert.Equal((byte)(i * 7), chunk[i]);
        }
    }

    /// <summary>The blocks, the padding with its second size byte, and the signature, taken apart with the framework alone.</summary>
    [Theory]
    [InlineData(2_048)]
    [InlineData(3_072)]
    public void Opening_Sealed_IsWhatTheSpecificationDescribes(int receiverBits)
    {
        var (ours, theirs) = (TestCertificates.Client(), TestCertificates.Server(receiverBits));
        using var certificates = ChannelCertificates.Between(ours, theirs.Chain);
        var chunk = Sealed(RsaPolicy.Basic256Sha256.Asymmetric(certificates), 33);

        using var receiverKey = theirs.Certificate.GetRSAPrivateKey()!;
        using var senderKey = ours.Certificate.GetRSAPublicKey()!;
        var block = receiverBits / 8;
        Assert.Equal(0, (chunk.Length - From) % block);
        byte[] plain = [.. chunk[..From]];
        for (var at = From; at < chunk.Length; at += block)
            plain = [.. plain, .. receiverKey.Decrypt(chunk.AsSpan(at, block), RSAEncryptionPadding.OaepSHA1)];

        Assert.True(senderKey.VerifyData(plain[..^256], plain[^256..], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var padding = plain[(From + SequenceHeader + 33)..^256];
        if (receiverBits == 2_048)
        {
            Assert.All(padding, value => Assert.Equal(padding.Length - 1, value));
        }
        else
        {
            var size = padding.Length - 2;
            Assert.Equal(size >> 8, padding[^1]);
            Assert.All(padding[..^1], value => Assert.Equal((byte)size, value));
        }
    }

    [Fact]
    public void Opening_ChangedAnywhere_IsRefusedAlike()
    {
        var (ours, theirs) = (TestCertificates.Client(), TestCertificates.Server());
        using var sending = ChannelCertificates.Between(ours, theirs.Chain);
        using var receiving = ChannelCertificates.Between(theirs, ours.Chain);
        var receiver = RsaPolicy.Aes256Sha256RsaPss.Asymmetric(receiving);
        var original = Sealed(RsaPolicy.Aes256Sha256RsaPss.Asymmetric(sending), 60);
        for (var at = 0; at < original.Length; at++)
        {
            var chunk = original.ToArray();
            chunk[at] ^= 1;
            AssertRefused(receiver, chunk, $"byte {at}");
        }

        for (var length = From; length < original.Length; length += 13) AssertRefused(receiver, original[..length], $"length {length}");
        Assert.Equal(From + SequenceHeader + 60, receiver.Open(original.ToArray(), From));
        AssertRefused(receiver, new byte[From + (17 * 256)], "more blocks than an opening has");
    }

    [Fact]
    public void Opening_OfAnotherSenderOrPolicy_IsRefusedAlike()
    {
        var (ours, theirs) = (TestCertificates.Client(), TestCertificates.Server());
        using var receiving = ChannelCertificates.Between(theirs, ours.Chain);
        var receiver = RsaPolicy.Basic256Sha256.Asymmetric(receiving);
        using var stranger = ChannelCertificates.Between(TestCertificates.Stranger(), theirs.Chain);
        AssertRefused(receiver, Sealed(RsaPolicy.Basic256Sha256.Asymmetric(stranger), 60), "a stranger's signature");
        using var sending = ChannelCertificates.Between(ours, theirs.Chain);
        AssertRefused(receiver, Sealed(RsaPolicy.Aes256Sha256RsaPss.Asymmetric(sending), 60), "another policy's paddings");
        using var elsewhere = ChannelCertificates.Between(ours, TestCertificates.Stranger().Chain);
        AssertRefused(receiver, Sealed(RsaPolicy.Basic256Sha256.Asymmetric(elsewhere), 60), "encrypted for somebody else");
    }

    [Fact]
    public void Key_OfFewerThan2048Bits_IsRefusedOnEitherSide()
    {
        var fault = Assert.Throws<OpcUaException>(() => ChannelCertificates.Between(TestCertificates.Server(), TestCertificates.TooShort().Chain));
        Assert.Equal(StatusCodes.BadCertificatePolicyCheckFailed, fault.StatusCode);
        Assert.Contains("1024", fault.Message, StringComparison.Ordinal);
        Assert.Equal(
            StatusCodes.BadCertificatePolicyCheckFailed,
            Assert.Throws<OpcUaException>(() => ChannelCertificates.Between(TestCertificates.TooShort(), TestCertificates.Server().Chain)).StatusCode);
    }

    [Fact]
    public void Certificate_CutAnywhere_IsAnOpcUaFaultAndNothingElse()
    {
        var whole = TestCertificates.Client().Certificate.RawData;
        for (var length = 0; length < whole.Length; length++)
        {
            var fault = Assert.Throws<OpcUaException>(() => ChannelCertificates.Between(TestCertificates.Server(), whole.AsMemory(0, length)));
            Assert.Equal(StatusCodes.BadCertificateInvalid, fault.StatusCode);
        }
    }

    [Fact]
    public void Chain_OfSeveralCertificates_HasItsLeafFirst()
    {
        var (leaf, issuer) = (TestCertificates.Client().Certificate.RawData, TestCertificates.Server().Certificate.RawData);
        Assert.Equal(leaf, DerChain.LeafOf((byte[])[.. leaf, .. issuer]).ToArray());
        using var certificates = ChannelCertificates.Between(TestCertificates.Server(), (byte[])[.. leaf, .. issuer]);
        Assert.Equal(TestCertificates.Client().Certificate.Thumbprint, Convert.ToHexString(certificates.PeersThumbprint.Span));
    }
}
