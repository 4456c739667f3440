using System.Threading.Channels;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Fetches a notification message again; null when the server no longer has it.</summary>
internal delegate Task<NotificationBatch?> Refetch(Subscription subscription, uint sequenceNumber, CancellationToken cancellationToken);

/// <summary>
/// Brings the notification messages of all subscriptions of a connection into the one queue that the consumer reads: in
/// sequence order, each once. When numbers are missing, what came after them is held until they were fetched again or the
/// server said that it no longer has them; then the batch behind the gap says so.
/// </summary>
/// <remarks>Called on the receive loop and by gaps that are being filled; never blocks and never runs the consumer's code.</remarks>
internal sealed class NotificationRouter(
    SubscriptionRegistry registry, Acknowledgements acknowledgements, Counters counters, EventSink events, TimeProvider time)
{
    /// <summary>More than this is not fetched one by one: no server keeps so many.</summary>
    const uint MaxRefetched = 2_000;

    // Unbounded in form; the credits of the batch pool bound it in fact.
    readonly Channel<NotificationBatch> _queue = Channel.CreateUnbounded<NotificationBatch>(
        new UnboundedChannelOptions { SingleWriter = false, SingleReader = false });

    public ChannelReader<NotificationBatch> Reader => _queue.Reader;

    /// <summary>Takes a decoded message over, with its credit.</summary>
    public void Accept(NotificationBatch batch, Refetch refetch, CancellationToken channelEnded)
    {
        if (registry.Find(batch.SubscriptionId) is not { } subscription)
        {
            // Of a subscription that was given up: acknowledged, so that the server can forget it, and let go.
            if (!batch.IsKeepAlive) acknowledgements.Add(batch.SubscriptionId, batch.SequenceNumber);
            batch.Dispose();
            return;
        }

        lock (subscription.Gate)
        {
            subscription.LastHeard = time.GetTimestamp();
            subscription.LastHeardAt = time.GetUtcNow();
            if (subscription.Held is { } held)
                held.Enqueue(batch);
            else
                AcceptInOrder(subscription, batch, refetch, channelEnded);
        }
    }

    /// <summary>Hands on a message that was fetched again before any new one can come.</summary>
    public void AcceptRefetched(Subscription subscription, NotificationBatch batch)
    {
        lock (subscription.Gate)
        {
            counters.Republished();
            subscription.Sequence.MoveTo(batch.SequenceNumber);
            HandOn(subscription, batch);
        }
    }

    /// <summary>No more batches will come; what is queued can still be read.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    // Under the subscription's gate.
    void AcceptInOrder(Subscription subscription, NotificationBatch batch, Refetch refetch, CancellationToken channelEnded)
    {
        switch (Judge(subscription.Sequence, batch))
        {
            case SequenceVerdict.InOrder:
                if (!batch.IsKeepAlive) subscription.Sequence.MoveTo(batch.SequenceNumber);
                HandOn(subscription, batch);
                break;
            case SequenceVerdict.Duplicate:
                // Not acknowledged here: the reader may still be making the first one durable.
                counters.Duplicate();
                batch.Dispose();
                break;
            default:
                counters.Gap();
                subscription.Held = new Queue<NotificationBatch>([batch]);
                var lastMissing = SequenceTracker.Before(batch.SequenceNumber);
                _ = FillAsync(subscription, subscription.Sequence.Due, lastMissing, refetch, channelEnded);
                break;
        }
    }

    static SequenceVerdict Judge(SequenceTracker sequence, NotificationBatch batch)
    {
        if (!batch.IsKeepAlive) return sequence.Judge(batch.SequenceNumber);

        // A keep-alive has no number of its own: it tells the one that the next message will have. Zero tells nothing.
        if (batch.SequenceNumber == 0) return SequenceVerdict.InOrder;
        var lastSent = SequenceTracker.Before(batch.SequenceNumber);
        if (lastSent == sequence.Last) return SequenceVerdict.InOrder;
        return sequence.Judge(lastSent) is SequenceVerdict.Duplicate ? SequenceVerdict.Duplicate : SequenceVerdict.Gap;
    }

    async Task FillAsync(Subscription subscription, uint first, uint last, Refetch refetch, CancellationToken channelEnded)
    {
        // Off the receive loop: the answers that are awaited here arrive on it.
        await Task.Yield();
        try
        {
            if (unchecked(last - first) < MaxRefetched)
            {
                for (var number = first; ; number = SequenceTracker.After(number))
                {
                    var batch = await refetch(subscription, number, channelEnded).ConfigureAwait(false);
                    if (batch is not null) AcceptRefetched(subscription, batch);
                    else NoteMissing(subscription, number, 1);
                    if (number == last) break;
                }
            }
            else
            {
                NoteMissing(subscription, last, (long)unchecked(last - first) + 1);
            }

            Release(subscription, refetch, channelEnded);
        }
        catch (Exception exception) when (ChannelFault.IsExpected(exception))
        {
            // The channel broke on the way. What is held was not acknowledged: the recovery fetches it again from where we are.
            DropHeld(subscription);
        }
    }

    void NoteMissing(Subscription subscription, uint upTo, long count)
    {
        lock (subscription.Gate)
        {
            counters.MessagesLost(count);
            subscription.Sequence.MoveTo(upTo);
            if (subscription.OpenGap is GapReason.None) subscription.OpenGap = GapReason.MissingNotifications;
        }
    }

    void Release(Subscription subscription, Refetch refetch, CancellationToken channelEnded)
    {
        lock (subscription.Gate)
        {
            var held = subscription.Held;
            subscription.Held = null;
            while (held is not null && held.TryDequeue(out var batch))
            {
                if (subscription.Held is { } again) again.Enqueue(batch);
                else AcceptInOrder(subscription, batch, refetch, channelEnded);
            }
        }
    }

    public static void DropHeld(Subscription subscription)
    {
        lock (subscription.Gate)
        {
            var held = subscription.Held;
            subscription.Held = null;
            while (held is not null && held.TryDequeue(out var batch)) batch.Dispose();
        }
    }

    void HandOn(Subscription subscription, NotificationBatch batch)
    {
        subscription.Resolve(batch);
        if (batch.IsKeepAlive) counters.KeepAlive();
        else counters.Batch(batch.Count + batch.Events.Count, batch.OverflowCount);

        var reason = subscription.OpenGap;
        if (reason is not GapReason.None)
        {
            var from = subscription.CoveredThrough;
            subscription.OpenGap = GapReason.None;
            batch.MarkGap(from, reason);
            events.Raise(at => new NotCovered(at, subscription, from, batch.PublishTime, reason));
        }

        // With more notifications to come for the same publishing cycle, not everything up to its time is here yet.
        if (!batch.MoreNotifications) subscription.CoveredThrough = batch.PublishTime;
        subscription.HasDelivered = true;
        batch.Subscription = subscription;
        if (!_queue.Writer.TryWrite(batch)) batch.Dispose();
    }
}
