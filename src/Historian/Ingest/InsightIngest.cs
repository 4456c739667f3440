using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Historian.Segments;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Historian.Ingest;

/// <summary>Takes insights from the broker. Nobody else has them for us: they are durable before the broker is answered.</summary>
internal sealed class InsightIngest(FactoryStores stores, HistorianMetrics metrics, TimeProvider time, ILogger<InsightIngest> logger)
{
    // A topic with dead letters gives up after one refusal, so that a full disk is waited for here as long as a delivery may take.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>False when the bytes are no insight: they belong to the dead letters.</returns>
    public async Task<bool> TakeAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (Read(bytes) is not { } insight)
            return false;
        if (await stores.GetOrOpenAsync(insight.Factory, ct) is not { } records)
            throw new StoreDamagedException($"The data of {insight.Factory} cannot be used: {stores.Failed.GetValueOrDefault(insight.Factory)}");
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                metrics.InsightTaken(await records.Insights.AddAsync(insight, ct));
                return true;
            }
            catch (SqliteException e) when (time.GetElapsedTime(began) < Patience)
            {
                Log.InsightWaits(logger, insight.Factory, e.Message);
                await Task.Delay(Pause, time, ct);
            }
        }
    }

    private Insight? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var insight = JsonSerializer.Deserialize(bytes.Span, ContractsJson.Default.Insight)
                ?? throw new JsonException("it is null");
            if (!FactoryId.IsValid(insight.Factory))
                throw new JsonException($"the factory '{insight.Factory}' is no id: {FactoryId.Rule}");
            if (insight.Id is not { Length: > 0 and <= 64 })
                throw new JsonException("the id is not 1 to 64 characters long");
            return insight;
        }
        catch (JsonException e)
        {
            metrics.Malformed("insight");
            Log.InsightMalformed(logger, bytes.Length, e.Message);
            return null;
        }
    }
}
