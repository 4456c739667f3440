using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// The queue of one monitored item (OPC 10000-4, 5.13.1.5): a ring that grows by doubling up to the queue size, so that items
/// with a large queue and few values stay small, and nothing is allocated per value once it has grown.
/// </summary>
internal sealed class ValueQueue(int limit, bool discardOldest)
{
    private DataValue[] _ring = [];
    private int _head;

    public int Count { get; private set; }

    public int Limit { get; private set; } = limit;

    /// <summary>Values that there is memory for.</summary>
    public int Capacity => _ring.Length;

    /// <summary>Adds a value; true where another was lost for it.</summary>
    /// <remarks>
    /// The value next to the gap carries the overflow bit: the oldest that is left, or the newest. With a queue of one there is
    /// no bit: such an item asks for the latest value only.
    /// </remarks>
    public bool Enqueue(in DataValue value)
    {
        if (Count < Limit)
        {
            if (Count == _ring.Length)
                Grow();
            _ring[Index(Count)] = value;
            Count++;
            return false;
        }

        if (Limit == 1)
        {
            _ring[_head] = value;
        }
        else if (discardOldest)
        {
            _ring[_head] = value;
            _head = Index(1);
            MarkOverflow(ref _ring[_head]);
        }
        else
        {
            ref var newest = ref _ring[Index(Count - 1)];
            newest = value;
            MarkOverflow(ref newest);
        }

        return true;
    }

    /// <summary>The oldest value; valid until the next call.</summary>
    public ref readonly DataValue Peek() => ref _ring[_head];

    public void Dequeue()
    {
        _ring[_head] = default; // lets go of strings and arrays
        _head = Index(1);
        Count--;
    }

    public void Clear()
    {
        Array.Clear(_ring);
        _head = Count = 0;
    }

    /// <summary>Gives the queue another size; what does not fit any more is lost as on overflow.</summary>
    /// <returns>How many values were lost.</returns>
    public int Resize(int newLimit, bool discardsOldest)
    {
        discardOldest = discardsOldest;
        Limit = newLimit;
        var lost = Math.Max(0, Count - newLimit);
        if (lost > 0)
            Drop(lost);
        // What it does not need any more is given back: the server counts on it.
        if (_ring.Length > newLimit)
            Move(newLimit);
        return lost;
    }

    private void Drop(int lost)
    {
        if (discardOldest)
        {
            for (var i = 0; i < lost; i++)
                Dequeue();
            if (Limit > 1)
                MarkOverflow(ref _ring[_head]);
        }
        else
        {
            // The newest value stays: it stands for the latest state.
            ref var last = ref _ring[Index(Limit - 1)];
            last = _ring[Index(Count - 1)];
            if (Limit > 1)
                MarkOverflow(ref last);
            Count = Limit;
        }
    }

    private static void MarkOverflow(ref DataValue value) => value = value with { StatusCode = value.StatusCode.WithOverflow };

    private int Index(int offset)
    {
        var index = _head + offset;
        return index < _ring.Length ? index : index - _ring.Length;
    }

    private void Grow() => Move(Math.Min(Limit, Math.Max(4, _ring.Length * 2)));

    private void Move(int length)
    {
        var other = new DataValue[length];
        for (var i = 0; i < Count; i++)
            other[i] = _ring[Index(i)];
        _ring = other;
        _head = 0;
    }
}
