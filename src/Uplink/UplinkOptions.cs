using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Uplink;

/// <summary>Section <c>Uplink</c>.</summary>
internal sealed record UplinkOptions : IValidatedOptions
{
    public const string Section = "Uplink";

    /// <summary>Most insights in one request.</summary>
    public int MaxBatch { get; init; } = 100;

    /// <summary>About the most bytes in one request.</summary>
    public int MaxBatchBytes { get; init; } = 512 * 1024;

    /// <summary>How long the first insight waits for company.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How much may wait for one factory while the city is out of reach.</summary>
    public long MaxOutboxBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>The wait after the first failure; it doubles with each further one.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait.</summary>
    public TimeSpan MaxBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the city may take to answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the city is asked for tasks; for receipts a third as often.</summary>
    public TimeSpan TaskInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many lines the log of exports keeps for one factory.</summary>
    public int ExportLines { get; init; } = 20_000;

    public IEnumerable<string> FindFaults()
    {
        if (MaxBatch is < 1 or > 500)
            yield return $"MaxBatch is {MaxBatch}: use 1 to 500";
        if (MaxBatchBytes is < 16 * 1024 or > 1024 * 1024)
            yield return $"MaxBatchBytes is {MaxBatchBytes}: use 16384 to 1048576";
        if (Linger < TimeSpan.Zero || Linger > TimeSpan.FromMinutes(1))
            yield return $"Linger is {Linger}: use 00:00:00 to 00:01:00";
        if (MaxOutboxBytes < 4 * 1024 * 1024)
            yield return $"MaxOutboxBytes is {MaxOutboxBytes}: use 4194304 or more";
        if (FirstBackOff <= TimeSpan.Zero || MaxBackOff < FirstBackOff)
            yield return $"FirstBackOff is {FirstBackOff} and MaxBackOff {MaxBackOff}: use positive times, the first not above the longest";
        if (RequestTimeout < TimeSpan.FromSeconds(1) || RequestTimeout > TimeSpan.FromMinutes(10))
            yield return $"RequestTimeout is {RequestTimeout}: use 00:00:01 to 00:10:00";
        if (TaskInterval < TimeSpan.FromSeconds(1) || TaskInterval > TimeSpan.FromHours(1))
            yield return $"TaskInterval is {TaskInterval}: use 00:00:01 to 01:00:00";
        if (ExportLines is < 100 or > 1_000_000)
            yield return $"ExportLines is {ExportLines}: use 100 to 1000000";
    }
}
