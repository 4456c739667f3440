using Jinan.IndustryBrain.Cli.OpcUa.Connecting;

namespace Jinan.IndustryBrain.Cli.OpcUa.Bench;

/// <summary>What is measured, and for how long.</summary>
internal sealed record BenchOptions(ServerAccess Access)
{
    /// <summary>Variables.</summary>
    public int Items { get; init; } = 10_000;

    public TimeSpan Publishing { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan Sampling { get; init; } = TimeSpan.FromMilliseconds(100);

    public uint Queue { get; init; } = 10;

    /// <summary>Whether values are read in a loop instead of subscribed to.</summary>
    public bool Read { get; init; }

    /// <summary>Values of one Read request.</summary>
    public int Batch { get; init; } = 1_000;

    /// <summary>The compiler's tiers and the buffers settle in this time.</summary>
    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Node ids with {0} for a number from 0; null: variables with numbers are looked for.</summary>
    public string? Nodes { get; init; }
}
