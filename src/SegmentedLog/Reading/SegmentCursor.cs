using System.Buffers;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// Where a reader stands, so that reading on costs one read of the file and no search. Holds the segment's file open
/// until it moves to the next one. Not thread-safe.
/// </summary>
internal sealed class SegmentCursor(SegmentedLog log) : IDisposable
{
    private SegmentedLog.ReadableSegment? _segment;
    private long _sequence;
    private long _offset;

    /// <summary>Reads durable records from <paramref name="from"/> on, at most about <paramref name="maxBytes"/>, at least one.</summary>
    public LogBatch? TryRead(long from, int maxBytes)
    {
        if (!Seek(from))
            return null;
        var end = log.ReadableEnd(_segment!.Value.Segment, out var last);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(maxBytes, RecordHeader.Size), end - _offset));
        try
        {
            var length = _segment.Value.File.ReadUpTo(_offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - _offset)));
            if (length >= RecordHeader.Size && RecordHeader.Read(buffer).Length is var first
                && first >= 0 && first > length - RecordHeader.Size && first <= end - _offset - RecordHeader.Size)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(RecordHeader.Size + first);
                length = _segment.Value.File.ReadUpTo(_offset, buffer.AsSpan(0, RecordHeader.Size + first));
            }
            var (used, count) = Check(buffer.AsSpan(0, length), from, last);
            if (count == 0)
                throw Damaged(from);
            _offset += used;
            _sequence += count;
            return new(buffer, used, from, count);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private (int Used, int Count) Check(ReadOnlySpan<byte> bytes, long from, long last)
    {
        var used = 0;
        var count = 0;
        while (bytes.Length - used >= RecordHeader.Size && from + count <= last)
        {
            var header = RecordHeader.Read(bytes[used..]);
            // A record that the buffer cuts off is for the next read; so is a bad one, of which it will be the first.
            if (header.Length < 0 || header.Length > bytes.Length - used - RecordHeader.Size
                || header.Sequence != from + count
                || !RecordHeader.IsIntact(bytes.Slice(used, RecordHeader.Size + header.Length), _segment!.Value.Segment.Epoch))
                break;
            used += RecordHeader.Size + header.Length;
            count++;
        }
        return (used, count);
    }

    private bool Seek(long from)
    {
        if (_segment is { } current)
        {
            _ = log.ReadableEnd(current.Segment, out var last);
            if (from < current.Segment.First || from > last)
                Leave();
        }
        if (_segment is null)
        {
            _segment = log.UseSegmentOf(from);
            if (_segment is null)
                return false;
            _sequence = _segment.Value.Segment.First;
            _offset = SegmentHeader.Size;
        }
        if (from < _sequence)
        {
            _sequence = _segment.Value.Segment.First;
            _offset = SegmentHeader.Size;
        }
        if (from > _sequence)
            Skip(from);
        return true;
    }

    private void Skip(long to)
    {
        var end = log.ReadableEnd(_segment!.Value.Segment, out _);
        using var scanner = new SegmentScanner(_segment.Value.File, _segment.Value.Segment.Epoch, _sequence, _offset, end);
        while (scanner.NextSequence < to)
        {
            if (!scanner.MoveNext())
            {
                _offset = scanner.NextOffset;
                throw Damaged(scanner.NextSequence);
            }
        }
        _sequence = scanner.NextSequence;
        _offset = scanner.NextOffset;
    }

    private LogDamagedException Damaged(long sequence) =>
        new(_segment!.Value.Segment.Path, _offset, sequence, "this record was durable and its bytes do not match their checksum");

    private void Leave()
    {
        if (_segment is { } segment)
            log.LeaveSegment(segment.Segment);
        _segment = null;
    }

    public void Dispose() => Leave();
}
