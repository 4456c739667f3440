using System.Buffers;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>Consecutive records in one pooled buffer. The payloads are valid until the batch is disposed.</summary>
public sealed class LogBatch : IDisposable
{
    private byte[] _buffer;
    private readonly int _length;

    internal LogBatch(byte[] buffer, int length, long first, int count)
    {
        _buffer = buffer;
        _length = length;
        First = first;
        Count = count;
    }

    /// <summary>The sequence of the first record.</summary>
    public long First { get; }

    /// <summary>The sequence of the last record.</summary>
    public long Last => First + Count - 1;

    /// <summary>How many records there are; at least one.</summary>
    public int Count { get; }

    /// <summary>Walks the records without allocating.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Walks the records of a batch.</summary>
    public struct Enumerator
    {
        private readonly LogBatch _batch;
        private int _next;

        internal Enumerator(LogBatch batch) => _batch = batch;

        /// <summary>The record at hand.</summary>
        public LogRecord Current { get; private set; }

        /// <summary>Goes to the next record; false behind the last.</summary>
        public bool MoveNext()
        {
            if (_next >= _batch._length)
                return false;
            ObjectDisposedException.ThrowIf(_batch._buffer.Length == 0, _batch);
            var header = RecordHeader.Read(_batch._buffer.AsSpan(_next));
            Current = new(header.Sequence, _batch._buffer.AsMemory(_next + RecordHeader.Size, header.Length));
            _next += RecordHeader.Size + header.Length;
            return true;
        }
    }
}
