using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Jinan.IndustryBrain.Historian.Ingest;

/// <summary>Factories whose frames are to be fetched from the collector; each at most once in the queue.</summary>
internal sealed class CatchUpQueue
{
    private readonly ConcurrentDictionary<string, bool> _queued = new(StringComparer.Ordinal);
    private readonly Channel<string> _factories = Channel.CreateUnbounded<string>();

    public void Request(string factory)
    {
        // The set bounds the channel by the number of factories.
        if (_queued.TryAdd(factory, true))
            _factories.Writer.TryWrite(factory);
    }

    public async ValueTask<string> TakeAsync(CancellationToken ct)
    {
        var factory = await _factories.Reader.ReadAsync(ct);
        // Removed before the work: a request that comes during it asks for another round.
        _queued.TryRemove(factory, out _);
        return factory;
    }
}
