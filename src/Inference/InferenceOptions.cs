using Jinan.IndustryBrain.Inference.Windows;
using Jinan.IndustryBrain.Inference.Workers;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Inference;

/// <summary>Section <c>Inference</c>.</summary>
internal sealed record InferenceOptions : IValidatedOptions
{
    public const string Section = "Inference";

    /// <summary>Its <c>*.capsule</c> files are in service.</summary>
    public string CapsulesFolder { get; init; } = "capsules";

    /// <summary>Certificates of the publishers whose capsules are taken.</summary>
    public string PublishersFolder { get; init; } = "publishers";

    /// <summary>How often the capsules folder is looked at.</summary>
    public int FolderPollMs { get; init; } = 1000;

    /// <summary>The worker's executable or assembly; null: the one that was built or published with this service.</summary>
    public string? WorkerPath { get; init; }

    /// <summary>Managed heap of a worker; a process larger than twice this is ended and started anew.</summary>
    public int WorkerMemoryMiB { get; init; } = 512;

    public int WorkerStartSeconds { get; init; } = 60;

    /// <summary>A worker that has not answered a batch after this is ended and started anew.</summary>
    public int BatchSeconds { get; init; } = 10;

    public int BatchRows { get; init; } = 512;

    /// <summary>How long a batch waits for windows of other assets.</summary>
    public int GatherMs { get; init; } = 10;

    /// <summary>How long a window waits beyond its end for values that come late.</summary>
    public int LatenessMs { get; init; } = 250;

    /// <summary>A window whose newest value came this much after its source time is back-filled history.</summary>
    public int RetrospectiveSeconds { get; init; } = 300;

    /// <summary>A value that claims to be further ahead than this is not taken.</summary>
    public int MaxFutureSeconds { get; init; } = 300;

    /// <summary>Whether values of uncertain status count.</summary>
    public bool UncertainCounts { get; init; }

    /// <summary>How long to wait for a frame before asking the collector whether one was lost.</summary>
    public int SilenceMs { get; init; } = 5000;

    public IEnumerable<string> FindFaults()
    {
        if (string.IsNullOrWhiteSpace(CapsulesFolder))
            yield return "CapsulesFolder is empty: name the folder that holds the capsules";
        if (string.IsNullOrWhiteSpace(PublishersFolder))
            yield return "PublishersFolder is empty: name the folder that holds the trusted publishers' certificates";
        foreach (var (name, value, least, most) in Numbers())
            if (value < least || value > most)
                yield return $"{name} is {value}: use {least} to {most}";
    }

    public WindowOptions ToWindowOptions() => new(
        LatenessMs * 1_000_000L, RetrospectiveSeconds * 1_000_000_000L, MaxFutureSeconds * 1_000_000_000L, UncertainCounts);

    public WorkerOptions ToWorkerOptions() => new(
        WorkerLocation.Find(WorkerPath, WorkerMemoryMiB * 1024L * 1024),
        TimeSpan.FromSeconds(WorkerStartSeconds), TimeSpan.FromSeconds(BatchSeconds), TimeSpan.FromMilliseconds(GatherMs),
        BatchRows, TimeSpan.FromSeconds(30));

    private IEnumerable<(string Name, int Value, int Least, int Most)> Numbers() =>
    [
        (nameof(FolderPollMs), FolderPollMs, 100, 60_000),
        (nameof(WorkerMemoryMiB), WorkerMemoryMiB, 64, 65_536),
        (nameof(WorkerStartSeconds), WorkerStartSeconds, 1, 600),
        (nameof(BatchSeconds), BatchSeconds, 1, 600),
        (nameof(BatchRows), BatchRows, 1, 100_000),
        (nameof(GatherMs), GatherMs, 0, 1000),
        (nameof(LatenessMs), LatenessMs, 0, 60_000),
        (nameof(RetrospectiveSeconds), RetrospectiveSeconds, 1, 86_400),
        (nameof(MaxFutureSeconds), MaxFutureSeconds, 0, 86_400),
        (nameof(SilenceMs), SilenceMs, 500, 600_000),
    ];
}
