using System.Text.Json;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Warnings;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Warnings;

/// <summary>Stores what a factory tells of its cases: of each the highest revision, and of one that it took back the id alone.</summary>
internal sealed class WarningIngest(
    IDbContextFactory<BrainContext> contexts, BrainMetrics metrics, TimeProvider time, ILogger<WarningIngest> logger) : IDisposable
{
    // One writer at a time: SQLite allows no more, and two deliveries of one batch must not race for the same ids.
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <returns>Null when a report speaks for another factory or enterprise; then nothing is stored.</returns>
    public async Task<IngestAnswer?> StoreAsync(RegisteredFactory factory, JsonElement batch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var accepted = new List<WarningReport>();
        var refused = new List<RefusedItem>();
        var deadLetters = new List<DeadLetterRow>();
        foreach (var (index, item) in batch.EnumerateArray().Index())
        {
            var reason = WarningCheck.TryRead(item, now, out var report);
            if (report is not null && (report.Factory != factory.Id || report.Enterprise != factory.Enterprise))
            {
                Log.ForeignWarning(logger, factory.Id);
                return null;
            }

            if (reason is null)
            {
                accepted.Add(report!);
                continue;
            }

            refused.Add(RefusedItem.Of(index, reason));
            deadLetters.Add(FactoryBatch.DeadLetter(factory, item, reason.Text, now));
        }

        var stored = await SaveAsync(factory, accepted, deadLetters, cancellationToken);
        metrics.WarningsStored(factory.Sector, stored);
        if (refused.Count > 0)
        {
            metrics.WarningsRefused(refused.Count);
            Log.WarningsRefused(logger, refused.Count, refused.Count + accepted.Count, factory.Id, refused[0].Reason);
        }

        return new IngestAnswer(stored, accepted.Count - stored, refused);
    }

    public void Dispose() => _writer.Dispose();

    private async Task<int> SaveAsync(
        RegisteredFactory factory, List<WarningReport> accepted, List<DeadLetterRow> deadLetters, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var ids = accepted.Select(report => report.Id).Distinct().ToList();
            var known = await context.Warnings
                .Where(row => row.Factory == factory.Id && ids.Contains(row.Id))
                .ToDictionaryAsync(row => row.Id, cancellationToken);
            var stored = 0;
            foreach (var report in accepted)
            {
                if (!known.TryGetValue(report.Id, out var row))
                {
                    row = new WarningRow { Factory = factory.Id, Id = report.Id, Revision = report.Revision, Withdrawn = report.Withdrawn };
                    known.Add(report.Id, row);
                    context.Warnings.Add(row);
                }
                else if (report.Revision <= row.Revision)
                {
                    continue;
                }

                Write(row, report, factory);
                stored++;
            }

            context.DeadLetters.AddRange(deadLetters);
            await context.SaveChangesAsync(cancellationToken);
            return stored;
        }
        finally
        {
            _writer.Release();
        }
    }

    private static void Write(WarningRow row, WarningReport report, RegisteredFactory factory)
    {
        row.Revision = report.Revision;
        row.Withdrawn = report.Withdrawn;

        // Whatever a withdrawal brings along is not kept either.
        var isKept = !report.Withdrawn;
        row.Sector = isKept ? factory.Sector : null;
        row.District = isKept ? factory.District : null;
        row.Unrelated = isKept ? factory.Unrelated : null;
        row.State = isKept ? WarningWords.Of(report.State) : null;
        row.Raised = isKept ? report.Raised : null;
        row.Changed = isKept ? report.Changed : null;
        row.Document = isKept
            ? JsonSerializer.Serialize(report with { Sector = factory.Sector }, ContractsJson.Default.WarningReport)
            : null;
    }
}
