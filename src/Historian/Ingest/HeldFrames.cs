using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Historian.Ingest;

/// <summary>
/// Frames of one factory that came before their predecessors: the broker delivers several at a time, so that neighbours
/// overtake each other all the time. Bounded; what does not fit is fetched again. Thread-safe.
/// </summary>
internal sealed class HeldFrames
{
    private const int MaxFrames = 64;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<FramePosition, ReadOnlyMemory<byte>> _frames = [];
    private bool _isAwaited;

    public bool IsEmpty
    {
        get { lock (_gate) return _frames.Count == 0; }
    }

    /// <returns>False when there are too many: the one missing is not just late.</returns>
    public bool TryHold(FramePosition position, ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
            return _frames.Count < MaxFrames && (_frames.TryAdd(position, frame) || true);
    }

    /// <summary>Takes the earliest out.</summary>
    public bool TryTakeFirst(out ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            frame = default;
            if (_frames.Count == 0)
                return false;
            (var position, frame) = _frames.First();
            return _frames.Remove(position);
        }
    }

    /// <summary>True for the one caller who is to see that what is held does not wait for ever.</summary>
    public bool TryBeginWait()
    {
        lock (_gate)
            return !_isAwaited && (_isAwaited = true);
    }

    public void EndWait()
    {
        lock (_gate)
            _isAwaited = false;
    }
}
