using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Decisions;

/// <summary>Something that waits for somebody's decision, by a stated rule.</summary>
/// <param name="Rule">Names the rule.</param>
/// <param name="Urgency">Orders decisions of different rules.</param>
/// <param name="Sector">The sector that it is about; null for none.</param>
/// <param name="What">What it is; <c>{0}</c> is the sector's name where there is one, what follows are <paramref name="Values"/>.</param>
/// <param name="Link">The page with more.</param>
public sealed record Decision(
    string Rule, Urgency Urgency, string? Sector, Phrase What, IReadOnlyList<object?> Values, string Link, Lineage Lineage);

/// <summary>What comes first.</summary>
public enum Urgency
{
    /// <summary>Today.</summary>
    High,

    /// <summary>Today, if there is time.</summary>
    Medium,
}

/// <summary>Finds what waits for a decision. Every part of the brain that knows of such things registers one.</summary>
internal interface IDecisionSource
{
    Task<IReadOnlyList<Decision>> FindAsync(CancellationToken cancellationToken);
}
