namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Wakes one waiting loop. Set several times before it wakes, it wakes once.</summary>
internal sealed class AsyncSignal
{
    readonly SemaphoreSlim _semaphore = new(0, 1);
    int _set;

    public void Set()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0) _semaphore.Release();
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
        Clear();
    }

    /// <summary>Waits at most <paramref name="longest"/>.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (await _semaphore.WaitAsync(longest, cancellationToken).ConfigureAwait(false)) Clear();
    }

    // A full fence: whoever waited looks at the state after this, so that a Set that found 1 is seen.
    void Clear() => Interlocked.Exchange(ref _set, 0);
}
