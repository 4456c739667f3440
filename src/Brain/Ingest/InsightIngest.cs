using System.Text.Json;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Ingest;

/// <summary>Stores a factory's batch: what is well-formed once, what is not as a dead letter.</summary>
internal sealed class InsightIngest(
    IDbContextFactory<BrainContext> contexts, PublishedThrough published, BrainMetrics metrics, TimeProvider time, ILogger<InsightIngest> logger)
    : IDisposable
{
    // One writer at a time: SQLite allows no more, and two deliveries of one batch must not race for the same ids.
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <returns>Null when an insight speaks for another factory or enterprise; then nothing is stored.</returns>
    public async Task<IngestAnswer?> StoreAsync(
        RegisteredFactory factory, JsonElement batch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var accepted = new List<Insight>();
        var refused = new List<RefusedItem>();
        var deadLetters = new List<DeadLetterRow>();
        foreach (var (index, item) in batch.EnumerateArray().Index())
        {
            var reason = InsightCheck.TryRead(item, now, out var insight);
            if (insight is not null && (insight.Factory != factory.Id || insight.Enterprise != factory.Enterprise))
            {
                Log.ForeignInsight(logger, factory.Id);
                return null;
            }

            if (reason is null)
            {
                accepted.Add(insight!);
                continue;
            }

            refused.Add(RefusedItem.Of(index, reason));
            deadLetters.Add(FactoryBatch.DeadLetter(factory, item, reason.Text, now));
        }

        var stored = await SaveAsync(factory, accepted, deadLetters, now, cancellationToken);
        metrics.Stored(factory.Sector, stored);
        metrics.Duplicate(accepted.Count - stored);
        if (refused.Count > 0)
        {
            metrics.Refused(refused.Count);
            Log.Refused(logger, refused.Count, refused.Count + accepted.Count, factory.Id, refused[0].Reason);
        }

        return new IngestAnswer(stored, accepted.Count - stored, refused);
    }

    public void Dispose() => _writer.Dispose();

    private async Task<int> SaveAsync(
        RegisteredFactory factory, List<Insight> accepted, List<DeadLetterRow> deadLetters, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var ids = accepted.Select(insight => insight.Id).Distinct().ToList();
            var known = await context.Insights.Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToHashSetAsync(cancellationToken);
            var rows = accepted.Where(insight => known.Add(insight.Id)).Select(insight => Row(factory, insight, now)).ToList();
            context.Insights.AddRange(rows);
            context.DeadLetters.AddRange(deadLetters);
            await context.SaveChangesAsync(cancellationToken);
            metrics.Late(rows.Count(row => row.Counts && row.WindowTo < published.Time));
            return rows.Count;
        }
        finally
        {
            _writer.Release();
        }
    }

    private static InsightRow Row(RegisteredFactory factory, Insight insight, DateTimeOffset now)
    {
        // The register's word, not the factory's.
        var stored = insight with { Sector = factory.Sector, Hops = insight.Hops with { Stored = now } };
        return new InsightRow
        {
            Id = insight.Id,
            Factory = factory.Id,
            Asset = insight.Asset,
            Sector = factory.Sector,
            District = factory.District,
            Unrelated = factory.Unrelated,
            Indicator = insight.Model.Kind,
            Unit = insight.Unit ?? "1",
            Level = JsonNamingPolicy.CamelCase.ConvertName(insight.Level.ToString()),
            Value = insight.Value,
            Coverage = insight.Evidence.Coverage,
            Computed = insight.State == InsightState.Computed,
            Counts = insight is { State: InsightState.Computed, Retrospective: false },
            WindowTo = insight.Window.To,
            Source = insight.Hops.Source,
            Stored = now,
            Document = JsonSerializer.Serialize(stored, ContractsJson.Default.Insight),
        };
    }
}

/// <summary>What became of a batch.</summary>
/// <param name="Stored">Insights that are new.</param>
/// <param name="Duplicates">Insights that were there already.</param>
/// <param name="Refused">Malformed items, which need not be sent again.</param>
internal sealed record IngestAnswer(int Stored, int Duplicates, IReadOnlyList<RefusedItem> Refused);

/// <summary>A refused item.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Reason">Why, for a person.</param>
/// <param name="ReasonCode">Which sentence that is, for whoever says it in another language.</param>
internal sealed record RefusedItem(int Index, string Reason, SentenceCode? ReasonCode)
{
    public static RefusedItem Of(int index, Sentence said) => new(index, said.Text, said.Code);
}
