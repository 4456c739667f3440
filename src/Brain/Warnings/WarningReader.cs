using System.Text.Json;
using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Warnings;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Warnings;

/// <summary>Named warnings for the bureau. Each that is given out has a receipt first.</summary>
internal sealed class WarningReader(IDbContextFactory<BrainContext> contexts, ReceiptBook receipts)
{
    /// <returns>Those that match, newest change first; what was withdrawn is not among them.</returns>
    public async Task<IReadOnlyList<WarningAnswer>> ListAsync(
        WarningQuery query, Viewer viewer, CancellationToken cancellationToken)
    {
        List<string?> documents;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            documents = await context.Warnings.AsNoTracking()
                .Where(row => !row.Withdrawn
                              && (query.State == null || row.State == query.State)
                              && (query.Sector == null || row.Sector == query.Sector)
                              && (query.Factory == null || row.Factory == query.Factory))
                .OrderByDescending(row => row.Changed).ThenBy(row => row.Factory).ThenBy(row => row.Id)
                .Skip(query.Skip).Take(query.Take)
                .Select(row => row.Document)
                .ToListAsync(cancellationToken);
        }

        return await ShowAsync([.. documents.Select(Read)], viewer, cancellationToken);
    }

    public async Task<WarningFound> FindAsync(string factory, string id, Viewer viewer, CancellationToken cancellationToken)
    {
        WarningRow? row;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
            row = await context.Warnings.AsNoTracking().SingleOrDefaultAsync(w => w.Factory == factory && w.Id == id, cancellationToken);
        if (row is null || row.Withdrawn)
            return new WarningFound(row is not null, null);
        return new WarningFound(true, (await ShowAsync([Read(row.Document)], viewer, cancellationToken))[0]);
    }

    private async Task<IReadOnlyList<WarningAnswer>> ShowAsync(
        IReadOnlyList<WarningReport> reports, Viewer viewer, CancellationToken cancellationToken)
    {
        await receipts.RecordAsync(viewer, reports, cancellationToken);
        return [.. reports.Select(WarningAnswer.Of)];
    }

    private static WarningReport Read(string? document) =>
        JsonSerializer.Deserialize(document!, ContractsJson.Default.WarningReport) ?? throw new InvalidDataException("A stored report is null.");
}

/// <summary>Which warnings; null for all.</summary>
internal sealed record WarningQuery(string? State, string? Sector, string? Factory, int Skip, int Take);

/// <param name="IsKnown">There is, or was, such a case.</param>
/// <param name="Warning">Null where there is none, or it was withdrawn.</param>
internal sealed record WarningFound(bool IsKnown, WarningAnswer? Warning);

/// <summary>A factory's case as far as the factory released it; all others of the optional fields are null.</summary>
/// <param name="Id">Of the case, within its factory.</param>
/// <param name="Released">The optional fields that were released, by the words of the disclosure policy.</param>
/// <param name="Signals">Those that contributed most, largest first.</param>
public sealed record WarningAnswer(
    string Id,
    string Factory,
    string Sector,
    WarningState State,
    DateTimeOffset Raised,
    DateTimeOffset Changed,
    IReadOnlyList<WarningField> Released,
    InsightLevel? Level,
    string? AssetType,
    string? Asset,
    string? ModelKind,
    IReadOnlyList<string>? Signals,
    double? Value,
    string? Unit,
    WarningEvidence? Evidence,
    string? Note)
{
    internal static WarningAnswer Of(WarningReport report) => new(
        report.Id,
        report.Factory,
        report.Sector,
        report.State,
        report.Raised,
        report.Changed,
        WarningWords.Released(report),
        report.Level,
        report.AssetType,
        report.Asset,
        report.ModelKind,
        report.Signals,
        report.Value,
        report.Unit,
        report.Evidence,
        report.Note);
}
