using System.Buffers;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>Framed records on their way to the disk, in one pooled array that is given back when it is empty.</summary>
internal sealed class CommitBuffer
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>The sequence of the last record in the buffer.</summary>
    public long LastSequence { get; private set; }

    public void Append(long epoch, long sequence, long durable, ReadOnlySpan<byte> payload)
    {
        var target = Reserve(RecordHeader.Size + payload.Length);
        payload.CopyTo(target[RecordHeader.Size..]);
        RecordHeader.Write(target, epoch, sequence, durable, payload);
        LastSequence = sequence;
    }

    public void Append(CommitBuffer later)
    {
        if (later.IsEmpty)
            return;
        later.Bytes.CopyTo(Reserve(later.Length));
        LastSequence = later.LastSequence;
        later.Clear();
    }

    public void Clear()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, 2 * Length));
            Bytes.CopyTo(larger);
            if (_bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        var target = _bytes.AsSpan(Length, count);
        Length += count;
        return target;
    }
}
