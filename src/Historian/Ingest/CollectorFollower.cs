using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Ingest;

/// <summary>
/// Recovers the stores, then keeps up with the collector: at once where a gap was seen, and by asking now and then, so that
/// a frame that the broker lost is found even when none comes after it.
/// </summary>
internal sealed class CollectorFollower(
    CollectorClient collector, CatchUp catchUp, CatchUpQueue queue, FactoryStores stores, HistorianOptions options, TimeProvider time,
    ILogger<CollectorFollower> logger) : BackgroundService
{
    private bool _collectorAnswers = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await stores.RecoverAsync(stoppingToken);
        await Task.WhenAll(PollAsync(stoppingToken), FetchAsync(stoppingToken));
    }

    private async Task PollAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await GuardedAsync(() => AskAsync(ct), ct);
            await Task.Delay(options.PollInterval, time, ct);
        }
    }

    private async Task AskAsync(CancellationToken ct)
    {
        foreach (var factory in await collector.GetFactoriesAsync(ct))
        {
            if (await IsBehindAsync(factory, ct))
                queue.Request(factory.Factory);
        }
    }

    private async Task<bool> IsBehindAsync(FactoryLog factory, CancellationToken ct) =>
        FactoryId.IsValid(factory.Factory)
        && FramePosition.TryParse(factory.Newest, out var newest) && newest.Sequence > 0
        && await stores.GetOrOpenAsync(factory.Factory, ct) is { } records
        && records.Values.Position < newest;

    private async Task FetchAsync(CancellationToken ct)
    {
        while (true)
        {
            var factory = await queue.TakeAsync(ct);
            await GuardedAsync(() => catchUp.RunAsync(factory, ct), ct);
        }
    }

    private async Task GuardedAsync(Func<Task> action, CancellationToken ct)
    {
        try
        {
            await action();
            if (!_collectorAnswers)
                Log.CollectorAnswers(logger);
            _collectorAnswers = true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or System.Text.Json.JsonException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // Said once: the collector may be down for long, and polling goes on.
            if (_collectorAnswers)
                Log.CollectorSilent(logger, e.Message);
            _collectorAnswers = false;
        }
        catch (FrameFormatException e)
        {
            Log.CollectorSentNonsense(logger, e.Message);
        }
    }
}
