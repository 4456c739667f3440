using System.Collections.Concurrent;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Ingest;

/// <summary>
/// Takes frames from the broker. The broker is only the quick way: a frame that cannot be taken now is fetched from the
/// collector's log, which keeps it until its position is confirmed.
/// </summary>
internal sealed class FrameIngest(
    FactoryStores stores, CatchUpQueue catchUps, HistorianMetrics metrics, TimeProvider time, ILogger<FrameIngest> logger)
{
    // As long as a delivery that is under way may take; then what is missing is taken for lost by the broker.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, HeldFrames> _held = new(StringComparer.Ordinal);

    /// <returns>False when the bytes are no frame: they belong to the dead letters.</returns>
    public async Task<bool> TakeAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        Frame frame;
        try
        {
            frame = FrameDecoder.Decode(bytes);
            if (!FactoryId.IsValid(frame.Header.Factory))
                throw new FrameFormatException($"The factory '{frame.Header.Factory}' is no id: {FactoryId.Rule}.");
        }
        catch (FrameFormatException e)
        {
            metrics.Malformed("frame");
            Log.FrameMalformed(logger, bytes.Length, e.Message);
            return false;
        }

        using (frame)
        {
            if (await stores.GetOrOpenAsync(frame.Header.Factory, ct) is { Values: var store })
                Take(store, bytes, frame);
            return true;
        }
    }

    private void Take(FactoryStore store, ReadOnlyMemory<byte> bytes, Frame frame)
    {
        var held = _held.GetOrAdd(store.Factory, static _ => new());
        var taken = store.Take(bytes, frame);
        metrics.FrameTaken(taken, frame.Count);
        switch (taken)
        {
            case Taken.Busy:
            case Taken.Gap when !held.TryHold(frame.Header.Position, bytes):
                catchUps.Request(store.Factory);
                break;
            case Taken.Gap or Taken.Stored:
                // Also after holding: the predecessor may have come in between.
                TakeHeld(store, held);
                if (!held.IsEmpty && held.TryBeginWait())
                    _ = AwaitPredecessorAsync(store, held);
                break;
        }
    }

    private void TakeHeld(FactoryStore store, HeldFrames held)
    {
        while (held.TryTakeFirst(out var bytes))
        {
            using var frame = FrameDecoder.Decode(bytes);
            var taken = store.Take(bytes, frame);
            if (taken == Taken.Gap)
            {
                held.TryHold(frame.Header.Position, bytes);
                return;
            }
            metrics.FrameTaken(taken, frame.Count);
        }
    }

    private async Task AwaitPredecessorAsync(FactoryStore store, HeldFrames held)
    {
        await Task.Delay(Patience, time);
        held.EndWait();
        TakeHeld(store, held);
        if (!held.IsEmpty)
            catchUps.Request(store.Factory);
    }
}
