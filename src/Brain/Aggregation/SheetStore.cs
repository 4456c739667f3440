using System.Text.Json;
using Jinan.IndustryBrain.Brain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>Reads sheets as they were published.</summary>
internal sealed class SheetStore(IDbContextFactory<BrainContext> contexts)
{
    /// <returns>The sheets of one period, or of each indicator's newest when none is named.</returns>
    public async Task<IReadOnlyList<Sheet>> ReadAsync(DateTimeOffset? period, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sheets = context.Sheets.AsNoTracking();
        var documents = period is { } from
            ? await sheets.Where(row => row.From == from).Select(row => row.Document).ToListAsync(cancellationToken)
            : await sheets
                .Where(row => row.From == sheets.Where(o => o.Indicator == row.Indicator && o.Unit == row.Unit).Max(o => o.From))
                .Select(row => row.Document)
                .ToListAsync(cancellationToken);
        return [.. documents.Select(Read).OrderBy(sheet => sheet.Indicator, StringComparer.Ordinal).ThenBy(sheet => sheet.Unit, StringComparer.Ordinal)];
    }

    /// <returns>Starts of the newest periods that have figures, newest first.</returns>
    public async Task<IReadOnlyList<DateTimeOffset>> PeriodsAsync(int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Sheets.AsNoTracking()
            .Select(row => row.From).Distinct().OrderByDescending(from => from).Take(count).ToListAsync(cancellationToken);
    }

    private static Sheet Read(string document) =>
        JsonSerializer.Deserialize(document, SheetJson.Default.Sheet) ?? throw new InvalidDataException("A stored sheet is null.");
}
