using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Sidecar.Api;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>
/// One topic: a durable log, and a named reader for each consumer group. A group is an application id; it exists from
/// its first subscription until the application, while running, no longer subscribes.
/// </summary>
internal sealed class Topic(string name, SegmentedLog log, PubSubOptions options, Metrics metrics) : IAsyncDisposable
{
    public string Name { get; } = name;

    public string PubSub => options.Name;

    public long DurableSequence => log.DurableSequence;

    public long OldestSequence => log.OldestSequence;

    /// <summary>Queues one message; it is durable after <see cref="FlushAsync"/>.</summary>
    /// <exception cref="DaprApiException">It is too large, there is no room, or the disk refuses.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        if (record.Length > options.MaxMessageBytes)
            throw DaprErrors.TopicFull($"the message for topic {Name} has {record.Length} bytes in its envelope; at most {options.MaxMessageBytes} are stored. Publish it raw, or in parts");
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    TrimUnread();
                    log.Append(record.Span);
                    return;
                }
                catch (LogFullException) when (attempt == 0)
                {
                    // What only waits for the disk makes room by being written, what nobody wants by being removed.
                    await log.FlushAsync(cancellationToken);
                    Trim();
                }
            }
        }
        catch (LogFullException e)
        {
            metrics.PublishRefused(PubSub, Name);
            throw DaprErrors.TopicFull(DescribeFull(e));
        }
        catch (LogStorageException e)
        {
            metrics.PublishRefused(PubSub, Name);
            throw DaprErrors.TopicUnavailable($"topic {Name} cannot be written: {e.Message}. It goes on by itself once the disk takes writes; publish again");
        }
    }

    /// <summary>Completes once all that was queued before is on the disk; callers at the same time share one sync.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await log.FlushAsync(cancellationToken);
        }
        catch (LogStorageException e)
        {
            metrics.PublishRefused(PubSub, Name);
            // It is queued and will be written: publishing again may bring it twice, which is what at-least-once means.
            throw DaprErrors.TopicUnavailable($"topic {Name} cannot be written: {e.Message}. It goes on by itself once the disk takes writes; publish again");
        }
    }

    public LogReader OpenGroup(string appId) => log.OpenReader(appId);

    public bool HasGroup(string appId) => log.ReaderPositions.ContainsKey(appId);

    public void RemoveGroup(string appId) => log.RemoveReader(appId);

    /// <summary>Messages that each group has not finished yet.</summary>
    public IEnumerable<(string AppId, long Messages)> Lags()
    {
        var newest = log.DurableSequence;
        return log.ReaderPositions.Select(group => (group.Key, newest - group.Value));
    }

    /// <summary>Removes what all groups are past; without any group, what is above the limit for unread topics.</summary>
    /// <exception cref="LogStorageException">The disk refused.</exception>
    public void Trim()
    {
        if (log.ReaderPositions.Count > 0)
        {
            log.Truncate(long.MaxValue);
            return;
        }
        var excess = log.Bytes - options.RetainUnreadBytes;
        var count = log.NextSequence - log.OldestSequence;
        if (excess <= 0 || count == 0)
            return;
        // Segments go whole, so an estimate from the mean size is enough; the next call takes what this one left.
        var mean = Math.Max(1, log.Bytes / count);
        log.Truncate(log.OldestSequence + Math.Max(1, excess / mean));
    }

    /// <summary>Nobody commits a position where nobody subscribes, so publishers see to the limit.</summary>
    private void TrimUnread()
    {
        if (log.Bytes > options.RetainUnreadBytes + options.SegmentBytes && log.ReaderPositions.Count == 0)
            Trim();
    }

    private string DescribeFull(LogFullException e)
    {
        var slowest = Lags().OrderByDescending(lag => lag.Messages).FirstOrDefault();
        return slowest.AppId is null
            ? $"topic {Name} is full: {e.Message}"
            : $"topic {Name} is full ({options.MaxTopicBytes} bytes): application {slowest.AppId} is {slowest.Messages} messages behind. "
                + "Start it or let it catch up, then publish again; maxTopicBytes of the component sets the limit";
    }

    public ValueTask DisposeAsync() => log.DisposeAsync();
}
