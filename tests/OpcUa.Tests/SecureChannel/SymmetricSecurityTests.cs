using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

public sealed class SymmetricSecurityTests : IDisposable
{
    const int From = 16;
    const int SequenceHeader = 8;

    static readonly byte[] Signing = RandomNumberGenerator.GetBytes(32);
    static readonly byte[] Iv = RandomNumberGenerator.GetBytes(16);

    readonly Dictionary<int, byte[]> _keys = new() { [0] = [], [16] = RandomNumberGenerator.GetBytes(16), [32] = RandomNumberGenerator.GetBytes(32) };
    readonly List<SymmetricSecurity> _made = [];

    public void Dispose() => _made.ForEach(security => security.Dispose());

    SymmetricSecurity Make(int keyBytes)
    {
        var security = new SymmetricSecurity(Signing, _keys[keyBytes], Iv);
        _made.Add(security);
        return security;
    }

    static byte[] Sealed(SymmetricSecurity security, int bodyLength)
    {
        var contentEnd = From + SequenceHeader + bodyLength;
        var chunk = new byte[security.SealedLength(From, contentEnd)];
        for (var i = 0; i < contentEnd; i++) chunk[i] = (byte)(i * 7);
        security.Seal(chunk, From, contentEnd);
        return chunk;
    }

    static void AssertRefused(SymmetricSecurity security, byte[] chunk, string what)
    {
        var fault = Record.Exception(() => security.Open(chunk, From));
        Assert.True(fault is OpcUaException, $"{what}: {fault}");
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, ((OpcUaException)fault).StatusCode);
        Assert.StartsWith("A chunk did not pass the security checks", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(32)]
    public void Chunk_OfEveryLength_OpensToWhatWasSealed(int keyBytes)
    {
        var (sender, receiver) = (Make(keyBytes), Make(keyBytes));
        for (var length = 0; length < 100; length++)
        {
            var chunk = Sealed(sender, length);
            Assert.Equal(From + SequenceHeader + length, receiver.Open(chunk, From));
            for (var i = 0; i < From + SequenceHeader + length; i++) Assert.Equal((byte)(i * 7), chunk[i]);
        }
    }

    /// <summary>Against the framework's one-shot cipher and hash: a fault that both directions share would not show otherwise.</summary>
    [Theory]
    [InlineData(16, 5)]
    [InlineData(32, 5)]
    [InlineData(32, 10_000)]
    [InlineData(32, 4_096 - 8 - 33)]
    public void Chunk_Sealed_IsWhatTheSpecificationDescribes(int keyBytes, int length)
    {
        var sender = Make(keyBytes);
        using var aes = Aes.Create();
        aes.Key = _keys[keyBytes];
        for (var round = 0; round < 3; round++)
        {
            var chunk = Sealed(sender, length);
            var plain = aes.DecryptCbc(chunk.AsSpan(From), Iv, PaddingMode.None);
            byte[] whole = [.. chunk[..From], .. plain];
            Assert.Equal(HMACSHA256.HashData(Signing, whole.AsSpan(0, whole.Length - 32)), whole[^32..]);
            var padding = whole.AsSpan(From + SequenceHeader + length, whole.Length - 32 - From - SequenceHeader - length).ToArray();
            Assert.InRange(padding.Length, 1, 16);
            Assert.All(padding, value => Assert.Equal(padding.Length - 1, value));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(32)]
    public void Chunk_ChangedInAnyBit_IsRefusedAlike(int keyBytes)
    {
        var (sender, receiver) = (Make(keyBytes), Make(keyBytes));
        var original = Sealed(sender, 21);
        for (var at = 0; at < original.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var chunk = original.ToArray();
                chunk[at] ^= (byte)(1 << bit);
                AssertRefused(receiver, chunk, $"byte {at}, bit {bit}");
            }
        }

        Assert.Equal(From + SequenceHeader + 21, receiver.Open(original, From));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public void Chunk_CutAnywhere_IsRefusedAlike(int keyBytes)
    {
        var (sender, receiver) = (Make(keyBytes), Make(keyBytes));
        var original = Sealed(sender, 40);
        for (var length = From; length < original.Length; length++) AssertRefused(receiver, original[..length], $"length {length}");
    }

    [Fact]
    public void Padding_Wrong_IsRefusedAsAWrongSignatureIs()
    {
        var receiver = Make(32);
        using var aes = Aes.Create();
        aes.Key = _keys[32];
        // 8 of sequence header, 15 of body with padding, 41 more of padding: rightly signed, and the padding lies in some way.
        foreach (var (size, filler) in new[] { (255, 255), (200, 200), (56, 56), (40, 39), (3, 4), (1, 2) })
        {
            var chunk = new byte[From + 96];
            var signatureAt = chunk.Length - 32;
            chunk.AsSpan(From, 64).Fill((byte)filler);
            chunk[signatureAt - 1] = (byte)size;
            HMACSHA256.HashData(Signing, chunk.AsSpan(0, signatureAt), chunk.AsSpan(signatureAt));
            aes.EncryptCbc(chunk.AsSpan(From), Iv, PaddingMode.None).CopyTo(chunk, From);
            AssertRefused(receiver, chunk, $"padding of {size}, filled with {filler}");
        }
    }

    [Fact]
    public void Keys_OfAnotherToken_AreRefusedAsAWrongSignatureIs()
    {
        using var other = new SymmetricSecurity(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), Iv);
        AssertRefused(Make(32), Sealed(other, 21), "another token's keys");
        using var otherIv = new SymmetricSecurity(Signing, _keys[32], RandomNumberGenerator.GetBytes(16));
        AssertRefused(Make(32), Sealed(otherIv, 21), "another initialisation vector");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public void Body_OfTheLongestLength_FillsTheChunkAndNotMore(int keyBytes)
    {
        var security = Make(keyBytes);
        for (var size = 8_192; size < 8_300; size++)
        {
            var room = security.MaxBodyLength(size, From);
            Assert.True(security.SealedLength(From, From + SequenceHeader + room) <= size);
            Assert.True(security.SealedLength(From, From + SequenceHeader + room + 1) > size);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(32)]
    public void Chunk_SealedAndOpened_AllocatesNothing(int keyBytes)
    {
        var (sender, receiver) = (Make(keyBytes), Make(keyBytes));
        var contentEnd = From + SequenceHeader + 9_000;
        var chunk = new byte[sender.SealedLength(From, contentEnd)];
        Turn();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Turn();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Turn()
        {
            sender.Seal(chunk, From, contentEnd);
            receiver.Open(chunk, From);
        }
    }

    [Fact]
    public void Keys_OfADroppedToken_SealAndOpenNothingMore()
    {
        var security = Make(32);
        var chunk = Sealed(security, 10);
        security.Dispose();
        Assert.Equal(StatusCodes.BadSecureChannelTokenUnknown, Assert.Throws<OpcUaException>(() => security.Open(chunk, From)).StatusCode);
        Assert.Equal(StatusCodes.BadSecureChannelTokenUnknown, Assert.Throws<OpcUaException>(() => security.Seal(chunk, From, From + SequenceHeader + 10)).StatusCode);
    }
}
