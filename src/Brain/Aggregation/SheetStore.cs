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
        var sheets = context.Sheets.AsNoTracking().Where(row => row.Indicator != CitySheet.Name);
        var documents = period is { } from
            ? await sheets.Where(row => row.From == from).Select(row => row.Document).ToListAsync(cancellationToken)
            : await sheets
                .Where(row => row.From == sheets.Where(o => o.Indicator == row.Indicator && o.Unit == row.Unit).Max(o => o.From))
                .Select(row => row.Document)
                .ToListAsync(cancellationToken);
        return [.. documents.Select(Read).OrderBy(sheet => sheet.Indicator, StringComparer.Ordinal).ThenBy(sheet => sheet.Unit, StringComparer.Ordinal)];
    }

    /// <returns>All indicators' sheets of the newest periods, newest first.</returns>
    public async Task<IReadOnlyList<Sheet>> ReadRecentAsync(int periods, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // Every period has one sheet of the city: read backwards, the newest are found without looking at all there are.
        var starts = await context.Sheets.AsNoTracking()
            .Where(row => row.Indicator == CitySheet.Name)
            .OrderByDescending(row => row.From).Take(periods).Select(row => row.From)
            .ToListAsync(cancellationToken);
        if (starts.Count == 0)
            return [];
        var oldest = starts[^1];
        var documents = await context.Sheets.AsNoTracking()
            .Where(row => row.Indicator != CitySheet.Name && row.From >= oldest)
            .OrderByDescending(row => row.From).ThenBy(row => row.Indicator).ThenBy(row => row.Unit)
            .Select(row => row.Document)
            .ToListAsync(cancellationToken);
        return [.. documents.Select(Read)];
    }

    /// <returns>One indicator's sheets of the newest periods, oldest first.</returns>
    public async Task<IReadOnlyList<Sheet>> ReadNewestAsync(string indicator, string unit, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = await Newest(context, indicator, unit, count).ToListAsync(cancellationToken);
        documents.Reverse();
        return [.. documents.Select(Read)];
    }

    /// <returns>The city's sheets of the newest periods, oldest first.</returns>
    public async Task<IReadOnlyList<CitySheet>> ReadCityAsync(int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = await Newest(context, CitySheet.Name, CitySheet.Unit, count).ToListAsync(cancellationToken);
        documents.Reverse();
        return [.. documents.Select(document => JsonSerializer.Deserialize(document, CitySheetJson.Default.CitySheet)
            ?? throw new InvalidDataException("A stored sheet is null."))];
    }

    /// <returns>Starts of the newest periods that have figures, newest first.</returns>
    public async Task<IReadOnlyList<DateTimeOffset>> PeriodsAsync(int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Sheets.AsNoTracking()
            .Select(row => row.From).Distinct().OrderByDescending(from => from).Take(count).ToListAsync(cancellationToken);
    }

    private static IQueryable<string> Newest(BrainContext context, string indicator, string unit, int count) => context.Sheets.AsNoTracking()
        .Where(row => row.Indicator == indicator && row.Unit == unit)
        .OrderByDescending(row => row.From)
        .Take(count)
        .Select(row => row.Document);

    private static Sheet Read(string document) =>
        JsonSerializer.Deserialize(document, SheetJson.Default.Sheet) ?? throw new InvalidDataException("A stored sheet is null.");
}
