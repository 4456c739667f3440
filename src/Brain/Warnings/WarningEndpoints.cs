using System.Text.Json;
using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Jinan.IndustryBrain.Brain.Warnings;

internal static class WarningEndpoints
{
    private const int MostReports = 100;
    private const int MostReceipts = 1000;
    private const int MostInList = 200;

    public static IServiceCollection AddWarnings(this IServiceCollection services) => services
        .AddSingleton<WarningIngest>()
        .AddSingleton<ReceiptBook>()
        .AddSingleton<WarningReader>();

    public static void MapWarnings(this IEndpointRouteBuilder endpoints)
    {
        var factory = endpoints.MapGroup("/api/v1/factories/{factory}").RequireAuthorization(CityPolicies.FactoryMachine).WithTags("Factories");
        factory.MapPost("/warnings", StoreAsync)
            .WithSummary("Stores reports of a factory's cases")
            .WithDescription(
                $"A JSON array of at most {MostReports} reports. Of each case the highest revision is kept; older and equal ones count as "
                + "duplicates. A withdrawn case is forgotten but for its id. Malformed items are refused one by one and named in the answer.");
        factory.MapGet("/receipts", ReceiptsAsync)
            .WithSummary("Who at the bureau looked at the factory's named warnings")
            .WithDescription($"Those after the number 'after', in order; 'take' 1 to {MostReceipts}, 100 when left out. One a warning, viewer and day.");

        var bureau = endpoints.MapGroup("/api/v1/warnings").RequireAuthorization(CityPolicies.Bureau).WithTags("Warnings");
        bureau.MapGet("/", ListAsync)
            .WithSummary("Named warnings, as far as their factories released them")
            .WithDescription(
                $"Newest change first; 'state', 'sector' and 'factory' narrow it down; 'skip', and 'take' 1 to {MostInList}, 100 when left "
                + "out. Fields that a factory did not release are null, and not in 'released'. The factory gets a receipt for each.");
        bureau.MapGet("/{factory}/{warning}", FindAsync)
            .WithSummary("One named warning")
            .WithDescription("404 where there is none; 410 where the factory took it back.");
    }

    private static async Task<Results<Ok<IngestAnswer>, ProblemHttpResult>> StoreAsync(
        string factory, JsonElement batch, HttpContext http, FactoryRegistry registry, WarningIngest ingest, CancellationToken cancellationToken)
    {
        if ((FactoryBatch.FindRefusal(factory, http, registry, out var registered) ?? FactoryBatch.FindFault(batch, MostReports, "reports")) is { } refusal)
            return refusal;
        return await ingest.StoreAsync(registered!, batch, cancellationToken) is { } answer
            ? TypedResults.Ok(answer)
            : FactoryBatch.Refuse(403, "A report of somebody else", RefusalSentences.ForeignReport.Of());
    }

    private static async Task<Results<Ok<DisclosureReceipt[]>, ProblemHttpResult>> ReceiptsAsync(
        string factory, HttpContext http, FactoryRegistry registry, ReceiptBook receipts, CancellationToken cancellationToken, long after = 0, int take = 100)
    {
        if (FactoryBatch.FindRefusal(factory, http, registry, out _) is { } refusal)
            return refusal;
        return take is < 1 or > MostReceipts
            ? FactoryBatch.Refuse(400, "Not so many at a time", $"'take' is {take}: use 1 to {MostReceipts}.")
            : TypedResults.Ok(await receipts.ReadAsync(factory, after, take, cancellationToken));
    }

    private static async Task<Results<Ok<IReadOnlyList<WarningAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext http,
        WarningReader reader,
        CancellationToken cancellationToken,
        string? state = null,
        string? sector = null,
        string? factory = null,
        int skip = 0,
        int take = 100)
    {
        if (take is < 1 or > MostInList || skip < 0)
            return FactoryBatch.Refuse(400, "Not so many at a time", $"Use 'take' 1 to {MostInList}, and 'skip' 0 or more.");
        if (state is not null && !WarningWords.States.Contains(state))
            return FactoryBatch.Refuse(400, "No such state", $"'state' is '{state}': use {string.Join(", ", WarningWords.States)}.");
        return TypedResults.Ok(await reader.ListAsync(new WarningQuery(state, sector, factory, skip, take), Viewer.Of(http), cancellationToken));
    }

    private static async Task<Results<Ok<WarningAnswer>, ProblemHttpResult>> FindAsync(
        string factory, string warning, HttpContext http, WarningReader reader, CancellationToken cancellationToken) =>
        await reader.FindAsync(factory, warning, Viewer.Of(http), cancellationToken) switch
        {
            { Warning: { } found } => TypedResults.Ok(found),
            { IsKnown: true } => FactoryBatch.Refuse(410, "The factory took it back", "The city has forgotten all of this warning but its id. Ask the factory."),
            _ => FactoryBatch.Refuse(404, "No such warning", $"'{factory}' has released no warning '{warning}'. /api/v1/warnings lists what there is."),
        };
}
