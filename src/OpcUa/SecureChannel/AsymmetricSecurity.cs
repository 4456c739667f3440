using System.Security.Cryptography;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// Protection of OPN chunks (OPC 10000-6, 6.7.2.5 and 6.7.4): signed with the sender's key, then encrypted for the receiver's,
/// in blocks of that key's length, whatever the channel's mode:
/// <code>
/// plain    | block - overhead | block - overhead | ...      cipher   |     block     |     block     | ...
/// </code>
/// </summary>
/// <remarks>A client and a server renew from two threads at a time: guarded by a lock.</remarks>
sealed class AsymmetricSecurity(RsaPolicy policy, ChannelCertificates certificates) : IChunkSecurity
{
    const int SequenceHeader = 8;

    /// <summary>An opening has five blocks at most; a stranger's chunk of a full buffer would cost hundreds of private-key operations.</summary>
    const int MaxBlocks = 16;

    const int LargestBlock = RsaPolicy.LargestKeyBits / 8;

    readonly Lock _lock = new();
    readonly int _ourBlock = certificates.OurKey.KeySize / 8;
    readonly int _peersBlock = certificates.PeersKey.KeySize / 8;

    public int MaxBodyLength(int chunkSize, int securedFrom)
    {
        var plain = (chunkSize - securedFrom) / _peersBlock * (_peersBlock - policy.OaepOverhead);
        return plain - SequenceHeader - SizeBytes(_peersBlock) - _ourBlock;
    }

    public int SealedLength(int securedFrom, int contentEnd) => securedFrom + (Blocks(securedFrom, contentEnd) * _peersBlock);

    public void Seal(Span<byte> chunk, int securedFrom, int contentEnd)
    {
        var plainBlock = _peersBlock - policy.OaepOverhead;
        var blocks = Blocks(securedFrom, contentEnd);
        var plainEnd = securedFrom + (blocks * plainBlock);
        var signatureAt = plainEnd - _ourBlock;
        ChunkPadding.Write(chunk, contentEnd, signatureAt, IsExtra(_peersBlock));

        Span<byte> plain = stackalloc byte[LargestBlock];
        lock (_lock)
        {
            certificates.OurKey.SignData(chunk[..signatureAt], chunk[signatureAt..plainEnd], HashAlgorithmName.SHA256, policy.SignaturePadding);
            // Blocks grow: the last goes first, so that none is overwritten before its turn.
            for (var i = blocks - 1; i >= 0; i--)
            {
                chunk.Slice(securedFrom + (i * plainBlock), plainBlock).CopyTo(plain);
                certificates.PeersKey.Encrypt(plain[..plainBlock], chunk.Slice(securedFrom + (i * _peersBlock), _peersBlock), policy.EncryptionPadding);
            }
        }

        CryptographicOperations.ZeroMemory(plain);
    }

    /// <summary>
    /// Decrypts all blocks and checks the signature over what came out, even when one of them could not be decrypted: a peer
    /// that sends forged chunks learns from neither status nor effort how far they got.
    /// </summary>
    public int Open(Span<byte> chunk, int securedFrom)
    {
        var plainBlock = _ourBlock - policy.OaepOverhead;
        var secured = chunk.Length - securedFrom;
        var blocks = secured / _ourBlock;
        var plainEnd = securedFrom + (blocks * plainBlock);
        var signatureAt = plainEnd - _peersBlock;
        if (secured % _ourBlock != 0 || blocks > MaxBlocks || signatureAt < securedFrom + SequenceHeader + SizeBytes(_ourBlock)) ChunkRefusal.Throw();

        Span<byte> plain = stackalloc byte[LargestBlock];
        var isGood = true;
        lock (_lock)
        {
            for (var i = 0; i < blocks; i++)
            {
                isGood &= TryDecrypt(certificates.OurKey, policy, chunk.Slice(securedFrom + (i * _ourBlock), _ourBlock), plain, plainBlock);
                plain[..plainBlock].CopyTo(chunk[(securedFrom + (i * plainBlock))..]);
            }

            isGood &= certificates.PeersKey.VerifyData(
                chunk[..signatureAt], chunk[signatureAt..plainEnd], HashAlgorithmName.SHA256, policy.SignaturePadding);
        }

        CryptographicOperations.ZeroMemory(plain);
        if (!isGood) ChunkRefusal.Throw();
        return ChunkPadding.Strip(chunk, securedFrom + SequenceHeader, signatureAt, IsExtra(_ourBlock));
    }

    public void Dispose()
    {
        // The keys belong to the channel's certificates.
    }

    static bool TryDecrypt(RSA key, RsaPolicy policy, ReadOnlySpan<byte> block, Span<byte> plain, int plainBlock)
    {
        try
        {
            return key.Decrypt(block, plain, policy.EncryptionPadding) == plainBlock;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    static bool IsExtra(int block) => block > RsaPolicy.SmallestKeyBits / 8;

    static int SizeBytes(int block) => IsExtra(block) ? 2 : 1;

    int Blocks(int securedFrom, int contentEnd)
    {
        var plainBlock = _peersBlock - policy.OaepOverhead;
        return (contentEnd - securedFrom + SizeBytes(_peersBlock) + _ourBlock + plainBlock - 1) / plainBlock;
    }
}
