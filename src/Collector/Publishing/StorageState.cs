using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Collector.Publishing;

/// <summary>Whether a factory's log takes frames. Says each change once. Thread-safe.</summary>
internal sealed class StorageState(string factory, ILogger logger)
{
    private Sentence? _reason;

    /// <summary>Why nothing is stored and acknowledged at present; null while all is well.</summary>
    public Sentence? Reason => Volatile.Read(ref _reason);

    public void Refused(LogFullException full) =>
        Refused((full.IsDiskBehind ? StorageSentences.DiskBehind : StorageSentences.LogFull).Of(full.Message), full);

    public void Refused(LogStorageException refused) =>
        Refused((refused.IsDiskFull ? StorageSentences.DiskFull : StorageSentences.DiskRefuses).Of(refused.Message), refused);

    public void Taken()
    {
        if (Volatile.Read(ref _reason) is not null && Interlocked.Exchange(ref _reason, null) is not null)
            Log.StorageRecovered(logger, factory);
    }

    private void Refused(Sentence reason, Exception cause)
    {
        if (Interlocked.Exchange(ref _reason, reason) is null)
            Log.StorageRefuses(logger, factory, cause.Message);
    }
}
