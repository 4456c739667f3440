using System.Buffers;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>Walks the records of one segment through a pooled window and checks each of them.</summary>
internal sealed class SegmentScanner(ILogFile file, long epoch, long firstSequence, long offset, long end) : IDisposable
{
    private const int WindowBytes = 64 << 10;
    private byte[] _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private long _windowStart = offset;
    private int _windowLength;

    /// <summary>Where the next record begins; after a false <see cref="MoveNext"/> where the last good one ended.</summary>
    public long NextOffset { get; private set; } = offset;

    /// <summary>The sequence of the next record.</summary>
    public long NextSequence { get; private set; } = firstSequence;

    /// <summary>The header of the current record.</summary>
    public RecordHeader Current { get; private set; }

    /// <summary>False at the end and at the first record that is not whole: see <see cref="AtEnd"/>.</summary>
    public bool MoveNext()
    {
        if (!TryRecord(NextOffset, out var header) || header.Sequence != NextSequence)
            return false;
        Current = header;
        NextOffset += RecordHeader.Size + header.Length;
        NextSequence++;
        return true;
    }

    /// <summary>Whether there are no bytes after the last good record.</summary>
    public bool AtEnd => NextOffset == end;

    /// <summary>
    /// Looks through what follows the first bad record for an intact one that was written after that record had been
    /// acknowledged. Its sequence, or 0.
    /// </summary>
    public long FindProofAfterGap()
    {
        var lost = NextSequence;
        var highest = lost + (end - NextOffset) / RecordHeader.Size;
        for (var at = NextOffset + 1; at <= end - RecordHeader.Size; at++)
        {
            if (!Fill(at, RecordHeader.Size))
                return 0;
            var header = RecordHeader.Read(_window.AsSpan((int)(at - _windowStart)));
            if (header.Sequence > lost && header.Sequence <= highest && header.ProvenSequence >= lost && TryRecord(at, out _))
                return header.Sequence;
        }
        return 0;
    }

    private bool TryRecord(long at, out RecordHeader header)
    {
        header = default;
        if (at > end - RecordHeader.Size || !Fill(at, RecordHeader.Size))
            return false;
        header = RecordHeader.Read(_window.AsSpan((int)(at - _windowStart)));
        // The length is checked against the bytes that exist before anything is rented for it.
        if (header.Length < 0 || header.Length > end - at - RecordHeader.Size || !Fill(at, RecordHeader.Size + header.Length))
            return false;
        return RecordHeader.IsIntact(_window.AsSpan((int)(at - _windowStart), RecordHeader.Size + header.Length), epoch);
    }

    private bool Fill(long at, int count)
    {
        if (at >= _windowStart && at + count <= _windowStart + _windowLength)
            return true;
        if (_window.Length < count)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = ArrayPool<byte>.Shared.Rent(count);
        }
        _windowStart = at;
        _windowLength = file.ReadUpTo(at, _window.AsSpan(0, (int)Math.Min(_window.Length, end - at)));
        return _windowLength >= count;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_window);
        _window = [];
    }
}
