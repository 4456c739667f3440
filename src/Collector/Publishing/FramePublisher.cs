using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Collector.Publishing;

/// <summary>
/// Publishes a factory's frames in order, each after it is durable. It keeps no position of its own: after a restart, and after
/// the broker was away, it goes on behind what both consumers have confirmed. Consumers know frames that come twice, and
/// fetch those that do not come, so that a lossy broker costs latency and never data.
/// </summary>
internal sealed class FramePublisher(
    string factory, SegmentedLog log, ConsumerPositions positions, IFrameSink sink, Metrics metrics, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private TimeSpan _pause = FirstPause;
    private bool _isRefused;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var scan = log.OpenScan();
        var published = positions.ConfirmedByAll;
        while (await positions.WaitAsync(published + 1, cancellationToken))
        {
            // While the broker was away both consumers may have come further on their own.
            published = Math.Max(published, Math.Max(positions.ConfirmedByAll, log.OldestSequence - 1));
            try
            {
                if (scan.TryRead(published + 1, out var batch))
                    published = await PublishAsync(batch, cancellationToken);
            }
            catch (LogTruncatedException)
            {
                // Confirmed and removed between the two lines above: nobody needs it.
            }
        }
    }

    private async Task<long> PublishAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        var published = batch.First - 1;
        using (batch)
        {
            foreach (var record in batch)
            {
                if (!await TryPublishAsync(record, cancellationToken))
                    break;
                published = record.Sequence;
            }
        }

        return published;
    }

    private async Task<bool> TryPublishAsync(LogRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await sink.PublishAsync(record.Payload, cancellationToken);
            metrics.FramePublished();
            if (_isRefused)
                Log.BrokerRecovered(logger, factory);
            (_isRefused, _pause) = (false, FirstPause);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, the frame is durable and consumers can fetch it: wait, and offer it again.
            metrics.PublishFailed();
            if (!_isRefused)
                Log.BrokerRefuses(logger, factory, exception.Message);
            _isRefused = true;
        }

        await Task.Delay(_pause, time, cancellationToken);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        return false;
    }
}
