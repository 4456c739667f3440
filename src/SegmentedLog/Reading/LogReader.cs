using System.Runtime.CompilerServices;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// A consumer with a name and a durable position: everything up to it is done with. Reading and committing are
/// independent: read ahead as you like, commit when your own output is durable. One thread reads at a time;
/// <see cref="CommitAsync"/> may run beside it.
/// </summary>
public sealed class LogReader : IDisposable
{
    private const int ReadAheadBytes = 256 << 10;
    private readonly SegmentedLog _log;
    private readonly SegmentCursor _cursor;
    private readonly SemaphoreSlim _commits = new(1, 1);

    internal LogReader(SegmentedLog log, string name)
    {
        _log = log;
        Name = name;
        _cursor = new(log);
    }

    /// <summary>The name under which the position is kept.</summary>
    public string Name { get; }

    /// <summary>The last record that was committed; read on from the next one. 0 before the first.</summary>
    public long Position => _log.PositionOf(Name);

    /// <summary>Completes with true once record <paramref name="sequence"/> is durable; false when the log was closed.</summary>
    public ValueTask<bool> WaitAsync(long sequence, CancellationToken ct = default) => _log.WaitForDurableAsync(sequence, ct);

    /// <summary>
    /// Reads consecutive durable records; false when <paramref name="from"/> is not durable yet. The caller disposes
    /// the batch, which gives its memory back.
    /// </summary>
    /// <param name="from">The first record wanted.</param>
    /// <param name="batch">At least one record.</param>
    /// <param name="maxBytes">About how many bytes; a single larger record comes whole.</param>
    /// <exception cref="LogTruncatedException">The record is gone.</exception>
    /// <exception cref="LogDamagedException">The record was durable and is not what was written.</exception>
    public bool TryRead(long from, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LogBatch? batch, int maxBytes = ReadAheadBytes)
    {
        batch = _cursor.TryRead(from, maxBytes);
        return batch is not null;
    }

    /// <summary>
    /// Reads durable records for ever, waiting for new ones; ends when the log is closed. A payload is valid until the
    /// next step of the loop.
    /// </summary>
    public async IAsyncEnumerable<LogRecord> ReadAsync(long from, [EnumeratorCancellation] CancellationToken ct = default)
    {
        while (await WaitAsync(from, ct))
        {
            if (!TryRead(from, out var batch))
                continue;
            using (batch)
            {
                foreach (var record in batch)
                {
                    ct.ThrowIfCancellationRequested();
                    yield return record;
                }
                from = batch.Last + 1;
            }
        }
    }

    /// <summary>
    /// Makes a position durable: after a restart reading starts behind it, and truncation may remove up to it. A
    /// position below the present one changes nothing. Those who commit at the same time share one write.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is beyond what is durable.</exception>
    /// <exception cref="LogStorageException">The disk refused; the position stays where it was.</exception>
    public async ValueTask CommitAsync(long position, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, _log.DurableSequence);
        _log.ProposePosition(Name, position);
        if (position <= Position)
            return;
        await _commits.WaitAsync(ct);
        try
        {
            // Whoever had the turn before may have written this position along with its own.
            if (position > Position)
                await Task.Run(() => _log.StorePosition(Name), CancellationToken.None);
        }
        finally
        {
            _commits.Release();
        }
    }

    /// <summary>Closes the file that was read last. The position stays.</summary>
    public void Dispose()
    {
        _cursor.Dispose();
        _commits.Dispose();
    }
}
