using System.ComponentModel.DataAnnotations;

namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>Section <c>Inference:Worker</c>.</summary>
internal sealed record WorkerOptions
{
    public const string Section = "Inference:Worker";

    /// <summary>The worker's assembly; null: beside this service, or in the checkout it was built in.</summary>
    public string? Path { get; init; }

    /// <summary>How long a worker may take to load its models and give their golden outputs.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one batch may take; a worker that takes longer is ended.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan BatchLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A worker that holds more is ended and started again.</summary>
    [Range(64, 1024 * 1024)]
    public int MemoryLimitMegabytes { get; init; } = 1024;

    /// <summary>How often a batch is given to a new process before it counts as failed.</summary>
    [Range(1, 10)]
    public int Attempts { get; init; } = 3;
}
