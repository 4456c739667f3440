namespace Jinan.IndustryBrain.Inference.Rollout;

/// <summary>Looks into the capsules folder from start to end. Frames are not processed before the first look is done: a window
/// that is over must find its model.</summary>
internal sealed class CapsuleWatch(CapsuleCatalog catalog, InferenceOptions options, TimeProvider time, ILogger<CapsuleWatch> logger)
    : BackgroundService
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when every capsule that was there at the start is in service or refused.</summary>
    public Task Ready => _ready.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TryLookAsync(settled: false, stoppingToken).ConfigureAwait(false);
        Log.CapsulesReady(logger, catalog.Models.Count, options.CapsulesFolder);
        _ready.TrySetResult();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.FolderPollMs), time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await TryLookAsync(settled: true, stoppingToken).ConfigureAwait(false);
    }

    private async Task TryLookAsync(bool settled, CancellationToken cancellation)
    {
        try
        {
            await catalog.LookAsync(settled, cancellation).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // What is in service must go on whatever is wrong with the folder.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.CapsulesFolderUnreadable(logger, options.CapsulesFolder, e.Message);
        }
    }
}
