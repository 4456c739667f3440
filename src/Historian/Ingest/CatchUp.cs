using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Ingest;

/// <summary>Fetches what the broker did not bring, until the collector has nothing newer.</summary>
internal sealed class CatchUp(CollectorClient collector, FactoryStores stores, HistorianMetrics metrics, ILogger<CatchUp> logger)
{
    private const int FetchBytes = 2 << 20;

    // Factories for which "no room" has been said; only the one who takes from the queue runs in here.
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);

    public async Task RunAsync(string factory, CancellationToken ct)
    {
        if (await stores.GetOrOpenAsync(factory, ct) is not { Values: var store })
            return;
        while (true)
        {
            var after = store.Position;
            var bundle = await collector.GetFramesAsync(factory, after, FetchBytes, ct);
            var stored = 0;
            foreach (var bytes in FrameBundle.Read(bundle))
            {
                switch (Take(store, bytes))
                {
                    case Taken.Stored:
                        stored++;
                        break;
                    case Taken.Busy:
                        // Disk full or segments being written: the next poll goes on from here.
                        if (_busy.Add(factory))
                            Log.IngestBusy(logger, factory, store.LogFailure?.Message ?? "recent values are being moved into a segment");
                        return;
                }
            }
            if (stored > 0)
                metrics.Refetched(factory, stored);
            if (_busy.Remove(factory))
                Log.IngestGoesOn(logger, factory);
            // Nothing new, also when the broker was quicker in the meantime: what it brings then is next or asks again.
            if (bundle.Length == 0 || stored == 0)
                return;
        }
    }

    private Taken Take(FactoryStore store, ReadOnlyMemory<byte> slice)
    {
        // The store keeps the bytes, and should not keep the whole bundle by them.
        ReadOnlyMemory<byte> bytes = slice.ToArray();
        using var frame = FrameDecoder.Decode(bytes);
        var taken = store.Take(bytes, frame, isFetched: true);
        if (taken == Taken.Gap)
        {
            // The collector answers with the oldest it has: what is missing before it is lost.
            Log.FramesLost(logger, store.Factory, store.Position.ToString(), frame.Header.Position.ToString());
            metrics.FramesLost(store.Position, frame.Header.Position);
            store.SkipTo(frame.Header.Position);
            taken = store.Take(bytes, frame, isFetched: true);
        }
        metrics.FrameTaken(taken, frame.Count);
        return taken;
    }
}
