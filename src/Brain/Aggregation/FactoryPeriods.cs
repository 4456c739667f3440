using System.Text.Json;
using Jinan.IndustryBrain.Contracts;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>Sums a period's insights up by factory.</summary>
internal static class FactoryPeriods
{
    private const string None = "none";

    public static IReadOnlyList<FactoryPeriod> Of(IEnumerable<PeriodInsight> insights) =>
        [.. insights.GroupBy(insight => insight.Factory, StringComparer.Ordinal).Select(group => Of(group.Key, [.. group]))];

    private static FactoryPeriod Of(string factory, List<PeriodInsight> insights)
    {
        var counted = insights.Where(insight => insight.Counts).ToList();
        var first = insights[0];
        return new FactoryPeriod(
            factory,
            first.Sector,
            first.District,
            first.Unrelated,
            counted.Select(insight => insight.Level).DefaultIfEmpty(None).MaxBy(level => Rank(level))!,
            counted.Select(insight => insight.Asset).Distinct(StringComparer.Ordinal).Count(),
            [.. counted
                .GroupBy(insight => (insight.Indicator, insight.Unit))
                .Select(group => new FactoryAnswer(
                    group.Key.Indicator, group.Key.Unit, group.Average(i => i.Value!.Value), group.Average(i => i.Coverage)))],
            [.. counted
                .Where(insight => insight.Document is not null)
                .Select(insight => LeadingSignal(insight.Document!) is { } signal ? new FactoryFault(insight.Indicator, signal) : null)
                .OfType<FactoryFault>()
                .Distinct()]);
    }

    private static int Rank(string level) => SheetBuilder.Levels.ToList().IndexOf(level);

    private static string? LeadingSignal(string document) =>
        JsonSerializer.Deserialize(document, ContractsJson.Default.Insight)?.Contributions.MaxBy(c => Math.Abs(c.Share))?.Signal;
}

/// <summary>The columns of an insight that a period's figures are made of.</summary>
/// <param name="Counts">Computed, with a value, and of its own time.</param>
/// <param name="Document">The whole of it where its level is warning or alarm; else null.</param>
internal sealed record PeriodInsight(
    DateTimeOffset WindowTo,
    string Factory,
    string Asset,
    string Indicator,
    string Unit,
    string Sector,
    string District,
    string Level,
    string Unrelated,
    double? Value,
    double Coverage,
    bool Counts,
    string? Document);
