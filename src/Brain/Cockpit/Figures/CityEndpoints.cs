using Jinan.IndustryBrain.Brain.Cockpit.Decisions;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Jinan.IndustryBrain.Brain.Cockpit.Figures;

/// <summary>The cockpit's figures for programs: what its pages show, no more.</summary>
internal static class CityEndpoints
{
    private const int MostPeriods = 1440;

    public static IServiceCollection AddCityFigures(this IServiceCollection services) => services
        .AddSingleton<CityReader>()
        .AddSingleton<IDecisionSource, FigureDecisions>();

    public static void MapCityFigures(this IEndpointRouteBuilder endpoints)
    {
        var city = endpoints.MapGroup("/api/v1").RequireAuthorization(CityPolicies.Bureau).WithTags("Cockpit");
        city.MapGet("/overview", OverviewAsync)
            .WithSummary("The four sectors at a glance, and what needs a decision")
            .WithDescription(
                "Each figure is that of the newest period that has one, at most five periods back, and carries its lineage. "
                + "At most five decisions, the most urgent first; each names the rule that found it.");
        city.MapGet("/map", MapAsync)
            .WithSummary("Every district: factories connected, share without warning, its part in the plan's layout");
        city.MapGet("/sectors/{sector}/profile", SectorAsync)
            .WithSummary("One sector: spread over its factories, shared faults, districts")
            .WithDescription("A spread's groups stand for at least k unrelated enterprises each. A shared fault is one that at least k of them have.");
        city.MapGet("/sectors/{sector}/trend", TrendAsync)
            .WithSummary("One sector's indicators over the newest periods, oldest first");
    }

    private static async Task<Ok<OverviewAnswer>> OverviewAsync(CityReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.OverviewAsync(cancellationToken));

    private static async Task<Ok<MapAnswer>> MapAsync(CityReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.MapAsync(cancellationToken));

    private static async Task<Results<Ok<SectorAnswer>, ProblemHttpResult>> SectorAsync(
        string sector, CityReader reader, CancellationToken cancellationToken) =>
        Sectors.All.Contains(sector) ? TypedResults.Ok(await reader.SectorAsync(sector, cancellationToken)) : Unknown(sector);

    private static async Task<Results<Ok<IReadOnlyList<TrendAnswer>>, ProblemHttpResult>> TrendAsync(
        string sector, CityReader reader, CancellationToken cancellationToken, int take = 120)
    {
        if (!Sectors.All.Contains(sector))
            return Unknown(sector);
        return take is < 1 or > MostPeriods
            ? TypedResults.Problem($"'take' is {take}: use 1 to {MostPeriods}.", statusCode: 400, title: "Not so many at a time")
            : TypedResults.Ok(await reader.TrendAsync(sector, take, cancellationToken));
    }

    private static ProblemHttpResult Unknown(string sector) => TypedResults.Problem(
        $"There is no sector '{sector}'. There are: {string.Join(", ", Sectors.All)}.", statusCode: 404, title: "No such sector");
}
