using System.Threading.Channels;
using Jinan.IndustryBrain.OpcUa.Encoding;

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

    /// <summary>So many repetitions in a row are none: the server has begun to number anew.</summary>
    const int MaxDuplicatesInRow = 8;

    /// <summary>Less than this the publish times may be off for other reasons than a clock that was set.</summary>
    static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);

    /// <summary>Takes a decoded message over, with its credit.</summary>
    /// <returns>False when the subscription has to be created anew: its numbers can no longer be followed, or it is another client's.</returns>
    public bool Accept(NotificationBatch batch, Refetch refetch, CancellationToken channelEnded)
    {
        if (registry.Find(batch.SubscriptionId) is not { } subscription)
        {
            // Of a subscription that was given up: acknowledged, so that the server can forget it, and let go.
            if (!batch.IsKeepAlive) acknowledgements.Add(batch.SubscriptionId, batch.SequenceNumber);
            registry.NoteOrphan(batch.SubscriptionId);
            batch.Dispose();
            return true;
        }

        lock (subscription.Gate)
        {
            subscription.LastHeard = time.GetTimestamp();
            subscription.LastHeardAt = time.GetUtcNow();
            if (subscription.Held is { } held)
                held.Enqueue(batch);
            else
                AcceptInOrder(subscription, batch, refetch, channelEnded);
            return subscription.DuplicatesInRow <= MaxDuplicatesInRow && !subscription.IsForeign;
        }
    }

    /// <summary>Hands on a message that was fetched again.</summary>
    /// <returns>False when it is no longer of use: the subscription that it was fetched for has ended.</returns>
    public bool AcceptRefetched(Subscription subscription, int incarnation, NotificationBatch batch)
    {
        lock (subscription.Gate)
        {
            if (subscription.Incarnation != incarnation)
            {
                batch.Dispose();
                return false;
            }

            // A gap in mid-stream and a subscription that is being taken over may fetch the same message at the same time.
            if (subscription.Sequence.Judge(batch.SequenceNumber) is SequenceVerdict.Duplicate)
            {
                counters.Duplicate();
                batch.Dispose();
                return true;
            }

            counters.Republished();
            subscription.Sequence.MoveTo(batch.SequenceNumber);
            HandOn(subscription, batch);
            return true;
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
                subscription.DuplicatesInRow = 0;
                if (!batch.IsKeepAlive) subscription.Sequence.MoveTo(batch.SequenceNumber);
                HandOn(subscription, batch);
                break;
            case SequenceVerdict.Duplicate:
                // Not acknowledged here: the reader may still be making the first one durable.
                counters.Duplicate();
                subscription.DuplicatesInRow++;
                batch.Dispose();
                break;
            default:
                counters.Gap();
                subscription.DuplicatesInRow = 0;
                subscription.Held = new Queue<NotificationBatch>([batch]);
                var lastMissing = SequenceTracker.Before(batch.SequenceNumber);
                _ = FillAsync(subscription, subscription.Incarnation, subscription.Sequence.Due, lastMissing, refetch, channelEnded);
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

    async Task FillAsync(Subscription subscription, int incarnation, uint first, uint last, Refetch refetch, CancellationToken channelEnded)
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
                    var goesOn = batch is not null
                        ? AcceptRefetched(subscription, incarnation, batch)
                        : NoteMissing(subscription, incarnation, number, 1);
                    if (!goesOn) return;
                    if (number == last) break;
                }
            }
            else if (!NoteMissing(subscription, incarnation, last, (long)unchecked(last - first) + 1))
            {
                return;
            }

            Release(subscription, incarnation, refetch, channelEnded);
        }
        catch (Exception exception) when (ChannelFault.IsExpected(exception))
        {
            // The channel broke on the way. What is held was not acknowledged: the recovery fetches it again from where we are.
            // When the subscription itself has ended, that dropped what was held, and what is held now is its successor's.
            lock (subscription.Gate)
            {
                if (subscription.Incarnation == incarnation) DropHeld(subscription);
            }
        }
    }

    bool NoteMissing(Subscription subscription, int incarnation, uint upTo, long count)
    {
        lock (subscription.Gate)
        {
            if (subscription.Incarnation != incarnation) return false;
            if (subscription.Sequence.Judge(upTo) is SequenceVerdict.Duplicate) return true;
            counters.MessagesLost(count);
            subscription.Sequence.MoveTo(upTo);
            if (subscription.OpenGap is GapReason.None) subscription.OpenGap = GapReason.MissingNotifications;
            return true;
        }
    }

    void Release(Subscription subscription, int incarnation, Refetch refetch, CancellationToken channelEnded)
    {
        lock (subscription.Gate)
        {
            if (subscription.Incarnation != incarnation) return;
            var held = subscription.Held;
            subscription.Held = null;
            while (held is not null && held.TryDequeue(out var batch))
            {
                if (subscription.Held is { } again) again.Enqueue(batch);
                else AcceptInOrder(subscription, batch, refetch, channelEnded);
            }

            // What was held came earlier than it was handed on.
            subscription.LastInStep = null;
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

    // Between two messages that both came at once, the server's publish times and this machine's monotonic clock go on by the
    // same: publishing never goes back, and a message is never received before it was sent.
    void WatchClock(Subscription subscription, NotificationBatch batch)
    {
        var now = time.GetTimestamp();
        if (subscription.LastInStep is { } last)
        {
            var drift = TimeSpan.FromTicks((batch.PublishTime - last.PublishTime) / 100) - time.GetElapsedTime(last.ReceivedAt, now);
            if (drift >= ClockTolerance || (batch.PublishTime < last.PublishTime && drift <= -ClockTolerance))
                events.Raise(at => new ServerClockSet(at, subscription, drift));
        }

        subscription.LastInStep = (now, batch.PublishTime);
    }

    // A gap over which the server's clock was set back would end before it began, and be overlooked: it then lasts as long, on
    // the new scale, as nothing was heard.
    long GapStart(Subscription subscription, NotificationBatch batch)
    {
        var from = subscription.CoveredThrough;
        if (from == OpcUaTime.NoTime || from <= batch.GapTo || subscription.LastInStep is not { } last) return from;
        return batch.GapTo - (time.GetElapsedTime(last.ReceivedAt).Ticks * 100);
    }

    void HandOn(Subscription subscription, NotificationBatch batch)
    {
        var rows = batch.Count;
        subscription.Resolve(batch);
        if (rows > 0 && batch.Count == 0)
        {
            // Not handed on, so that it does not pass for coverage.
            subscription.IsForeign = true;
            if (subscription.OpenGap is GapReason.None) subscription.OpenGap = GapReason.SubscriptionLost;
            batch.Acknowledge();
            batch.Dispose();
            return;
        }

        if (batch.IsKeepAlive) counters.KeepAlive();
        else counters.Batch(batch.Count + batch.Events.Count, batch.OverflowCount);

        var reason = subscription.OpenGap;
        if (reason is not GapReason.None)
        {
            var from = GapStart(subscription, batch);
            subscription.OpenGap = GapReason.None;
            batch.MarkGap(from, reason);
            events.Raise(at => new NotCovered(at, subscription, from, batch.GapTo, reason));
        }

        if (!batch.IsRepublished && batch.PublishTime != OpcUaTime.NoTime) WatchClock(subscription, batch);

        // With more notifications to come for the same publishing cycle, not everything up to its time is here yet.
        if (!batch.MoreNotifications && batch.CompleteThrough != OpcUaTime.NoTime) subscription.CoveredThrough = batch.CompleteThrough;
        subscription.HasDelivered = true;
        batch.Subscription = subscription;
        if (!_queue.Writer.TryWrite(batch)) batch.Dispose();
    }
}
