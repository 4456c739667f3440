using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Uplink.Outbox;

/// <summary>
/// What one factory has still to tell the city, in order, on disk. It holds projected insights only: what may not leave is
/// not even here.
/// </summary>
internal sealed class FactoryOutbox : IAsyncDisposable
{
    private const string ReaderName = "city";
    private const int SegmentBytes = 1024 * 1024;

    /// <summary>No insight is larger; the intake checks it.</summary>
    public const int MaxInsightBytes = 256 * 1024;

    private readonly SegmentedLog _log;
    private readonly LogReader _reader;

    private FactoryOutbox(SegmentedLog log)
    {
        _log = log;
        _reader = log.OpenReader(ReaderName);
    }

    /// <summary>Everything up to here is acknowledged or refused for good.</summary>
    public long Done => Math.Max(_reader.Position, _log.OldestSequence - 1);

    public long Pending => _log.DurableSequence - Done;

    public long Bytes => _log.Bytes;

    public static async Task<FactoryOutbox> OpenAsync(string folder, long maxBytes, TimeProvider time, CancellationToken cancellationToken) =>
        new(await SegmentedLog.OpenAsync(
            new SegmentedLogOptions
            {
                Directory = folder, SegmentBytes = SegmentBytes, MaxRecordBytes = MaxInsightBytes, MaxBytes = maxBytes,
            },
            time: time,
            ct: cancellationToken));

    /// <summary>Completes when the insight is on the disk.</summary>
    /// <exception cref="LogFullException">As much waits as may wait.</exception>
    /// <exception cref="LogStorageException">The disk refuses.</exception>
    public async Task AddAsync(Insight projected, CancellationToken cancellationToken) =>
        await _log.AppendAsync(JsonSerializer.SerializeToUtf8Bytes(projected, ContractsJson.Default.Insight), cancellationToken);

    /// <returns>False when the outbox was closed.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _reader.WaitAsync(Done + 1, cancellationToken);

    /// <summary>The oldest insights that are not done, at least one if there is any.</summary>
    public IReadOnlyList<Insight> Read(int maxCount, int maxBytes)
    {
        var insights = new List<Insight>();
        if (!_reader.TryRead(Done + 1, out var batch, maxBytes))
            return insights;
        using (batch)
        {
            foreach (var record in batch)
            {
                if (insights.Count == maxCount)
                    break;
                insights.Add(JsonSerializer.Deserialize(record.Payload.Span, ContractsJson.Default.Insight)
                             ?? throw new InvalidDataException("A record of the outbox holds null."));
            }
        }

        return insights;
    }

    /// <summary>Forgets the oldest insights; they are in the city, or with the dead letters.</summary>
    public async Task CompleteAsync(int count, CancellationToken cancellationToken)
    {
        var done = Done + count;
        await _reader.CommitAsync(done, cancellationToken);
        _log.Truncate(done + 1);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _log.DisposeAsync();
    }
}
