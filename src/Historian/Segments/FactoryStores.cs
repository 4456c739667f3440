using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Historian.Insights;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>What the historian keeps of one factory.</summary>
internal sealed record FactoryRecords(FactoryStore Values, InsightStore Insights);

/// <summary>
/// The stores of all factories. One that cannot be opened is shown with its reason and leaves the others alone.
/// </summary>
internal sealed class FactoryStores(
    Database database, HistorianOptions options, EdgeOptions edge, TimeProvider time, ILogger<FactoryStores> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FactoryRecords> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Sentence> _failed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _opening = new(1, 1);

    public IEnumerable<FactoryRecords> All => _open.Values;

    /// <summary>Factories whose data cannot be used, with the reason.</summary>
    public IReadOnlyDictionary<string, Sentence> Failed => _failed;

    /// <summary>True once everything that was on the disk at the start has been recovered, or found damaged.</summary>
    public bool Recovered { get; private set; }

    public bool TryGet(string factory, [NotNullWhen(true)] out FactoryRecords? records) => _open.TryGetValue(factory, out records);

    /// <summary>Opens all that is on the disk.</summary>
    public async Task RecoverAsync(CancellationToken ct)
    {
        foreach (var folder in Directory.EnumerateDirectories(edge.StateOf(HistorianApp.Name)).Order(StringComparer.Ordinal))
        {
            if (FactoryId.IsValid(Path.GetFileName(folder)))
                await GetOrOpenAsync(Path.GetFileName(folder), ct);
        }
        Recovered = true;
    }

    /// <summary>Null when the factory's data cannot be used; see <see cref="Failed"/>.</summary>
    public async ValueTask<FactoryRecords?> GetOrOpenAsync(string factory, CancellationToken ct)
    {
        if (_open.TryGetValue(factory, out var records))
            return records;
        await _opening.WaitAsync(ct);
        try
        {
            if (_open.TryGetValue(factory, out records))
                return records;
            if (_failed.ContainsKey(factory))
                return null;
            var folder = edge.StateOf(HistorianApp.Name, factory);
            var values = await FactoryStore.OpenAsync(database, options, time, factory, folder, ct);
            records = new(values, await InsightStore.OpenAsync(folder, time, ct));
            _open[factory] = records;
            var figures = values.Figures();
            Log.FactoryOpened(logger, factory, figures.Values, figures.Segments, figures.Position.ToString());
            return records;
        }
        catch (Exception e) when (e is LogDamagedException or StoreDamagedException or LogTruncatedException)
        {
            // Damage does not go away by itself: the process is started again when a person has mended it.
            _failed[factory] = StorageSentences.Damaged.Of(e.Message);
            Log.FactoryDamaged(logger, factory, e.Message);
            return null;
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var records in _open.Values)
        {
            await records.Values.DisposeAsync();
            records.Insights.Dispose();
        }
        _opening.Dispose();
    }
}
