using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>
/// How far a server's clock is ahead of ours. A message's way only ever takes time, so the largest difference of the last
/// while is the nearest to the truth.
/// </summary>
internal sealed class ClockOffset
{
    private const long WindowNs = 60_000_000_000;

    private long _measuredAt = long.MinValue;

    /// <summary>The server's clock less ours; 0 before the first message.</summary>
    public long Nanoseconds { get; private set; }

    public void Measure(long publishTime, long receivedTime)
    {
        if (publishTime == OpcUaTime.NoTime)
            return;
        var offset = publishTime - receivedTime;
        if (_measuredAt != long.MinValue && offset < Nanoseconds && receivedTime - _measuredAt < WindowNs)
            return;
        Nanoseconds = offset;
        _measuredAt = receivedTime;
    }
}
