using Jinan.IndustryBrain.Historian.Retention;

namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>
/// Seals tails that are full, old, or too large all together, one at a time so that memory and processor stay bounded;
/// and applies retention.
/// </summary>
internal sealed class Sealer(
    FactoryStores stores, HistorianOptions options, RetentionPolicy retention, HistorianMetrics metrics, TimeProvider time, ILogger<Sealer> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lastRetention = time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await SealDueAsync(stoppingToken);
            if (time.GetElapsedTime(lastRetention) < RetentionInterval)
                continue;
            lastRetention = time.GetTimestamp();
            foreach (var records in stores.All)
                await GuardedAsync(records.Values.Factory, () => retention.ApplyAsync(records, stoppingToken));
        }
    }

    private async Task SealDueAsync(CancellationToken ct)
    {
        foreach (var records in stores.All.Where(records => records.Values.IsSealDue()).ToList())
            await SealAsync(records.Values, ct);
        while (stores.All.Sum(records => (long)records.Values.TailRows) > options.MaxTailRows)
        {
            var largest = stores.All.MaxBy(records => records.Values.TailRows)!.Values;
            if (!await SealAsync(largest, ct))
                return;
        }
    }

    private Task<bool> SealAsync(FactoryStore store, CancellationToken ct) => GuardedAsync(store.Factory, async () =>
    {
        var began = time.GetTimestamp();
        if (await store.SealAsync(ct) is not { } segment)
            return;
        metrics.Sealed(segment.Rows, segment.Bytes, time.GetElapsedTime(began));
        Log.SegmentSealed(logger, store.Factory, segment.File, segment.Rows, segment.Bytes);
    });

    private async Task<bool> GuardedAsync(string factory, Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            // The values stay in log and tail; the next round tries again.
            metrics.SealFailed();
            Log.SealFailed(logger, factory, e.Message);
            return false;
        }
    }
}
