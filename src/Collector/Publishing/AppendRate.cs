namespace Jinan.IndustryBrain.Collector.Publishing;

/// <summary>How fast a log grows: the bytes of the last hour, minute by minute. Thread-safe.</summary>
internal sealed class AppendRate(TimeProvider time)
{
    private const int Minutes = 60;

    private readonly Lock _gate = new();
    private readonly long[] _bytes = new long[Minutes];
    private readonly long _begun = time.GetTimestamp();
    private long _minute;

    public void Add(int bytes)
    {
        lock (_gate)
        {
            Move();
            _bytes[_minute % Minutes] += bytes;
        }
    }

    /// <summary>Bytes a day at the present rate; null in the first minute, which says nothing yet.</summary>
    public double? BytesADay()
    {
        lock (_gate)
        {
            Move();
            var elapsed = time.GetElapsedTime(_begun);
            if (elapsed < TimeSpan.FromMinutes(1))
                return null;
            // The minute that is not over counts as far as it has come.
            var span = TimeSpan.FromMinutes(Math.Min(_minute, Minutes - 1)) + (elapsed - TimeSpan.FromMinutes(_minute));
            return _bytes.Sum() / span.TotalDays;
        }
    }

    private void Move()
    {
        var now = (long)time.GetElapsedTime(_begun).TotalMinutes;
        for (var minute = Math.Max(_minute + 1, now - Minutes + 1); minute <= now; minute++)
            _bytes[minute % Minutes] = 0;
        _minute = now;
    }
}
