using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Contracts.Warnings;

/// <summary>
/// What of a case leaves the factory: the fields below that its <see cref="DisclosurePolicy"/> releases, all others null.
/// </summary>
public sealed record WarningReport
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;
    public required string Id { get; init; }

    /// <summary>
    /// Grows with every report of the case; the city keeps the highest. It is the uplink's own, never below
    /// <see cref="WarningCase.Revision"/>: another policy makes another report of the same case.
    /// </summary>
    public required long Revision { get; init; }

    public required string Factory { get; init; }
    public required string Enterprise { get; init; }
    public required string Sector { get; init; }
    public required WarningState State { get; init; }
    public required DateTimeOffset Raised { get; init; }
    public required DateTimeOffset Changed { get; init; }

    /// <summary>The factory took the case back: the city forgets all but the id.</summary>
    public bool Withdrawn { get; init; }

    public InsightLevel? Level { get; init; }
    public string? AssetType { get; init; }
    public string? Asset { get; init; }

    /// <summary>See <see cref="ModelReference.Kind"/>.</summary>
    public string? ModelKind { get; init; }

    /// <summary>Names of the signals that contributed most, largest first.</summary>
    public IReadOnlyList<string>? Signals { get; init; }

    public double? Value { get; init; }
    public string? Unit { get; init; }

    /// <summary>Id of the insight and digest of its evidence, so that a replay at the factory can be held against it.</summary>
    public WarningEvidence? Evidence { get; init; }

    public string? Note { get; init; }

    /// <summary>What takes this report back: nothing in it that the city was not told before, and no released field.</summary>
    /// <param name="revision">Above <see cref="Revision"/>.</param>
    public WarningReport Withdraw(long revision) => new()
    {
        Id = Id,
        Revision = revision,
        Factory = Factory,
        Enterprise = Enterprise,
        Sector = Sector,
        State = State,
        Raised = Raised,
        Changed = Changed,
        Withdrawn = true,
    };
}

/// <summary>What a replay is held against.</summary>
/// <param name="Insight">Id of the insight.</param>
/// <param name="Digest">SHA-256 over the values of its window, lower-case hex.</param>
public sealed record WarningEvidence(string Insight, string Digest);
