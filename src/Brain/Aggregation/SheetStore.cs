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
        var documents = new List<string>();
        if (period is { } from)
        {
            documents = await context.Sheets.AsNoTracking()
                .Where(row => row.Indicator != CitySheet.Name && row.From == from).Select(row => row.Document).ToListAsync(cancellationToken);
        }
        else
        {
            foreach (var (indicator, unit) in await IndicatorsAsync(context, cancellationToken))
                documents.AddRange(await Newest(context.Sheets, indicator, unit, 1).ToListAsync(cancellationToken));
        }

        return [.. documents.Select(Read).OrderBy(sheet => sheet.Indicator, StringComparer.Ordinal).ThenBy(sheet => sheet.Unit, StringComparer.Ordinal)];
    }

    /// <returns>Each indicator's newest sheet in each of these spans, in the order of the spans.</returns>
    public async Task<IReadOnlyList<Sheet>> ReadLastAsync(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> spans, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var indicators = await IndicatorsAsync(context, cancellationToken);
        var documents = new List<string>();
        foreach (var (from, to) in spans)
        {
            var within = context.Sheets.Where(row => row.From >= from && row.From < to);
            foreach (var (indicator, unit) in indicators)
                documents.AddRange(await Newest(within, indicator, unit, 1).ToListAsync(cancellationToken));
        }

        return [.. documents.Select(Read)];
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
        var documents = await Newest(context.Sheets, indicator, unit, count).ToListAsync(cancellationToken);
        documents.Reverse();
        return [.. documents.Select(Read)];
    }

    /// <returns>The city's sheets of the newest periods, oldest first.</returns>
    public async Task<IReadOnlyList<CitySheet>> ReadCityAsync(int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var documents = await Newest(context.Sheets, CitySheet.Name, CitySheet.Unit, count).ToListAsync(cancellationToken);
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

    private static IQueryable<string> Newest(IQueryable<FigureSheetRow> sheets, string indicator, string unit, int count) => sheets.AsNoTracking()
        .Where(row => row.Indicator == indicator && row.Unit == unit)
        .OrderByDescending(row => row.From)
        .Take(count)
        .Select(row => row.Document);

    // All that there ever were. There are a few, each with a sheet for every period of years: the index is asked for the one after each,
    // where DISTINCT would go through all of it.
    private static async Task<IReadOnlyList<(string Indicator, string Unit)>> IndicatorsAsync(BrainContext context, CancellationToken cancellationToken)
    {
        var names = context.Sheets.AsNoTracking().OrderBy(row => row.Indicator).ThenBy(row => row.Unit).Select(row => new { row.Indicator, row.Unit });
        var found = new List<(string, string)>();
        for (var at = await names.FirstOrDefaultAsync(cancellationToken); at is not null;)
        {
            var (indicator, unit) = (at.Indicator, at.Unit);
            if (indicator != CitySheet.Name)
                found.Add((indicator, unit));
            at = await names.FirstOrDefaultAsync(row => row.Indicator == indicator && string.Compare(row.Unit, unit) > 0, cancellationToken)
                ?? await names.FirstOrDefaultAsync(row => string.Compare(row.Indicator, indicator) > 0, cancellationToken);
        }

        return found;
    }

    private static Sheet Read(string document) =>
        JsonSerializer.Deserialize(document, SheetJson.Default.Sheet) ?? throw new InvalidDataException("A stored sheet is null.");
}
