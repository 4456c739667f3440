namespace Jinan.IndustryBrain.Plugins.Training.Seeds;

/// <summary>
/// Plant seeds by purpose. The ranges do not touch each other; everything outside them is free for the plant that is
/// watched and judged, whose machines no model has seen.
/// </summary>
internal readonly record struct SeedRange(string Purpose, int First, int Count)
{
    /// <summary>What models are fitted to, and what single-signal limits are picked on.</summary>
    public static readonly SeedRange Train = new("train", 1_000_000, 100_000);

    /// <summary>What the number of trees is looked at on, and what the alarm threshold is picked on.</summary>
    public static readonly SeedRange Validation = new("validation", 2_000_000, 100_000);

    /// <summary>What intervals are calibrated on: neither fitted to nor picked on, or they would be too narrow.</summary>
    public static readonly SeedRange Calibration = new("calibration", 2_500_000, 100_000);

    /// <summary>What the model card reports; used for nothing else.</summary>
    public static readonly SeedRange Test = new("test", 3_000_000, 100_000);

    public static IReadOnlyList<SeedRange> All { get; } = [Train, Validation, Calibration, Test];

    public int Last => First + Count - 1;

    /// <summary>The seed of the run with this index.</summary>
    public int At(int run)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(run);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(run, Count);
        return First + run;
    }

    public bool Contains(int seed) => seed >= First && seed <= Last;
}
