namespace Jinan.IndustryBrain.Collector.Publishing;

/// <summary>Whether a factory's log takes frames. Says each change once. Thread-safe.</summary>
internal sealed class StorageState(string factory, ILogger logger)
{
    private string? _reason;

    /// <summary>Why nothing is stored and acknowledged at present; null while all is well.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    public void Refused(string reason)
    {
        if (Interlocked.Exchange(ref _reason, reason) is null)
            Log.StorageRefuses(logger, factory, reason);
    }

    public void Taken()
    {
        if (Volatile.Read(ref _reason) is not null && Interlocked.Exchange(ref _reason, null) is not null)
            Log.StorageRecovered(logger, factory);
    }
}
