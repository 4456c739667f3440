using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Contracts.Warnings;

/// <summary>
/// One case a machine: all that its models warned of from the first insight at a warning level until people closed the case.
/// Stays at the edge, on the topic <see cref="Topics.Warnings"/>; what of it the city is told is a <see cref="WarningReport"/>.
/// </summary>
public sealed record WarningCase
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Opaque; never used again for another case.</summary>
    public required string Id { get; init; }

    /// <summary>Grows by one with every change; of two the higher one counts.</summary>
    public required long Revision { get; init; }

    public required string Factory { get; init; }
    public required string Enterprise { get; init; }
    public required string Sector { get; init; }
    public required string Asset { get; init; }
    public required string AssetType { get; init; }
    public required WarningState State { get; init; }

    /// <summary>The worst level so far.</summary>
    public required InsightLevel Level { get; init; }

    /// <summary>End of the window that opened the case.</summary>
    public required DateTimeOffset Raised { get; init; }

    public required DateTimeOffset Changed { get; init; }

    /// <summary>When people first said that there is a fault; it stays, whatever they say later.</summary>
    public DateTimeOffset? Confirmed { get; init; }

    /// <summary>The insight at the worst level, the newest of these.</summary>
    public required Insight Worst { get; init; }

    /// <summary>How many insights at a warning level the case holds.</summary>
    public required long Insights { get; init; }

    /// <summary>The newest note for the city, if a person wrote one; notes among colleagues stay at the edge's console.</summary>
    public string? NoteForCity { get; init; }
}
