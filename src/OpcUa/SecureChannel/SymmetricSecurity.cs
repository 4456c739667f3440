using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// Protection of the MSG and CLO chunks of one direction under one token (OPC 10000-6, 6.7.2.5):
/// <code>
/// | headers | sequence header | body | padding size (1) | padding | HMAC-SHA-256 (32) |
///            '------------------ encrypted, whole blocks of 16 -----------------------'   no padding when only signed
/// </code>
/// </summary>
/// <remarks>
/// Used by one sender or one receiver at a time; the lock is for <see cref="Dispose"/>, by which a renewal takes the keys away
/// from a sender that still holds an outdated token. Nothing is allocated a chunk.
/// </remarks>
internal sealed class SymmetricSecurity : IChunkSecurity
{
    public const int SignatureLength = 32;
    public const int BlockLength = CbcStream.Block;
    const int SequenceHeader = 8;

    readonly Lock _lock = new();
    readonly IncrementalHash _hmac;
    readonly CbcStream? _encryptor;
    readonly CbcStream? _decryptor;
    bool _isDisposed;

    /// <param name="signing">The key of the HMAC.</param>
    /// <param name="encrypting">The key of AES; empty where chunks are only signed.</param>
    /// <param name="iv">Where CBC starts in each chunk.</param>
    public SymmetricSecurity(ReadOnlySpan<byte> signing, ReadOnlySpan<byte> encrypting, ReadOnlySpan<byte> iv)
    {
        _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, signing);
        if (encrypting.IsEmpty) return;
        _encryptor = new CbcStream(encrypting, iv, encrypts: true);
        _decryptor = new CbcStream(encrypting, iv, encrypts: false);
    }

    public int MaxBodyLength(int chunkSize, int securedFrom)
    {
        var room = chunkSize - securedFrom;
        if (_encryptor is not null) room -= (room % BlockLength) + 1;
        return room - SequenceHeader - SignatureLength;
    }

    public int SealedLength(int securedFrom, int contentEnd)
    {
        if (_encryptor is null) return contentEnd + SignatureLength;
        var plain = contentEnd - securedFrom + 1 + SignatureLength;
        return securedFrom + ((plain + BlockLength - 1) / BlockLength * BlockLength);
    }

    public void Seal(Span<byte> chunk, int securedFrom, int contentEnd)
    {
        lock (_lock)
        {
            ThrowIfDisposed();
            var signatureAt = chunk.Length - SignatureLength;
            // The padding size counts the bytes behind itself, and each of them repeats it.
            if (_encryptor is not null) chunk[contentEnd..signatureAt].Fill((byte)(signatureAt - contentEnd - 1));
            _hmac.AppendData(chunk[..signatureAt]);
            _hmac.GetHashAndReset(chunk[signatureAt..]);
            _encryptor?.Apply(chunk[securedFrom..]);
        }
    }

    public int Open(Span<byte> chunk, int securedFrom)
    {
        Span<byte> expected = stackalloc byte[SignatureLength];
        var signatureAt = chunk.Length - SignatureLength;
        lock (_lock)
        {
            ThrowIfDisposed();
            var secured = chunk.Length - securedFrom;
            if (secured < SequenceHeader + SignatureLength + (_decryptor is null ? 0 : 1)) ChunkRefusal.Throw();
            if (_decryptor is not null)
            {
                if (secured % BlockLength != 0) ChunkRefusal.Throw();
                _decryptor.Apply(chunk[securedFrom..]);
            }

            // The signature's place does not depend on the padding: nothing decrypted is looked at before it has held.
            _hmac.AppendData(chunk[..signatureAt]);
            _hmac.GetHashAndReset(expected);
        }

        if (!CryptographicOperations.FixedTimeEquals(expected, chunk[signatureAt..])) ChunkRefusal.Throw();
        return _decryptor is null ? signatureAt : ChunkPadding.Strip(chunk, securedFrom + SequenceHeader, signatureAt, isExtra: false);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _hmac.Dispose();
            _encryptor?.Dispose();
            _decryptor?.Dispose();
        }
    }

    void ThrowIfDisposed()
    {
        if (_isDisposed) throw new OpcUaException(StatusCodes.BadSecureChannelTokenUnknown, "The token's keys were dropped: it has been renewed, or the channel has ended.");
    }
}
