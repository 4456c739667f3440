using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Jinan.IndustryBrain.Brain.Auditing;

internal static class AuditEndpoints
{
    private const int MostInList = 1000;

    public static IServiceCollection AddAuditing(this IServiceCollection services) => services
        .AddSingleton<ViewLog>()
        .AddSingleton<ViewRetention>()
        .AddHostedService(provider => provider.GetRequiredService<ViewRetention>());

    public static void MapAudit(this IEndpointRouteBuilder endpoints)
    {
        var audit = endpoints.MapGroup("/api/v1/audit").RequireAuthorization(CityPolicies.Bureau).WithTags("Audit");
        audit.MapGet("/", ListAsync)
            .WithSummary("Who looked at what, newest first")
            .WithDescription(
                "'viewer', 'kind' (page, api, export, warning), 'from' and 'to' narrow it down; 'before' is the number of the last one that you "
                + $"have; 'take' 1 to {MostInList}, 100 when left out. There is no way to change it.");
        audit.MapGet("/views.csv", Export)
            .WithSummary("The same as a CSV file, all that match");
    }

    /// <summary>The same file for people with a browser, whose session opens pages and not the API.</summary>
    public static void MapAuditFile(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/audit/views.csv", Export).RequireAuthorization(CityPolicies.Bureau).ExcludeFromDescription();

    private static async Task<Results<Ok<IReadOnlyList<ViewAnswer>>, ProblemHttpResult>> ListAsync(
        ViewLog log,
        CancellationToken cancellationToken,
        string? viewer = null,
        string? kind = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        long? before = null,
        int take = 100) =>
        take is < 1 or > MostInList
            ? FactoryBatch.Refuse(400, "Not so many at a time", $"'take' is {take}: use 1 to {MostInList}.")
            : TypedResults.Ok(await log.ListAsync(new ViewQuery(viewer, kind, from, to, before, take), cancellationToken));

    private static PushStreamHttpResult Export(
        ViewLog log,
        CancellationToken cancellationToken,
        string? viewer = null,
        string? kind = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null) =>
        TypedResults.Stream(
            body => WriteAsync(log.StreamAsync(new ViewQuery(viewer, kind, from, to), cancellationToken), body, cancellationToken),
            "text/csv; charset=utf-8",
            "views.csv");

    private static async Task WriteAsync(IAsyncEnumerable<ViewAnswer> views, Stream body, CancellationToken cancellationToken)
    {
        // With its mark, or Excel takes Chinese letters for others; and no cell begins as a formula does.
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape });
        foreach (var heading in new[] { "number", "at", "viewer", "kind", "subject", "status", "address" })
            csv.WriteField(heading);
        await csv.NextRecordAsync();
        await foreach (var view in views.WithCancellation(cancellationToken))
        {
            csv.WriteField(view.Number);
            csv.WriteField(view.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            csv.WriteField(view.Viewer);
            csv.WriteField(view.Kind);
            csv.WriteField(view.Subject);
            csv.WriteField(view.Status);
            csv.WriteField(view.Address);
            await csv.NextRecordAsync();
        }
    }
}
