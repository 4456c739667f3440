using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Historian;

/// <summary>Section <c>Historian</c>.</summary>
internal sealed record HistorianOptions : IValidatedOptions
{
    public const string Section = "Historian";

    /// <summary>A factory's recent values become a Parquet segment when there are this many.</summary>
    public int SealRows { get; init; } = 200_000;

    /// <summary>... or when the oldest of them is this old.</summary>
    public TimeSpan SealAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Recent values of all factories together; beyond it the largest is sealed early.</summary>
    public int MaxTailRows { get; init; } = 1_500_000;

    /// <summary>Limit of one factory's log; ingestion waits when it is reached.</summary>
    public long LogMaxBytes { get; init; } = 1L << 30;

    /// <summary>How often what was taken is synced and confirmed to the collector.</summary>
    public TimeSpan ConfirmInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the collector is asked whether it has frames that the broker did not bring.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    public int DatabaseMemoryMiB { get; init; } = 384;

    public int DatabaseThreads { get; init; } = 2;

    public int MaxConcurrentQueries { get; init; } = 4;

    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Values and insights older than this are removed, whole segments at a time. Zero keeps them for ever.</summary>
    public TimeSpan RetentionAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long trends are kept, which need little room: a quarter of an hour of a signal is one row. Zero keeps them for ever.</summary>
    public TimeSpan TrendAge { get; init; } = TimeSpan.FromDays(1826);

    /// <summary>A factory's Parquet segments are kept below this by removing the oldest. Zero sets no limit.</summary>
    public long RetentionBytes { get; init; }

    public IEnumerable<string> FindFaults()
    {
        if (SealRows is < 1 or > 5_000_000)
            yield return $"SealRows is {SealRows}: use 1 to 5000000";
        if (SealAge <= TimeSpan.Zero)
            yield return $"SealAge is {SealAge}: use a positive duration such as 00:15:00";
        if (MaxTailRows < SealRows)
            yield return $"MaxTailRows is {MaxTailRows}: it must be at least SealRows ({SealRows})";
        if (LogMaxBytes < 32 << 20)
            yield return $"LogMaxBytes is {LogMaxBytes}: use at least {32 << 20}";
        if (ConfirmInterval <= TimeSpan.Zero)
            yield return $"ConfirmInterval is {ConfirmInterval}: use a positive duration such as 00:00:01";
        if (PollInterval <= TimeSpan.Zero)
            yield return $"PollInterval is {PollInterval}: use a positive duration such as 00:00:05";
        if (DatabaseMemoryMiB < 64)
            yield return $"DatabaseMemoryMiB is {DatabaseMemoryMiB}: use at least 64";
        if (DatabaseThreads is < 1 or > 64)
            yield return $"DatabaseThreads is {DatabaseThreads}: use 1 to 64";
        if (MaxConcurrentQueries is < 1 or > 64)
            yield return $"MaxConcurrentQueries is {MaxConcurrentQueries}: use 1 to 64";
        if (QueryTimeout <= TimeSpan.Zero)
            yield return $"QueryTimeout is {QueryTimeout}: use a positive duration such as 00:01:00";
        if (RetentionAge < TimeSpan.Zero)
            yield return $"RetentionAge is {RetentionAge}: use a duration, or 00:00:00 to keep all";
        if (TrendAge < TimeSpan.Zero)
            yield return $"TrendAge is {TrendAge}: use a duration, or 00:00:00 to keep all";
        if (RetentionBytes < 0)
            yield return $"RetentionBytes is {RetentionBytes}: use a number of bytes, or 0 for no limit";
    }
}
