using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>
/// Finds the frame after which reading may begin anew: all values that open windows need come later. It also remembers how far
/// each connection was known to be complete at that frame, so that a second reading closes windows at the same frames.
/// </summary>
internal sealed class SafePosition(FactorySignals signals)
{
    private readonly Queue<(FramePosition Frame, string Connection, long AliveThrough)> _since = new();
    private readonly Dictionary<string, long> _alive = new(StringComparer.Ordinal);

    // What was once safe stays so: frames before it may be gone.
    private FramePosition _last;

    public void Start(FramePosition position, IReadOnlyDictionary<string, long> alive)
    {
        _last = position;
        foreach (var (connection, time) in alive)
            _alive[connection] = time;
    }

    public void Note(FrameHeader header) => _since.Enqueue((header.Position, header.Connection, header.AliveThrough));

    public FramePosition Of(FramePosition taken)
    {
        var safe = taken;
        foreach (var buffer in signals.Buffers)
        {
            if (buffer.NeededFrom != long.MaxValue && buffer.FirstNeededFrame() is { } first && first <= safe)
                safe = new FramePosition(first.Epoch, first.Sequence - 1);
        }

        return _last = safe > _last ? safe : _last;
    }

    /// <summary>Alive-through times as of a frame; what lies before it is forgotten.</summary>
    public IReadOnlyDictionary<string, long> AliveAt(FramePosition safe)
    {
        while (_since.TryPeek(out var oldest) && oldest.Frame <= safe)
        {
            _since.Dequeue();
            _alive[oldest.Connection] = Math.Max(_alive.GetValueOrDefault(oldest.Connection, long.MinValue), oldest.AliveThrough);
        }

        return new Dictionary<string, long>(_alive);
    }
}
