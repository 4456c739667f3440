using System.Globalization;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Tasks;
using Jinan.IndustryBrain.Brain.Warnings;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>Named warnings, as the page lists them. A report is a look at them as well: each has its receipt.</summary>
internal sealed class WarningsReport(WarningReader reader, PlaceTime time) : IReportSource
{
    private const int Most = 1000;

    public string Id => "warnings";

    public Phrase Title => ReportPhrases.Warnings;

    public IReadOnlyList<string> Parameters { get; } = ["state", "sector", "factory"];

    public async Task<ReportResult> BuildAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        if (request["state"] is { } state && !WarningWords.States.Contains(state))
            return ReportResult.Refused($"'state' is '{state}': use {string.Join(", ", WarningWords.States)}.");
        var found = await reader.ListAsync(
            new WarningQuery(request["state"], request["sector"], request["factory"], 0, Most), request.Viewer, cancellationToken);
        var texts = request.Texts;
        Phrase[] columns =
        [
            WorkPhrases.Factory, WorkPhrases.Sector, WorkPhrases.State, WorkPhrases.Raised, WorkPhrases.Changed, WorkPhrases.Level,
            WorkPhrases.Asset, WorkPhrases.ModelKind, WorkPhrases.Value, WorkPhrases.Note,
        ];
        return new ReportResult(new ReportDocument(
            texts[Title],
            time.Now,
            [new ReportTable(texts[Title], [.. columns.Select(column => new ReportColumn(texts[column]))], [.. found.Select(warning => Row(warning, texts))])],
            [texts[WorkPhrases.NamedHint]]));
    }

    private IReadOnlyList<ReportCell> Row(WarningAnswer warning, Texts texts)
    {
        return
        [
            ReportCell.Of(warning.Factory),
            ReportCell.Of(texts.Sector(warning.Sector)),
            ReportCell.Of(texts[WorkPhrases.Of(warning.State)]),
            ReportCell.Of(time.Full(warning.Raised)),
            ReportCell.Of(time.Full(warning.Changed)),
            Released(WarningField.Level, warning.Level is { } level ? texts[WorkPhrases.Of(level)] : null),
            Released(WarningField.Asset, warning.Asset),
            Released(WarningField.ModelKind, warning.ModelKind),
            Released(WarningField.Value, $"{NumberText.Of(warning.Value)} {UnitText.Of(warning.Unit)}".TrimEnd()),
            Released(WarningField.Note, warning.Note),
        ];

        ReportCell Released(WarningField field, string? text) =>
            ReportCell.Of(warning.Released.Contains(field) ? text : texts[WorkPhrases.NotReleased]);
    }
}

/// <summary>The bureau's tasks, as the page lists them.</summary>
internal sealed class TasksReport(TaskReader reader, PlaceTime time) : IReportSource
{
    private const int Most = 2000;

    public string Id => "tasks";

    public Phrase Title => ReportPhrases.Tasks;

    public IReadOnlyList<string> Parameters { get; } = ["state", "factory", "owner"];

    public async Task<ReportResult> BuildAsync(ReportRequest request, CancellationToken cancellationToken)
    {
        if (request["state"] is { } state && !TaskWords.States.Contains(state))
            return ReportResult.Refused($"'state' is '{state}': use {string.Join(", ", TaskWords.States)}.");
        var found = await reader.ListAsync(
            new TaskQuery(request["state"], request["factory"], request["owner"], Take: Most), cancellationToken);
        var texts = request.Texts;
        Phrase[] columns =
        [
            WorkPhrases.Title, WorkPhrases.Factory, WorkPhrases.State, WorkPhrases.Owner, WorkPhrases.Due, WorkPhrases.Created, WorkPhrases.Changed,
            WorkPhrases.AboutWarning,
        ];
        return new ReportResult(new ReportDocument(
            texts[Title],
            time.Now,
            [new ReportTable(texts[Title], [.. columns.Select(column => new ReportColumn(texts[column]))], [.. found.Select(task => Row(task, texts))])],
            []));
    }

    private IReadOnlyList<ReportCell> Row(TaskView task, Texts texts) =>
    [
        ReportCell.Of(task.Title),
        ReportCell.Of(task.Factory),
        ReportCell.Of(texts[WorkPhrases.Of(task.State)]),
        ReportCell.Of(task.Owner),
        ReportCell.Of(task.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (task.IsOverdue ? $" ({texts[WorkPhrases.Overdue]})" : "")),
        ReportCell.Of(time.Full(task.Created)),
        ReportCell.Of(time.Full(task.Changed)),
        ReportCell.Of(task.Warning),
    ];
}
