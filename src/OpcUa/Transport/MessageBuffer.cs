using System.Buffers;

namespace Jinan.IndustryBrain.OpcUa.Transport;

/// <summary>
/// A message body being written, in one pooled array with room in front for the chunk's headers, so that a message of a
/// single chunk, the usual case, goes to the connection from where it was encoded.
/// </summary>
/// <remarks>Owned by whoever made it, until <see cref="Dispose"/>. Not for concurrent use.</remarks>
internal sealed class MessageBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>Bytes kept free in front of the body: message header 12, token id 4, sequence header 8 (OPC 10000-6, 6.7.2).</summary>
    public const int Headroom = 24;

    byte[] _array;
    int _end = Headroom;

    public MessageBuffer(int expectedLength = 1_024) =>
        _array = ArrayPool<byte>.Shared.Rent(Headroom + Math.Max(expectedLength, 64));

    public int BodyLength => _end - Headroom;

    public ReadOnlySpan<byte> Body => _array.AsSpan(Headroom, BodyLength);

    /// <summary>Headers, body, and at least <paramref name="trailing"/> bytes behind it for padding and signature.</summary>
    public Memory<byte> Whole(int trailing)
    {
        EnsureRoom(trailing);
        return _array.AsMemory(0, _end + trailing);
    }

    /// <summary>Replaces the array by <paramref name="rented"/>, which this object then owns; the body is gone.</summary>
    public void ReplaceBy(byte[] rented)
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = rented;
        _end = Headroom;
    }

    /// <summary>Forgets the body, so that the buffer can be written again.</summary>
    public void Clear() => _end = Headroom;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _end);
        _end += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return _array.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return _array.AsSpan(_end);
    }

    public void Dispose()
    {
        var array = _array;
        _array = [];
        _end = Headroom;
        if (array.Length > 0) ArrayPool<byte>.Shared.Return(array);
    }

    void EnsureRoom(int count)
    {
        ObjectDisposedException.ThrowIf(_array.Length == 0, this);
        if (_array.Length - _end >= count) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_end + count), _array.Length * 2));
        _array.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
