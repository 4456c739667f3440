using Jinan.IndustryBrain.Brain.Privacy;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>The figures of one sector, district, both, or the city.</summary>
/// <param name="Sector">Null for all sectors.</param>
/// <param name="District">Null for all districts.</param>
internal sealed record ScopeAnswer(string? Sector, string? District, IReadOnlyList<FigureAnswer> Figures);

/// <summary>One figure with where it comes from.</summary>
/// <param name="Indicator">What the models answered, e.g. <c>health_index</c>.</param>
/// <param name="Unit">Of <paramref name="Mean"/>.</param>
/// <param name="State"><c>published</c>, <c>suppressed</c> or <c>empty</c>.</param>
/// <param name="Reason">Why it is suppressed, for a person; null otherwise.</param>
/// <param name="Mean">Mean value; null unless published, as all numbers are.</param>
/// <param name="Insights">Insights that it is made of.</param>
/// <param name="Enterprises">Unrelated enterprises that it stands for.</param>
/// <param name="Levels">Insights by level, each published or suppressed for itself.</param>
/// <param name="Lineage">Formula, inputs, age and coverage.</param>
internal sealed record FigureAnswer(
    string Indicator,
    string Unit,
    string State,
    string? Reason,
    double? Mean,
    long? Insights,
    int? Enterprises,
    IReadOnlyDictionary<string, LevelAnswer> Levels,
    Lineage Lineage);

/// <summary>How many insights have a level.</summary>
internal sealed record LevelAnswer(string State, string? Reason, long? Insights);

/// <summary>Where a figure comes from.</summary>
/// <param name="Rule">Names the formula for programs.</param>
/// <param name="Formula">How it is made.</param>
/// <param name="Inputs">What it is made of.</param>
/// <param name="Basis"><c>reported</c>, <c>measured</c> (models' answers over values of machines) or <c>estimated</c>.</param>
/// <param name="From">Inclusive; windows that end in the period count.</param>
/// <param name="To">Exclusive.</param>
/// <param name="AgeSeconds">Since the end of the period.</param>
/// <param name="Coverage">Mean part of the windows that good values covered, 0 to 1; null where it is not shown.</param>
/// <param name="Enterprises">Unrelated enterprises behind it; null where that is not shown.</param>
/// <param name="Insights">Insights behind it; null where that is not shown.</param>
public sealed record Lineage(
    string Rule, string Formula, string Inputs, string Basis, DateTimeOffset From, DateTimeOffset To, double AgeSeconds, double? Coverage,
    int? Enterprises = null, long? Insights = null);

internal static class Answers
{
    public static IReadOnlyList<ScopeAnswer> Of(
        IReadOnlyList<Sheet> sheets, IEnumerable<(string? Sector, string? District)> scopes, DateTimeOffset now, int k) =>
        [.. scopes.Select(scope => new ScopeAnswer(scope.Sector, scope.District,
            [.. from sheet in sheets
                let figure = sheet.Figures.FirstOrDefault(f => f.Sector == scope.Sector && f.District == scope.District)
                where figure is not null
                select Of(sheet, figure, now, k)]))];

    private static FigureAnswer Of(Sheet sheet, Figure figure, DateTimeOffset now, int k) => new(
        sheet.Indicator,
        sheet.Unit,
        Name(figure.State),
        Reason(figure.State, k),
        figure.Mean,
        figure.Insights,
        figure.Enterprises,
        figure.Levels.ToDictionary(
            pair => pair.Key, pair => new LevelAnswer(Name(pair.Value.State), Reason(pair.Value.State, k), pair.Value.Insights)),
        LineageRules.Of(LineageRules.MeanOfInsights, sheet.From, sheet.To, now, figure.Coverage) with
        {
            Enterprises = figure.Enterprises, Insights = figure.Insights,
        });

    public static string Name(FigureState state) => state switch
    {
        FigureState.Published => "published",
        FigureState.Empty => "empty",
        _ => "suppressed",
    };

    public static string? Reason(FigureState state, int k) => state switch
    {
        FigureState.TooFewEnterprises => $"it stands for fewer than {k} unrelated enterprises",
        FigureState.DominatedByOne => "one enterprise makes up too much of it",
        FigureState.Complementary => $"with it, figures of fewer than {k} unrelated enterprises could be worked out from others",
        _ => null,
    };
}
