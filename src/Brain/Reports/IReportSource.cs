using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>A page that can be exported. Register it as a singleton of this type, and it is in the list, in JSON, Excel and PDF.</summary>
internal interface IReportSource
{
    /// <summary>In the address: lower-case letters and dashes.</summary>
    string Id { get; }

    Phrase Title { get; }

    /// <summary>Names of the parameters that it understands.</summary>
    IReadOnlyList<string> Parameters { get; }

    Task<ReportResult> BuildAsync(ReportRequest request, CancellationToken cancellationToken);
}

/// <param name="Texts">Language of the report.</param>
/// <param name="Viewer">Who will read it: named warnings are given out with a receipt.</param>
internal sealed record ReportRequest(Texts Texts, IReadOnlyDictionary<string, string> Parameters, Viewer Viewer)
{
    public string? this[string parameter] => Parameters.TryGetValue(parameter, out var value) && value.Length > 0 ? value : null;
}

/// <summary>The document, or why there is none.</summary>
/// <param name="Status">For the answer when there is none.</param>
internal sealed record ReportResult(ReportDocument? Document, int Status = StatusCodes.Status200OK, string? Reason = null)
{
    public static ReportResult Refused(string reason) => new(null, StatusCodes.Status400BadRequest, reason);
}
