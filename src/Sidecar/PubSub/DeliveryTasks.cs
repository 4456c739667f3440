using System.Collections.Concurrent;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>The deliveries under way, so that a pump that stops can wait for them.</summary>
internal sealed class DeliveryTasks
{
    private readonly ConcurrentDictionary<Task, bool> _running = [];

    /// <param name="delivery">A task that does not fault.</param>
    public void Add(Task delivery)
    {
        if (!_running.TryAdd(delivery, true))
            return;
        delivery.ContinueWith(
            (done, running) => ((ConcurrentDictionary<Task, bool>)running!).TryRemove(done, out _),
            _running,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public Task WhenAllAsync() => Task.WhenAll(_running.Keys);
}
