using System.Collections.Concurrent;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Ingest;

/// <summary>
/// Syncs what was taken and then tells the collector, which may remove frames from its log only up to there. This, and not
/// the answer to the broker, is the acknowledgement that nothing may be lost behind.
/// </summary>
internal sealed class PositionConfirmer(
    CollectorClient collector, FactoryStores stores, HistorianOptions options, TimeProvider time, ILogger<PositionConfirmer> logger)
    : BackgroundService
{
    private const int Parallelism = 4;
    private readonly ConcurrentDictionary<string, FramePosition> _confirmed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _failing = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ConfirmInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await ConfirmAllAsync(stoppingToken);
    }

    internal Task ConfirmAllAsync(CancellationToken ct) => Parallel.ForEachAsync(
        stores.All.Select(records => records.Values).Where(store => store.Position != _confirmed.GetValueOrDefault(store.Factory)),
        new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = ct },
        ConfirmAsync);

    private async ValueTask ConfirmAsync(FactoryStore store, CancellationToken ct)
    {
        try
        {
            // Read before the sync: what is taken during it is confirmed the next time.
            var position = store.Position;
            await store.FlushAsync(ct);
            await collector.ConfirmAsync(store.Factory, position, ct);
            _confirmed[store.Factory] = position;
            if (_failing.TryRemove(store.Factory, out _))
                Log.ConfirmWorks(logger, store.Factory);
        }
        catch (Exception e) when (e is LogStorageException or HttpRequestException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            if (_failing.TryAdd(store.Factory, e.Message))
                Log.ConfirmFailed(logger, store.Factory, e.Message);
        }
    }
}
