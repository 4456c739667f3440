using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Ingest;

/// <summary>
/// Takes frames from the broker. The broker is only the quick way: a frame that cannot be taken now is fetched from the
/// collector's log, which keeps it until its position is confirmed.
/// </summary>
internal sealed class FrameIngest(FactoryStores stores, CatchUpQueue catchUps, HistorianMetrics metrics, ILogger<FrameIngest> logger)
{
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
            var factory = frame.Header.Factory;
            if (await stores.GetOrOpenAsync(factory, ct) is not { } records)
                return true;
            var taken = records.Values.Take(bytes, frame);
            metrics.FrameTaken(taken, frame.Count);
            if (taken is Taken.Gap or Taken.Busy)
                catchUps.Request(factory);
            return true;
        }
    }
}
