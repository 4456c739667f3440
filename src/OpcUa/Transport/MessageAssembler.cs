using System.Buffers;

namespace Jinan.IndustryBrain.OpcUa.Transport;

/// <summary>
/// Puts the chunks of one message together. A message of a single chunk is passed through where it lies; others are copied
/// into one pooled array that grows by what arrived, never by what a length field promised.
/// </summary>
/// <remarks>
/// Chunks of two messages must not mix (OPC 10000-6, 6.7.2.2). What is handed out stays valid until the next call.
/// Not for concurrent use.
/// </remarks>
internal sealed class MessageAssembler(TransportLimits limits) : IDisposable
{
    byte[] _array = [];
    int _length;
    int _chunks;
    uint _requestId;

    /// <summary>Adds a chunk's body; <see langword="true"/> with the whole message once its final chunk is in.</summary>
    /// <exception cref="Encoding.OpcUaException">Too many chunks or bytes, or a chunk of another message in between.</exception>
    public bool TryAdd(ChunkKind kind, uint requestId, ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> message)
    {
        message = default;
        if (_chunks == 0)
        {
            _length = 0;
            _requestId = requestId;
        }
        else if (requestId != _requestId)
        {
            TransportFault.Interleaved(requestId, _requestId);
        }

        if (kind is ChunkKind.Abort)
        {
            _chunks = 0;
            message = body;
            return true;
        }

        var total = (long)_length + body.Length;
        if (_chunks + 1 > limits.MaxChunkCount || total > limits.MaxMessageSize)
            TransportFault.MessageTooLarge(_chunks + 1, total, limits);

        if (kind is ChunkKind.Final && _chunks == 0)
        {
            ReleaseLargeArray();
            message = body;
            return true;
        }

        Append(body.Span);
        _chunks++;
        if (kind is not ChunkKind.Final) return false;

        _chunks = 0;
        message = _array.AsMemory(0, _length);
        return true;
    }

    public void Dispose()
    {
        if (_array.Length > 0) ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _length = _chunks = 0;
    }

    void Append(ReadOnlySpan<byte> body)
    {
        if (_array.Length - _length < body.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + body.Length, _array.Length * 2));
            _array.AsSpan(0, _length).CopyTo(larger);
            if (_array.Length > 0) ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }

        body.CopyTo(_array.AsSpan(_length));
        _length += body.Length;
    }

    // One large answer must not keep megabytes for the life of a connection that otherwise moves kilobytes.
    void ReleaseLargeArray()
    {
        if (_array.Length <= 1 << 20) return;
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
    }
}
