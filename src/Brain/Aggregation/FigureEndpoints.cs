using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>What the bureau may see: published figures, of whole periods, and nothing that is not on a sheet.</summary>
internal static class FigureEndpoints
{
    private const int MostPeriods = 1440;

    public static IServiceCollection AddAggregation(this IServiceCollection services) => services
        .AddSingleton<SheetStore>()
        .AddSingleton<FigureReader>()
        .AddSingleton<FigurePublisher>()
        .AddHostedService(provider => provider.GetRequiredService<FigurePublisher>());

    public static void MapFigures(this IEndpointRouteBuilder endpoints)
    {
        var figures = endpoints.MapGroup("/api/v1").RequireAuthorization(CityPolicies.Bureau).WithTags("Figures");
        figures.MapGet("/city", CityAsync)
            .WithSummary("Figures of the whole city");
        figures.MapGet("/sectors", SectorsAsync)
            .WithSummary("Figures of every sector");
        figures.MapGet("/sectors/{sector}", SectorAsync)
            .WithSummary("Figures of one sector");
        figures.MapGet("/sectors/{sector}/districts", SectorDistrictsAsync)
            .WithSummary("Figures of one sector in every district");
        figures.MapGet("/districts", DistrictsAsync)
            .WithSummary("Figures of every district");
        figures.MapGet("/districts/{district}", DistrictAsync)
            .WithSummary("Figures of one district");
        figures.MapGet("/periods", PeriodsAsync)
            .WithSummary("The periods that have figures, newest first")
            .WithDescription("Figures exist for these periods only; pass a start as 'period' to the other addresses.");
        figures.MapGet("/status", StatusAsync)
            .WithSummary("Of which sectors there are figures, and how old they are");
    }

    private static async Task<Results<Ok<IReadOnlyList<ScopeAnswer>>, ProblemHttpResult>> CityAsync(
        FigureReader reader, CancellationToken cancellationToken, DateTimeOffset? period = null) =>
        await reader.ReadAsync([(null, null)], period, cancellationToken);

    private static async Task<Results<Ok<IReadOnlyList<ScopeAnswer>>, ProblemHttpResult>> SectorsAsync(
        FigureReader reader, FactoryRegistry registry, CancellationToken cancellationToken, DateTimeOffset? period = null) =>
        await reader.ReadAsync(registry.Sectors.Select(sector => ((string?)sector, (string?)null)), period, cancellationToken);

    private static async Task<Results<Ok<IReadOnlyList<ScopeAnswer>>, ProblemHttpResult>> SectorAsync(
        string sector, FigureReader reader, FactoryRegistry registry, CancellationToken cancellationToken, DateTimeOffset? period = null) =>
        registry.Sectors.Contains(sector)
            ? await reader.ReadAsync([(sector, null)], period, cancellationToken)
            : Unknown("sector", sector, registry.Sectors);

    private static async Task<Results<Ok<IReadOnlyList<ScopeAnswer>>, ProblemHttpResult>> SectorDistrictsAsync(
        string sector, FigureReader reader, FactoryRegistry registry, CancellationToken cancellationToken, DateTimeOffset? period = null) =>
        registry.Sectors.Contains(sector)
            ? await reader.ReadAsync(
                registry.Districts.Select(district => ((string?)sector, (string?)district)), period, cancellationToken)
            : Unknown("sector", sector, registry.Sectors);

    private static async Task<Results<Ok<IReadOnlyList<ScopeAnswer>>, ProblemHttpResult>> DistrictsAsync(
        FigureReader reader, FactoryRegistry registry, CancellationToken cancellationToken, DateTimeOffset? period = null) =>
        await reader.ReadAsync(registry.Districts.Select(district => ((string?)null, (string?)district)), period, cancellationToken);

    private static async Task<Results<Ok<IReadOnlyList<ScopeAnswer>>, ProblemHttpResult>> DistrictAsync(
        string district, FigureReader reader, FactoryRegistry registry, CancellationToken cancellationToken, DateTimeOffset? period = null) =>
        registry.Districts.Contains(district)
            ? await reader.ReadAsync([(null, district)], period, cancellationToken)
            : Unknown("district", district, registry.Districts);

    private static async Task<Results<Ok<IReadOnlyList<DateTimeOffset>>, ProblemHttpResult>> PeriodsAsync(
        SheetStore sheets, CancellationToken cancellationToken, int take = 60) =>
        take is < 1 or > MostPeriods
            ? TypedResults.Problem($"'take' is {take}: use 1 to {MostPeriods}.", statusCode: 400, title: "Not so many at a time")
            : TypedResults.Ok(await sheets.PeriodsAsync(take, cancellationToken));

    private static async Task<Ok<StatusAnswer>> StatusAsync(FigureReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.StatusAsync(cancellationToken));

    private static ProblemHttpResult Unknown(string what, string name, IReadOnlyList<string> known) => TypedResults.Problem(
        $"There is no {what} '{name}' in the register. There are: {string.Join(", ", known)}.", statusCode: 404, title: $"No such {what}");
}
