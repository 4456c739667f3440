using System.Buffers;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Transport;

/// <summary>
/// Cuts a stream of bytes into chunks without copying: whoever reads the connection fills <see cref="FreeSpace"/>,
/// says how much by <see cref="Advance"/>, and takes complete chunks until there are none.
/// </summary>
/// <remarks>
/// One pooled array, owned by this object until <see cref="Dispose"/>. A chunk handed out stays valid, and may be changed
/// in place (decryption), until <see cref="FreeSpace"/> is asked for again. Not for concurrent use.
/// </remarks>
internal sealed class FrameBuffer : IDisposable
{
    byte[] _array;
    int _start;
    int _end;
    int _maxChunkSize;

    public FrameBuffer(int maxChunkSize)
    {
        _maxChunkSize = maxChunkSize;
        // Room for two chunks: one may be completed while the rest of the read already holds the start of the next.
        _array = ArrayPool<byte>.Shared.Rent(maxChunkSize * 2);
    }

    /// <summary>Narrows the longest chunk accepted, once hello and acknowledge agreed on it.</summary>
    public void LimitChunkSize(int maxChunkSize) => _maxChunkSize = Math.Min(_maxChunkSize, maxChunkSize);

    /// <summary>Space to receive into, never empty. Chunks handed out before are no longer valid.</summary>
    public Memory<byte> FreeSpace()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_array.Length - _end < _maxChunkSize)
        {
            // The rest of an incomplete chunk moves to the front: at most one chunk, once in a buffer's length.
            _array.AsSpan(_start, _end - _start).CopyTo(_array);
            _end -= _start;
            _start = 0;
        }

        return _array.AsMemory(_end);
    }

    public void Advance(int received) => _end += received;

    /// <summary>Takes the next complete chunk; <see langword="false"/> when more bytes are needed.</summary>
    /// <exception cref="OpcUaException">The bytes are not an OPC UA chunk, or it is longer than agreed.</exception>
    public bool TryTake(out ChunkHeader header, out Memory<byte> chunk)
    {
        chunk = default;
        var available = _end - _start;
        if (!ChunkHeader.TryRead(_array.AsSpan(_start, available), _maxChunkSize, out header) || header.Size > available)
            return false;

        chunk = _array.AsMemory(_start, header.Size);
        _start += header.Size;
        return true;
    }

    public void Dispose()
    {
        var array = _array;
        _array = [];
        _start = _end = 0;
        if (array.Length > 0) ArrayPool<byte>.Shared.Return(array);
    }
}
