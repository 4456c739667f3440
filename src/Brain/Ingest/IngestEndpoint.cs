using System.Text.Json;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Jinan.IndustryBrain.Brain.Ingest;

internal static class IngestEndpoint
{
    public static IServiceCollection AddIngest(this IServiceCollection services) =>
        services.AddSingleton<PublishedThrough>().AddSingleton<InsightIngest>();

    public static void MapIngest(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/v1/factories/{factory}/insights", StoreAsync)
            .RequireAuthorization(CityPolicies.FactoryMachine)
            .WithTags("Factories")
            .WithSummary("Stores a batch of insights of one factory")
            .WithDescription(
                "A JSON array of insights. Malformed items are refused one by one and named in the answer; all others are "
                + "stored, each id once. A batch with an insight of another factory or enterprise is refused as a whole.");

    private static async Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> StoreAsync(
        string factory,
        JsonElement batch,
        HttpContext http,
        FactoryRegistry registry,
        InsightIngest ingest,
        BrainOptions options,
        CancellationToken cancellationToken)
    {
        if ((FactoryBatch.FindRefusal(factory, http, registry, out var registered) ?? FactoryBatch.FindFault(batch, options.MaxBatch, "insights")) is { } refusal)
            return refusal;
        return await ingest.StoreAsync(registered!, batch, cancellationToken) is { } answer
            ? TypedResults.Ok(answer)
            : FactoryBatch.Refuse(403, "An insight of somebody else", RefusalSentences.ForeignInsight.Of());
    }
}
