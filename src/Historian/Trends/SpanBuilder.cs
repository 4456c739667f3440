namespace Jinan.IndustryBrain.Historian.Trends;

/// <summary>Makes spans of one signal's values, given in their order. A value holds until the next one, whatever that one's status.</summary>
/// <param name="from">Source time of the beginning, of a span.</param>
/// <param name="hold">The value that holds there; null where none does.</param>
internal sealed class SpanBuilder(long from, double? hold)
{
    private readonly List<TrendSpan> _spans = [];
    private Open _open = new(TrendSpan.IndexOf(from));
    private double? _hold = hold;
    private long _at = from;

    /// <param name="time">Source time, not before that of the value before.</param>
    /// <param name="value">Null where the value does not count.</param>
    public void Add(long time, double? value)
    {
        HoldUntil(time);
        if (_open.Index < TrendSpan.IndexOf(time))
            Next(TrendSpan.IndexOf(time));
        _open.Take(value);
        _hold = value;
    }

    /// <summary>Ends where a span ends; everything up to there is known.</summary>
    /// <returns>The spans in which values came, in order.</returns>
    public IReadOnlyList<TrendSpan> Finish(long to)
    {
        HoldUntil(to);
        Close();
        return _spans;
    }

    private void HoldUntil(long time)
    {
        while (_at < time)
        {
            var index = TrendSpan.IndexOf(_at);
            if (index > _open.Index)
            {
                Next(index);
                // Whole spans in which nothing comes are told by the one before them.
                if (TrendSpan.IndexOf(time) > index)
                {
                    _at = TrendSpan.TimeOf(TrendSpan.IndexOf(time));
                    continue;
                }
            }

            var until = Math.Min(time, TrendSpan.TimeOf(index + 1));
            if (_hold is { } value)
                _open.Hold(value, until - _at);
            _at = until;
        }
    }

    private void Next(long index)
    {
        Close();
        _open = new Open(index);
    }

    private void Close()
    {
        if (_open.Rows > 0)
            _spans.Add(_open.Closed(_hold));
    }

    private sealed class Open(long index)
    {
        private double? _min;
        private double? _max;
        private double _weighted;
        private double _plain;
        private long _count;
        private long _held;

        public long Index => index;

        public long Rows { get; private set; }

        public void Take(double? value)
        {
            Rows++;
            if (value is not { } number)
                return;
            _count++;
            _plain += number;
            Include(number);
        }

        public void Hold(double value, long length)
        {
            _weighted += value * length;
            _held += length;
            Include(value);
        }

        public TrendSpan Closed(double? last) => new(index, Rows, _count, _min, _max, _held > 0 ? _weighted : _plain, _held, last);

        private void Include(double value)
        {
            _min = _min is { } min && min <= value ? min : value;
            _max = _max is { } max && max >= value ? max : value;
        }
    }
}
