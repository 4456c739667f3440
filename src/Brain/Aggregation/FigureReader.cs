using Jinan.IndustryBrain.Brain.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>Answers from published sheets alone; it has no way to the insights themselves.</summary>
internal sealed class FigureReader(SheetStore sheets, FactoryRegistry registry, BrainOptions options, TimeProvider time)
{
    private readonly Periods _periods = new(options.Period, options.Grace);

    public async Task<Results<Ok<IReadOnlyList<ScopeAnswer>>, ProblemHttpResult>> ReadAsync(
        IEnumerable<(string? Sector, string? District)> scopes, DateTimeOffset? period, CancellationToken cancellationToken)
    {
        if (period is { } asked && _periods.StartOf(asked) != asked)
            return TypedResults.Problem(
                $"Figures exist for whole periods of {options.Period} only; the one around this time starts at "
                + $"{_periods.StartOf(asked):O}. /api/v1/periods lists them.",
                statusCode: 400,
                title: "Not the start of a period");
        var found = await sheets.ReadAsync(period?.ToUniversalTime(), cancellationToken);
        return TypedResults.Ok(Answers.Of(found, scopes, time.GetUtcNow(), options.K));
    }

    public async Task<StatusAnswer> StatusAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await sheets.ReadAsync(period: null, cancellationToken);
        var bySector = Answers.Of(found, registry.Sectors.Select(sector => ((string?)sector, (string?)null)), now, options.K);
        return new StatusAnswer(
            options.K,
            options.Period,
            [.. bySector.Select(scope => new SectorStatus(
                scope.Sector!,
                [.. scope.Figures.Where(figure => figure.State != "empty").Select(figure => new IndicatorStatus(
                    figure.Indicator, figure.Unit, figure.State, figure.Enterprises, figure.Insights, figure.Lineage.To, figure.Lineage.AgeSeconds))]))]);
    }
}

/// <summary>What the city knows, told as coarsely as its figures.</summary>
/// <param name="K">Every figure stands for at least so many unrelated enterprises.</param>
/// <param name="Period">Length of a period.</param>
internal sealed record StatusAnswer(int K, TimeSpan Period, IReadOnlyList<SectorStatus> Sectors);

/// <summary>One sector's indicators.</summary>
internal sealed record SectorStatus(string Sector, IReadOnlyList<IndicatorStatus> Indicators);

/// <summary>One indicator's newest period.</summary>
internal sealed record IndicatorStatus(
    string Indicator, string Unit, string State, int? Enterprises, long? Insights, DateTimeOffset To, double AgeSeconds);
