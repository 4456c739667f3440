using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.Screens.Figures;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Warnings;

/// <summary>Writes down for the factory that somebody looks at its named warnings, before they are shown to him.</summary>
internal sealed class ReceiptBook(IDbContextFactory<BrainContext> contexts, PlaceTime time) : IDisposable
{
    private const int Attempts = 5;

    // Numbers of a factory have no holes and are given in order, or a factory that asks for those after one would miss some.
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <summary>A receipt a warning, viewer and day.</summary>
    public async Task RecordAsync(Viewer viewer, IReadOnlyList<WarningReport> shown, CancellationToken cancellationToken)
    {
        if (shown.Count == 0)
            return;
        await _writer.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await TryRecordAsync(viewer, shown, cancellationToken);
                    return;
                }
                catch (DbUpdateException) when (attempt < Attempts)
                {
                    // Another brain at the same database took the number.
                }
            }
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <returns>Those after a number, in order.</returns>
    public async Task<DisclosureReceipt[]> ReadAsync(string factory, long after, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Receipts.AsNoTracking()
            .Where(row => row.Factory == factory && row.Number > after)
            .OrderBy(row => row.Number)
            .Take(take)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new DisclosureReceipt(
            row.Number, row.Warning, row.Viewer, row.At,
            [.. row.Fields.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(WarningWords.Field)]))];
    }

    public void Dispose() => _writer.Dispose();

    private async Task TryRecordAsync(Viewer viewer, IReadOnlyList<WarningReport> shown, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (now, day) = (time.Now, time.Today());
        var (factories, ids) = (shown.Select(report => report.Factory).Distinct().ToList(), shown.Select(report => report.Id).Distinct().ToList());
        var known = (await context.Receipts.AsNoTracking()
            .Where(row => factories.Contains(row.Factory) && ids.Contains(row.Warning) && row.Viewer == viewer.Name && row.Day == day)
            .Select(row => new { row.Factory, row.Warning })
            .ToListAsync(cancellationToken)).Select(row => (row.Factory, row.Warning)).ToHashSet();

        // A list is read again every few seconds: as a rule all of it is known.
        var added = shown.Where(report => known.Add((report.Factory, report.Id))).ToList();
        if (added.Count == 0)
            return;
        foreach (var ofFactory in added.GroupBy(report => report.Factory, StringComparer.Ordinal))
        {
            var number = await context.Receipts.Where(row => row.Factory == ofFactory.Key).MaxAsync(row => (long?)row.Number, cancellationToken) ?? 0;
            foreach (var report in ofFactory)
            {
                context.Receipts.Add(new ReceiptRow
                {
                    Factory = report.Factory,
                    Number = ++number,
                    Warning = report.Id,
                    Viewer = viewer.Name,
                    Day = day,
                    At = now,
                    Fields = string.Join(',', WarningWords.Released(report).Select(WarningWords.Of)),
                });
                context.Views.Add(new ViewRow
                {
                    At = now,
                    Viewer = viewer.Name,
                    Kind = ViewKinds.Warning,
                    Subject = $"{report.Factory}/{report.Id}",
                    Status = StatusCodes.Status200OK,
                    Address = viewer.Address,
                });
            }
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}
