using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.Brain.Policy.Import;
using Jinan.IndustryBrain.Screens.Language;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Jinan.IndustryBrain.Brain.Policy;

internal static class TargetEndpoints
{
    private const int MostImports = 500;
    private const string Csv = "text/csv";
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static IServiceCollection AddPolicy(this IServiceCollection services) => services
        .AddSingleton(provider => PlanCycles.Read(provider.GetRequiredService<BrainOptions>().PlanCycles))
        .AddHostedService<PolicyStart>()
        .AddSingleton<TargetReader>()
        .AddSingleton<TargetImporter>();

    public static void MapTargets(this IEndpointRouteBuilder endpoints)
    {
        var targets = endpoints.MapGroup("/api/v1/targets").RequireAuthorization(CityPolicies.Bureau).WithTags("Targets");
        targets.MapGet("/", ListAsync)
            .WithSummary("A plan's indicators: target, newest value, gap and trend, each with its lineage")
            .WithDescription("Of the newest plan cycle, or of the one that 'cycle' names.");
        targets.MapGet("/cycles", Cycles)
            .WithSummary("The plan cycles, newest first");
        targets.MapGet("/imports", ImportsAsync)
            .WithSummary("The files that values came from, newest first");
        targets.MapGet("/template.csv", Template)
            .WithSummary("A file to fill in and import");
        targets.MapGet("/{indicator}", FindAsync)
            .WithSummary("One indicator with every value that was ever imported, corrected ones too");
        targets.MapPost("/import", ImportAsync)
            .WithSummary("Imports values from an Excel or CSV file")
            .WithDescription(
                $"The file itself is the body, at most {TargetImporter.MostBytes / 1024} KiB; 'fileName' ends in .xlsx or .csv. The first row has the "
                + $"headings: {ImportColumns.Names}. All rows are taken or none: faults are listed with row and column (422). With "
                + "'preview=true' nothing is stored. Values that are known already count as duplicates; other values for the same "
                + "indicator, date, kind and source are corrections. 'language' (zh-CN or en) is that of the faults.")
            .Accepts<IFormFile>(Excel, Csv, "application/octet-stream");
    }

    /// <summary>The same file for people with a browser, whose session opens pages and not the API.</summary>
    public static void MapTargetTemplate(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/targets/template.csv", Template).RequireAuthorization(CityPolicies.Bureau).ExcludeFromDescription();

    private static async Task<Results<Ok<TargetsAnswer>, ProblemHttpResult>> ListAsync(
        PlanCycles cycles, TargetReader reader, CancellationToken cancellationToken, string? cycle = null) =>
        cycles.Find(cycle) is { } found
            ? TypedResults.Ok(await reader.ReadAsync(found, cancellationToken))
            : NoCycle(cycle, cycles);

    private static Ok<IReadOnlyList<CycleAnswer>> Cycles(PlanCycles cycles, TargetReader reader) =>
        TypedResults.Ok<IReadOnlyList<CycleAnswer>>([.. cycles.All.Select(reader.Describe)]);

    private static async Task<Results<Ok<TargetDetail>, ProblemHttpResult>> FindAsync(
        string indicator, PlanCycles cycles, TargetReader reader, CancellationToken cancellationToken, string? cycle = null)
    {
        if (cycles.Find(cycle) is not { } found)
            return NoCycle(cycle, cycles);
        return found.Indicators.FirstOrDefault(i => i.Id == indicator) is { } known
            ? TypedResults.Ok(await reader.ReadAsync(found, known, cancellationToken))
            : FactoryBatch.Refuse(
                404, "No such indicator", $"The cycle has no indicator '{indicator}'. There are: {string.Join(", ", found.Indicators.Select(i => i.Id))}.");
    }

    private static async Task<Results<Ok<IReadOnlyList<ImportAnswer>>, ProblemHttpResult>> ImportsAsync(
        PlanCycles cycles, TargetReader reader, CancellationToken cancellationToken, string? cycle = null, int take = 50)
    {
        if (take is < 1 or > MostImports)
            return FactoryBatch.Refuse(400, "Not so many at a time", $"'take' is {take}: use 1 to {MostImports}.");
        return cycles.Find(cycle) is { } found
            ? TypedResults.Ok(await reader.ImportsAsync(found.Id, take, cancellationToken))
            : NoCycle(cycle, cycles);
    }

    private static FileContentHttpResult Template(string? language = null) =>
        TypedResults.File(ImportTemplate.Of(Texts.Of(language)), $"{Csv}; charset=utf-8", "targets.csv");

    private static async Task<Results<Ok<ImportReport>, ProblemHttpResult>> ImportAsync(
        HttpContext http,
        PlanCycles cycles,
        TargetImporter importer,
        CancellationToken cancellationToken,
        string? fileName = null,
        bool preview = false,
        string? cycle = null,
        string? language = null)
    {
        if (cycles.Find(cycle) is not { } found)
            return NoCycle(cycle, cycles);
        if (string.IsNullOrWhiteSpace(fileName))
            return FactoryBatch.Refuse(400, "Which file?", "Name the file in 'fileName', with .xlsx or .csv at its end.");
        if (await ReadBodyAsync(http.Request, cancellationToken) is not { } file)
            return FactoryBatch.Refuse(413, "Too large", $"Send a file of at most {TargetImporter.MostBytes / 1024} KiB.");
        var outcome = await importer.ImportAsync(found, fileName, file, preview, Viewer.NameOf(http.User), cancellationToken);
        var report = ImportReport.Of(outcome, Texts.Of(language ?? Texts.English.Code));
        return outcome.Faults.Count == 0 || preview
            ? TypedResults.Ok(report)
            : TypedResults.Problem(
                $"{outcome.Faults.Count} faults in {outcome.FileName}; nothing of it was imported.",
                statusCode: 422,
                title: "The file has faults",
                extensions: new Dictionary<string, object?> { ["faults"] = report.Faults });
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (file.Length + read > TargetImporter.MostBytes)
                return null;
            file.Write(buffer, 0, read);
        }

        return file.ToArray();
    }

    private static ProblemHttpResult NoCycle(string? cycle, PlanCycles cycles) => FactoryBatch.Refuse(
        404, "No such plan cycle", $"There is no plan cycle '{cycle}'. There are: {string.Join(", ", cycles.All.Select(c => c.Id))}.");
}

/// <summary>What became of a file, or would become of it.</summary>
/// <param name="Digest">SHA-256 of the file, lower-case hex.</param>
/// <param name="Added">Values that are new, or would be.</param>
/// <param name="Duplicates">Values that were there already.</param>
/// <param name="Values">The rows that could be read.</param>
/// <param name="Faults">While there is one, nothing is stored.</param>
internal sealed record ImportReport(
    string FileName, string Digest, bool IsPreview, int Added, int Duplicates, IReadOnlyList<ImportedValue> Values, IReadOnlyList<FaultAnswer> Faults)
{
    public static ImportReport Of(ImportOutcome outcome, Texts texts) => new(
        outcome.FileName, outcome.Digest, outcome.IsPreview, outcome.Added, outcome.Duplicates, outcome.Values,
        [.. outcome.Faults.Select(fault => new FaultAnswer(fault.Line, fault.Column, fault.Say(texts)))]);
}

/// <summary>Something that is wrong with a file.</summary>
/// <param name="Row">As the program shows it that people open the file with; 0 for the file itself.</param>
/// <param name="Column">Letter and heading; empty for the row itself.</param>
internal sealed record FaultAnswer(int Row, string Column, string Message);
