using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Jinan.IndustryBrain.Brain.Reports;

internal enum ReportFormat
{
    Excel,
    Pdf,
}

/// <summary>Makes reports of whatever sources there are.</summary>
internal sealed class ReportMaker(IEnumerable<IReportSource> sources, ReportFont font, PlaceTime time)
{
    public IReadOnlyList<IReportSource> Sources { get; } = [.. sources];

    public Task<ReportResult> BuildAsync(string id, HttpContext http, CancellationToken cancellationToken) =>
        BuildAsync(id, new ReportRequest(LanguageOf(http), ParametersOf(http), Viewer.Of(http)), cancellationToken);

    public async Task<ReportResult> BuildAsync(string id, ReportRequest request, CancellationToken cancellationToken)
    {
        if (Sources.FirstOrDefault(source => source.Id == id) is not { } source)
            return new ReportResult(
                null, StatusCodes.Status404NotFound, $"There is no report '{id}'. There are: {string.Join(", ", Sources.Select(s => s.Id))}.");
        return await source.BuildAsync(request, cancellationToken);
    }

    public async Task<Results<FileContentHttpResult, ProblemHttpResult>> FileAsync(
        string id, ReportFormat format, HttpContext http, CancellationToken cancellationToken)
    {
        // Before the report is built: named warnings that nobody will see need no receipt.
        var face = format == ReportFormat.Pdf ? font.Find() : null;
        if (format == ReportFormat.Pdf && face is null)
            return FactoryBatch.Refuse(503, "No font with Chinese letters", font.Advice);
        var result = await BuildAsync(id, http, cancellationToken);
        if (result.Document is not { } document)
            return FactoryBatch.Refuse(result.Status, "No such report", result.Reason!);
        var texts = LanguageOf(http);
        var name = $"{id}-{time.Day(document.At)}";
        http.Response.Headers.CacheControl = "no-store";
        return format == ReportFormat.Pdf
            ? TypedResults.File(ReportPdf.Write(document, texts, time, face!), ReportPdf.ContentType, name + ".pdf")
            : TypedResults.File(ReportExcel.Write(document, texts, time), ReportExcel.ContentType, name + ".xlsx");
    }

    private static Texts LanguageOf(HttpContext http) => Texts.Of(http.Request.Query["language"]);

    private static Dictionary<string, string> ParametersOf(HttpContext http) =>
        http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
}
