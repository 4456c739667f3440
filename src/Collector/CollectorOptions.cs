using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Collector;

/// <summary>Section <c>Collector</c>.</summary>
internal sealed record CollectorOptions : IValidatedOptions
{
    public const string Section = "Collector";

    /// <summary>Who wrote a frame; must differ between collectors that share consumers.</summary>
    public string Name { get; init; } = "collector";

    /// <summary>How large the frame log of a factory may grow while consumers are away, in MiB.</summary>
    public int MaxLogMiB { get; init; } = 1_024;

    /// <summary>How often folder and factory.yaml files are looked at.</summary>
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a snapshot and the consumers' positions are written.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long, after an outage, windows wait at most for what a server's history brings of it.</summary>
    public TimeSpan HistoryPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long without a change a signal of a living connection counts as a flat line.</summary>
    public TimeSpan FlatAfter { get; init; } = TimeSpan.FromHours(1);

    public IEnumerable<string> FindFaults()
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return "Name is empty: give the collector a name";
        if (MaxLogMiB is < 32 or > 1 << 20)
            yield return $"MaxLogMiB is {MaxLogMiB}: use 32 to {1 << 20}";
        if (ReloadInterval < TimeSpan.FromMilliseconds(50) || ReloadInterval > TimeSpan.FromHours(1))
            yield return $"ReloadInterval is {ReloadInterval}: use 00:00:00.05 to 01:00:00";
        if (SnapshotInterval < TimeSpan.FromMilliseconds(50) || SnapshotInterval > TimeSpan.FromHours(1))
            yield return $"SnapshotInterval is {SnapshotInterval}: use 00:00:00.05 to 01:00:00";
        if (FlatAfter < TimeSpan.FromSeconds(1) || FlatAfter > TimeSpan.FromDays(365))
            yield return $"FlatAfter is {FlatAfter}: use 00:00:01 to 365.00:00:00";
        if (HistoryPatience < TimeSpan.Zero || HistoryPatience > TimeSpan.FromHours(1))
            yield return $"HistoryPatience is {HistoryPatience}: use 00:00:00 to 01:00:00";
    }
}
