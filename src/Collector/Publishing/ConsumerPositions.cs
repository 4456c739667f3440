using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Collector.Publishing;

/// <summary>What a confirmation came to.</summary>
internal enum Confirmation
{
    Noted,

    /// <summary>The position is of a log that was lost; there is nothing to keep or to drop on its account.</summary>
    OfAnotherEpoch,

    /// <summary>The position is beyond what the log holds: the consumer has state of another log.</summary>
    BeyondTheLog,
}

/// <summary>
/// How far the consumers have come, and the truncation that follows from it: a frame goes when both have confirmed it and the
/// collector's own memory has a snapshot beyond it. Confirmations are noted at once and written every few seconds; one that
/// is lost costs nothing but a frame that is kept longer.
/// </summary>
internal sealed class ConsumerPositions : IDisposable
{
    /// <summary>The collector's own position: the snapshot of its memory.</summary>
    private const string Own = "memory";

    public static readonly IReadOnlyList<string> Consumers = [AppIds.Historian, AppIds.Inference];

    private readonly SegmentedLog _log;
    private readonly Dictionary<string, LogReader> _readers;
    private readonly Dictionary<string, long> _confirmed = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public ConsumerPositions(SegmentedLog log)
    {
        _log = log;
        _readers = Consumers.Append(Own).ToDictionary(name => name, name => log.OpenReader(name), StringComparer.Ordinal);
        foreach (var (name, reader) in _readers)
            _confirmed[name] = reader.Position;
    }

    /// <summary>Everything up to here is durable at both consumers.</summary>
    public long ConfirmedByAll
    {
        get
        {
            lock (_gate)
                return Consumers.Min(consumer => _confirmed[consumer]);
        }
    }

    public long ConfirmedBy(string consumer)
    {
        lock (_gate)
            return _confirmed[consumer];
    }

    public Confirmation Confirm(string consumer, FramePosition position)
    {
        if (position.Epoch != _log.Epoch)
            return position.Epoch < _log.Epoch ? Confirmation.OfAnotherEpoch : Confirmation.BeyondTheLog;
        if (position.Sequence > _log.DurableSequence)
            return Confirmation.BeyondTheLog;
        lock (_gate)
            _confirmed[consumer] = Math.Max(_confirmed[consumer], position.Sequence);
        return Confirmation.Noted;
    }

    /// <summary>Waits until a frame is durable; false when the log was closed.</summary>
    public ValueTask<bool> WaitAsync(long sequence, CancellationToken cancellationToken) => _readers[Own].WaitAsync(sequence, cancellationToken);

    /// <summary>Makes the positions durable and removes what nobody needs.</summary>
    /// <param name="snapshot">The frame that the collector's own snapshot stands for.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="LogStorageException">The disk refuses; call again later.</exception>
    public async Task CommitAsync(long snapshot, CancellationToken cancellationToken)
    {
        foreach (var (name, reader) in _readers)
            await reader.CommitAsync(name == Own ? snapshot : ConfirmedBy(name), cancellationToken);
        _log.Truncate(long.MaxValue);
    }

    public void Dispose()
    {
        foreach (var reader in _readers.Values)
            reader.Dispose();
    }
}
