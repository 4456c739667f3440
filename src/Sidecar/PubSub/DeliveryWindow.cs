namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>
/// Which messages of a subscription are under way. The position that may be made durable is the last one below which
/// nothing is unfinished: what was finished above it comes again after a kill, nothing is ever skipped.
/// </summary>
internal sealed class DeliveryWindow(long position, int maxUnfinished)
{
    private readonly Lock _gate = new();
    private readonly SortedSet<long> _unfinished = [];
    private long _started = position;
    private TaskCompletionSource? _room;

    /// <summary>Everything up to here is finished.</summary>
    public long Position
    {
        get { lock (_gate) return _unfinished.Count == 0 ? _started : _unfinished.Min - 1; }
    }

    public int Unfinished
    {
        get { lock (_gate) return _unfinished.Count; }
    }

    /// <summary>Takes a message in; in the order of the log, gaps (truncated records) allowed.</summary>
    public void Start(long sequence)
    {
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(sequence, _started);
            _unfinished.Add(sequence);
            _started = sequence;
        }
    }

    public void Finish(long sequence)
    {
        lock (_gate)
        {
            _unfinished.Remove(sequence);
            if (_unfinished.Count >= maxUnfinished)
                return;
            _room?.SetResult();
            _room = null;
        }
    }

    /// <summary>Completes when fewer than the limit are unfinished.</summary>
    public Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_unfinished.Count < maxUnfinished)
                return Task.CompletedTask;
            _room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task.WaitAsync(cancellationToken);
        }
    }
}
