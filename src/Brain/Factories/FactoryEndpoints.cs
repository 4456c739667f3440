using System.Text.Json;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Factories;

/// <summary>What a factory's own machines and people may read: their insights, as they were stored.</summary>
internal static class FactoryEndpoints
{
    private const int NewestInSummary = 20;
    private const int MostInList = 500;

    public static void MapFactories(this IEndpointRouteBuilder endpoints)
    {
        var factory = endpoints.MapGroup("/api/v1/factories/{factory}")
            .RequireAuthorization(CityPolicies.FactoryReader)
            .WithTags("Factories");
        factory.MapGet("/insights", ListAsync)
            .WithSummary("The newest insights of a factory")
            .WithDescription("Newest source time first; 'take' 1 to 500, 50 when left out; 'asset' narrows it to one machine.");
        factory.MapGet("/summary", SummarizeAsync)
            .WithSummary("How many insights of a factory arrived, and when the newest passed each hop");
    }

    private static async Task<Results<Ok<List<Insight>>, ProblemHttpResult>> ListAsync(
        string factory, IDbContextFactory<BrainContext> contexts, CancellationToken cancellationToken, int take = 50, string? asset = null)
    {
        if (take is < 1 or > MostInList)
            return TypedResults.Problem($"'take' is {take}: use 1 to {MostInList}.", statusCode: 400, title: "Not so many at a time");
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = await context.Insights.AsNoTracking()
            .Where(row => row.Factory == factory && (asset == null || row.Asset == asset))
            .OrderByDescending(row => row.Source).ThenBy(row => row.Id)
            .Take(take)
            .Select(row => row.Document)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(documents.ConvertAll(Read));
    }

    private static async Task<Results<Ok<FactorySummary>, ProblemHttpResult>> SummarizeAsync(
        string factory, FactoryRegistry registry, IDbContextFactory<BrainContext> contexts, TimeProvider time, CancellationToken cancellationToken)
    {
        if (registry.Find(factory) is not { } registered)
            return TypedResults.Problem(
                $"The city's register does not hold '{factory}'. Ask the city to add it.", statusCode: 403, title: "The factory is not registered");
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var own = context.Insights.AsNoTracking().Where(row => row.Factory == factory);
        var stored = await own.LongCountAsync(cancellationToken);
        var computed = await own.LongCountAsync(row => row.Computed, cancellationToken);
        var newest = await own.Where(row => row.Computed)
            .OrderByDescending(row => row.Source)
            .Take(NewestInSummary)
            .Select(row => row.Document)
            .ToListAsync(cancellationToken);
        var hops = newest.ConvertAll(document => Read(document).Hops);
        return TypedResults.Ok(new FactorySummary(
            factory,
            registered.Sector,
            registered.District,
            stored,
            computed,
            hops.Count == 0 ? null : (time.GetUtcNow() - hops[0].Source).TotalSeconds,
            hops));
    }

    private static Insight Read(string document) =>
        JsonSerializer.Deserialize(document, ContractsJson.Default.Insight)
        ?? throw new InvalidDataException("A stored insight is null.");
}

/// <summary>What has arrived from one factory.</summary>
/// <param name="Stored">All insights.</param>
/// <param name="Computed">Those with a value.</param>
/// <param name="AgeSeconds">Age of the newest value behind a computed insight; null before the first.</param>
/// <param name="Newest">Hop times of the newest computed insights, newest first.</param>
internal sealed record FactorySummary(
    string Factory, string Sector, string District, long Stored, long Computed, double? AgeSeconds, IReadOnlyList<HopTimes> Newest);
