using System.Text.Json;
using Jinan.IndustryBrain.Brain.Registry;
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
        if (registry.Find(factory) is not { } registered)
            return Refuse(403, "The factory is not registered", $"The city's register does not hold '{factory}'. Ask the city to add it.");
        if (http.User.SingleClaim(CityIdentity.EnterpriseClaim) != registered.Enterprise)
            return Refuse(403, "The token speaks for another enterprise", "The token's claim 'enterprise' is not the one that the city's register holds for this factory.");
        if (batch.ValueKind != JsonValueKind.Array)
            return Refuse(400, "Not a batch", "Send a JSON array of insights.");
        if (batch.GetArrayLength() > options.MaxBatch)
            return Refuse(413, "Too many insights", $"Send at most {options.MaxBatch} insights at a time.");

        return await ingest.StoreAsync(registered, batch, cancellationToken) is { } answer
            ? TypedResults.Ok(answer)
            : Refuse(403, "An insight of somebody else", "The batch holds an insight of another factory or enterprise than the token's. Nothing of it was stored.");
    }

    private static ProblemHttpResult Refuse(int status, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title);
}
