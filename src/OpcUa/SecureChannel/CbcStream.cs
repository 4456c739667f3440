using System.Security.Cryptography;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// AES-CBC in one direction over many chunks, each of which starts from the same initialisation vector, as OPC 10000-6, 6.7.5
/// wants it, without an allocation a chunk.
/// </summary>
/// <remarks>
/// One cipher runs on from chunk to chunk; to give it back its first state, the first block of a chunk is mixed with the
/// difference between that state and the one it is in, the last ciphertext block of the chunk before:
/// <code>
/// E(P + (IV + last) + last) = E(P + IV)        D(C) + last + (IV + last) = D(C) + IV          (+ is xor)
/// </code>
/// The one-shot methods make a cipher a call (64 bytes and 20 µs), and resetting one makes an array.
/// </remarks>
sealed class CbcStream : IDisposable
{
    public const int Block = 16;
    const int Slice = 4_096;

    readonly byte[] _iv;
    readonly byte[] _last;
    readonly byte[] _scratch = new byte[Slice];
    readonly ICryptoTransform _transform;
    readonly bool _encrypts;

    public CbcStream(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, bool encrypts)
    {
        _iv = iv.ToArray();
        _last = iv.ToArray();
        _encrypts = encrypts;
        using var aes = Aes.Create();
        aes.SetKey(key);
        aes.IV = _iv;
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.None;
        _transform = encrypts ? aes.CreateEncryptor() : aes.CreateDecryptor();
    }

    /// <summary>Encrypts or decrypts whole blocks where they lie.</summary>
    public void Apply(Span<byte> blocks)
    {
        Span<byte> last = stackalloc byte[Block];
        if (_encrypts) MixWithState(blocks);
        else blocks[^Block..].CopyTo(last);

        for (var rest = blocks; rest.Length > 0;)
        {
            var part = rest[..Math.Min(rest.Length, Slice)];
            part.CopyTo(_scratch);
            _transform.TransformBlock(_scratch, 0, part.Length, _scratch, 0);
            _scratch.AsSpan(0, part.Length).CopyTo(part);
            rest = rest[part.Length..];
        }

        if (_encrypts) blocks[^Block..].CopyTo(last);
        else MixWithState(blocks);
        last.CopyTo(_last);
    }

    public void Dispose()
    {
        _transform.Dispose();
        CryptographicOperations.ZeroMemory(_iv);
        CryptographicOperations.ZeroMemory(_last);
        CryptographicOperations.ZeroMemory(_scratch);
    }

    void MixWithState(Span<byte> blocks)
    {
        for (var i = 0; i < Block; i++) blocks[i] ^= (byte)(_iv[i] ^ _last[i]);
    }
}
