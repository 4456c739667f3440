namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>What a connection counts. Thread-safe.</summary>
internal sealed class Counters
{
    long _connects, _notifications, _batches, _keepAlives, _overflows, _gaps, _republished, _lost, _duplicates, _eventsDropped;

    public void Connect() => Interlocked.Increment(ref _connects);

    public void Batch(int notifications, int overflows)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _notifications, notifications);
        if (overflows > 0) Interlocked.Add(ref _overflows, overflows);
    }

    public void KeepAlive() => Interlocked.Increment(ref _keepAlives);

    public void Gap() => Interlocked.Increment(ref _gaps);

    public void Republished() => Interlocked.Increment(ref _republished);

    public void MessagesLost(long count) => Interlocked.Add(ref _lost, count);

    public void Duplicate() => Interlocked.Increment(ref _duplicates);

    public void EventDropped() => Interlocked.Increment(ref _eventsDropped);

    public ConnectionCounters Snapshot() => new(
        Interlocked.Read(ref _connects), Interlocked.Read(ref _notifications), Interlocked.Read(ref _batches),
        Interlocked.Read(ref _keepAlives), Interlocked.Read(ref _overflows), Interlocked.Read(ref _gaps),
        Interlocked.Read(ref _republished), Interlocked.Read(ref _lost), Interlocked.Read(ref _duplicates),
        Interlocked.Read(ref _eventsDropped));
}
