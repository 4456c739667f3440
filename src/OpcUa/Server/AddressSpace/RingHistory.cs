using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// The last values of a variable, in memory, ordered by source time: a ring that grows by doubling up to its capacity. A value
/// that comes late is put where it belongs.
/// </summary>
internal sealed class RingHistory(int capacity) : IHistorySource
{
    private readonly Lock _gate = new();
    private DataValue[] _ring = [];
    private int _head;
    private int _count;

    public void Add(in DataValue value)
    {
        lock (_gate)
        {
            if (_count == capacity)
            {
                // Older than everything that is kept: the oldest would be the one to go.
                if (value.SourceTimestamp < At(0).SourceTimestamp)
                    return;
                At(0) = default;
                _head = (_head + 1) % _ring.Length;
                _count--;
            }
            else if (_count == _ring.Length)
            {
                Grow();
            }

            var place = _count++;
            for (; place > 0 && At(place - 1).SourceTimestamp > value.SourceTimestamp; place--)
                At(place) = At(place - 1);
            At(place) = value;
        }
    }

    public IReadOnlyList<DataValue> ReadRaw(DateTime from, DateTime to, bool isForward, int skip, int most)
    {
        var values = new List<DataValue>();
        lock (_gate)
        {
            // Forward from the first value that is not before; backward from the last that is not behind.
            var step = isForward ? 1 : -1;
            var at = isForward ? FirstNotBefore(from) : FirstBehind(from) - 1;
            for (at += step * skip; at >= 0 && at < _count && values.Count < most; at += step)
            {
                var time = At(at).SourceTimestamp;
                if (isForward ? time >= to : time <= to)
                    break;
                values.Add(At(at));
            }
        }

        return values;
    }

    private int FirstNotBefore(DateTime time) => Search(value => value < time);

    private int FirstBehind(DateTime time) => Search(value => value <= time);

    private int Search(Func<DateTime, bool> isBefore)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (isBefore(At(middle).SourceTimestamp))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private ref DataValue At(int index) => ref _ring[(_head + index) % _ring.Length];

    private void Grow()
    {
        var larger = new DataValue[Math.Min(capacity, Math.Max(16, _ring.Length * 2))];
        for (var i = 0; i < _count; i++)
            larger[i] = At(i);
        _ring = larger;
        _head = 0;
    }
}
