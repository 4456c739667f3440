using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.Screens.Language;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Jinan.IndustryBrain.Brain.Reports;

internal static class ReportEndpoints
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton<ReportFont>()
        .AddSingleton<ReportMaker>()
        .AddSingleton<BriefStore>()
        .AddSingleton<IReportSource, OverviewReport>()
        .AddSingleton<IReportSource, MapReport>()
        .AddSingleton<IReportSource, SectorReport>()
        .AddSingleton<IReportSource, FiguresReport>()
        .AddSingleton<IReportSource, TargetsReport>()
        .AddSingleton<IReportSource, TargetReport>()
        .AddSingleton<IReportSource, WarningsReport>()
        .AddSingleton<IReportSource, TasksReport>()
        .AddSingleton<IReportSource, BriefReport>();

    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        var reports = endpoints.MapGroup("/api/v1/reports").RequireAuthorization(CityPolicies.Bureau).WithTags("Reports");
        reports.MapGet("/", List)
            .WithSummary("The reports that there are, with their parameters");
        reports.MapGet("/{report}", ReadAsync)
            .WithSummary("A report as the page shows it")
            .WithDescription("Parameters go into the query; 'language' is zh-CN (when left out) or en.");
        reports.MapGet("/{report}.xlsx", (string report, HttpContext http, ReportMaker maker, CancellationToken cancellationToken) =>
                maker.FileAsync(report, ReportFormat.Excel, http, cancellationToken))
            .WithSummary("The same as Excel, its lineage as footnotes")
            .Produces(200, contentType: ReportExcel.ContentType);
        reports.MapGet("/{report}.pdf", (string report, HttpContext http, ReportMaker maker, CancellationToken cancellationToken) =>
                maker.FileAsync(report, ReportFormat.Pdf, http, cancellationToken))
            .WithSummary("The same as PDF, its lineage as footnotes")
            .Produces(200, contentType: ReportPdf.ContentType);
    }

    /// <summary>The same files for people with a browser, whose session opens pages and not the API.</summary>
    public static void MapReportFiles(this IEndpointRouteBuilder endpoints)
    {
        var files = endpoints.MapGroup("/reports/files").RequireAuthorization(CityPolicies.Bureau).ExcludeFromDescription();
        files.MapGet("/{report}.xlsx", (string report, HttpContext http, ReportMaker maker, CancellationToken cancellationToken) =>
            maker.FileAsync(report, ReportFormat.Excel, http, cancellationToken));
        files.MapGet("/{report}.pdf", (string report, HttpContext http, ReportMaker maker, CancellationToken cancellationToken) =>
            maker.FileAsync(report, ReportFormat.Pdf, http, cancellationToken));
    }

    private static Ok<IReadOnlyList<ReportListing>> List(ReportMaker maker, string? language = null) =>
        TypedResults.Ok<IReadOnlyList<ReportListing>>(
            [.. maker.Sources.Select(source => new ReportListing(source.Id, Texts.Of(language)[source.Title], source.Parameters))]);

    private static async Task<Results<Ok<ReportAnswer>, ProblemHttpResult>> ReadAsync(
        string report, HttpContext http, ReportMaker maker, CancellationToken cancellationToken)
    {
        var result = await maker.BuildAsync(report, http, cancellationToken);
        return result.Document is { } document
            ? TypedResults.Ok(ReportAnswer.Of(document))
            : FactoryBatch.Refuse(result.Status, "No such report", result.Reason!);
    }
}

/// <summary>A report that there is.</summary>
internal sealed record ReportListing(string Id, string Title, IReadOnlyList<string> Parameters);

/// <summary>A report as the page shows it.</summary>
/// <param name="Footnotes">Where the figures come from; a cell names its own by number, from 1.</param>
internal sealed record ReportAnswer(
    string Title, DateTimeOffset At, IReadOnlyList<string> Notes, IReadOnlyList<ReportTableAnswer> Tables, IReadOnlyList<string> Footnotes)
{
    public static ReportAnswer Of(ReportDocument document) => new(
        document.Title,
        document.At,
        document.Notes,
        [.. document.Tables.Select(table => new ReportTableAnswer(
            table.Title,
            [.. table.Columns.Select(column => column.Title)],
            [.. table.Rows.Select(row => row.Select(cell => new ReportCellAnswer(cell.Text, cell.Number, document.NumberOf(cell))).ToList())]))],
        document.Footnotes);
}

internal sealed record ReportTableAnswer(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ReportCellAnswer>> Rows);

/// <param name="Text">As it is read.</param>
/// <param name="Number">The figure itself; null for text, and for what is not known or not shown.</param>
/// <param name="Footnote">Number of its footnote.</param>
internal sealed record ReportCellAnswer(string Text, double? Number, int? Footnote);
