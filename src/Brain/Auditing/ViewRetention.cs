namespace Jinan.IndustryBrain.Brain.Auditing;

/// <summary>Removes views whose time (<c>Brain:AuditDays</c>) is over, at start and then once a day.</summary>
internal sealed class ViewRetention(ViewLog log, BrainOptions options, TimeProvider time, ILogger<ViewRetention> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RemoveAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.RemovingViewsFailed(logger, fault);
            }

            await Task.Delay(TimeSpan.FromDays(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var removed = await log.RemoveBeforeAsync(time.GetUtcNow().AddDays(-options.AuditDays), cancellationToken);
        if (removed > 0)
            Log.ViewsRemoved(logger, removed, options.AuditDays);
    }
}
