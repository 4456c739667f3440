using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.FactoryFile;

namespace Jinan.IndustryBrain.Collector.Publishing;

/// <summary>
/// Makes frames durable, for all connections of a factory: a frame's sequence is its record's. While the log is full or the
/// disk refuses, <see cref="StoreAsync"/> waits, so that nothing is acknowledged and the servers are asked for no more; it
/// goes on by itself.
/// </summary>
internal sealed class FrameLog(SegmentedLog log, CoverageLedger ledger, StorageState state, Metrics metrics, TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly FrameEncoder _encoder = new();
    private readonly Lock _gate = new();

    public SegmentedLog Log => log;

    /// <summary>How fast the log grows.</summary>
    public AppendRate Rate { get; } = new(time);

    /// <summary>Encodes the draft as the log's next record and returns once it is durable, and the ledger with it.</summary>
    public async ValueTask<FramePosition> StoreAsync(FactoryConfiguration factory, string collector, FrameDraft draft, CancellationToken cancellationToken)
    {
        await UntilTakenAsync(() => ledger.FlushAsync(cancellationToken), cancellationToken);
        long sequence = 0;
        await UntilTakenAsync(
            () =>
            {
                sequence = Append(factory, collector, draft);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        await UntilTakenAsync(() => log.FlushAsync(cancellationToken), cancellationToken);
        state.Taken();
        metrics.FrameStored(draft.Columns.Count);
        return new FramePosition(log.Epoch, sequence);
    }

    private long Append(FactoryConfiguration factory, string collector, FrameDraft draft)
    {
        lock (_gate)
        {
            var header = new FrameHeader
            {
                Factory = factory.Factory,
                Enterprise = factory.Enterprise,
                Sector = factory.Sector,
                Collector = collector,
                Position = new FramePosition(log.Epoch, log.NextSequence),
                Connection = draft.Connection,
                AliveThrough = draft.AliveThrough,
                ClockOffsetNs = draft.ClockOffsetNs,
                Signals = draft.Definitions,
                Notifications = draft.Marks,
            };
            var frame = _encoder.Encode(header, draft.Columns).Span;
            var sequence = log.Append(frame);
            Rate.Add(frame.Length);
            return sequence;
        }
    }

    private async ValueTask UntilTakenAsync(Func<ValueTask> attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (LogFullException full)
            {
                state.Refused(full);
            }
            catch (LogStorageException refused)
            {
                state.Refused(refused);
            }

            await Task.Delay(RetryInterval, time, cancellationToken);
        }
    }
}
