using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Privacy;

namespace Jinan.IndustryBrain.Brain.Cockpit.Figures;

/// <summary>One number, or why it is not shown.</summary>
/// <param name="State"><c>published</c>, <c>suppressed</c> or <c>empty</c>.</param>
/// <param name="Reason">Why it is suppressed, for a person; null otherwise.</param>
/// <param name="Value">Null unless published.</param>
public sealed record Cell(string State, string? Reason, double? Value, string Unit, Lineage Lineage)
{
    /// <summary>What was decided, for the words of a page.</summary>
    [JsonIgnore]
    public FigureState Decision { get; init; }

    internal static Cell Of(FigureState state, double? value, string unit, Lineage lineage, int k) =>
        new(Answers.Name(state), Answers.Reason(state, k), state == FigureState.Published ? value : null, unit, lineage) { Decision = state };
}

/// <summary>The mean answer of models of one kind.</summary>
public sealed record IndicatorCell(string Indicator, Cell Mean);

/// <summary>Factories whose worst level is this.</summary>
public sealed record LevelCell(string Level, Cell Factories);

/// <summary>Factories and machines of the whole city, a sector, a district, or both.</summary>
/// <param name="Sector">Null for all sectors.</param>
/// <param name="District">Null for all districts.</param>
/// <param name="Levels">Factories by their worst level: <c>none</c>, <c>ok</c>, <c>warning</c>, <c>alarm</c>.</param>
/// <param name="Health">What models of health answer: health, anomaly, remaining life.</param>
/// <param name="Quality">What models of quality answer.</param>
/// <param name="NewestTo">End of the newest period with a figure; null where there is none.</param>
public sealed record ScopeOverview(
    string? Sector,
    string? District,
    Cell? Factories,
    Cell? Machines,
    IReadOnlyList<LevelCell> Levels,
    IReadOnlyList<IndicatorCell> Health,
    IReadOnlyList<IndicatorCell> Quality,
    IReadOnlyList<SpreadAnswer> Spreads,
    DateTimeOffset? NewestTo)
{
    public Cell? Level(string level) => Levels.FirstOrDefault(cell => cell.Level == level)?.Factories;
}

/// <summary>How an indicator is spread over a sector's factories; every group stands for at least k unrelated enterprises.</summary>
/// <param name="Groups">From the lowest mean to the highest; empty unless published.</param>
public sealed record SpreadAnswer(string Indicator, string Unit, string State, string? Reason, IReadOnlyList<DistributionGroup> Groups, Lineage Lineage);

/// <summary>A fault kind that at least k unrelated enterprises of a sector share.</summary>
/// <param name="AtLeast">Unrelated enterprises; how many more is not told.</param>
public sealed record SharedFaultAnswer(string Indicator, string Signal, int AtLeast, Lineage Lineage);

/// <summary>The four sectors at a glance.</summary>
/// <param name="K">Every figure stands for at least so many unrelated enterprises.</param>
/// <param name="Period">Length of a period.</param>
/// <param name="StaleAfterSeconds">From this age on a figure is old.</param>
/// <param name="Decisions">What needs a decision, the most urgent first; at most five.</param>
public sealed record OverviewAnswer(
    int K, TimeSpan Period, double StaleAfterSeconds, ScopeOverview City, IReadOnlyList<ScopeOverview> Sectors, IReadOnlyList<DecisionAnswer> Decisions);

/// <summary>Something that waits for somebody's decision.</summary>
/// <param name="Rule">Which rule found it.</param>
/// <param name="Urgency"><c>high</c> or <c>medium</c>.</param>
/// <param name="Text">What it is, for a person.</param>
/// <param name="Link">The page with more.</param>
public sealed record DecisionAnswer(string Rule, string Urgency, string? Sector, string Text, string Link, Lineage Lineage)
{
    /// <summary>For a page, which says it in its own language.</summary>
    [JsonIgnore]
    public Decisions.Decision Source { get; init; } = null!;
}

/// <summary>The districts on the schematic map.</summary>
public sealed record MapAnswer(int K, double StaleAfterSeconds, IReadOnlyList<DistrictAnswer> Districts);

/// <summary>One district of the map.</summary>
/// <param name="Part"><c>cluster</c>, <c>park</c> or <c>none</c>: its part in the plan's layout 四聚多园.</param>
/// <param name="Role">The plan's words for it; null where none are known.</param>
/// <param name="Registered">Whether the register has a factory there.</param>
/// <param name="Density">Factories connected.</param>
/// <param name="Health">Share of them without warning or alarm.</param>
/// <param name="Sectors">The same by sector.</param>
public sealed record DistrictAnswer(
    string District, string Name, string NameEnglish, int Column, int Row, string Part, string? Role, bool Registered,
    Cell? Density, Cell? Health, ScopeOverview Figures, IReadOnlyList<ScopeOverview> Sectors);

/// <summary>One sector.</summary>
/// <param name="Districts">The sector in every district of the register.</param>
public sealed record SectorAnswer(
    int K, double StaleAfterSeconds, ScopeOverview Figures, IReadOnlyList<SharedFaultAnswer> SharedFaults, IReadOnlyList<ScopeOverview> Districts);

/// <summary>One indicator of a sector over the periods.</summary>
/// <param name="Points">Oldest first; a period without a published figure has no value.</param>
public sealed record TrendAnswer(string Indicator, string Unit, IReadOnlyList<TrendValue> Points, Lineage Lineage);

/// <summary>One period of a trend.</summary>
/// <param name="State"><c>published</c>, <c>suppressed</c> or <c>empty</c>.</param>
public sealed record TrendValue(DateTimeOffset From, string State, double? Value);
