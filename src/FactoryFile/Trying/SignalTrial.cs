using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.FactoryFile.Events;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.FactoryFile.Trying;

/// <summary>
/// Subscribes signals, and the events of the connection, for a short time as the collector would, and leaves nothing behind at the
/// server. Meanwhile it is the only reader of the connection's notifications and events. For one run.
/// </summary>
/// <param name="client">A connection that is up.</param>
/// <param name="settings">How the connection publishes, and which events are wanted of it.</param>
/// <param name="signals">What is subscribed.</param>
/// <param name="time">The clock that the watching is measured by.</param>
public sealed class SignalTrial(OpcUaConnection client, ConnectionSettings settings, IReadOnlyList<SignalSettings> signals, TimeProvider time)
{
    private readonly List<TrialNote> _notes = [];
    private readonly HashSet<int> _refused = [];
    private readonly TimeSpan[] _sampling = [.. signals.Select(signal => signal.Sampling)];
    private readonly ValueList<EventSettings> _notifiers = settings.Events;
    private TimeSpan _publishing = settings.Publishing;

    // The items of the notifiers are behind those of the signals.
    private int ItemCount => signals.Count + _notifiers.Count;

    /// <summary>Longest wait for the server to make the items; a millisecond an item comes on top.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Signals whose refusal is known already, by position: nothing is noted of them.</summary>
    public IEnumerable<int> KnownToFail { init => _refused.UnionWith(value); }

    /// <summary>The same of notifiers, by position among the connection's.</summary>
    public IEnumerable<int> NotifiersKnownToFail { init => _refused.UnionWith(value.Select(notifier => signals.Count + notifier)); }

    /// <summary>Subscribes, waits until the server has made all items, and watches for a while.</summary>
    public async Task<TrialResult> RunAsync(TimeSpan watch, CancellationToken cancellationToken)
    {
        DropOld();
        var subscription = client.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = settings.Publishing,
            KeepAlive = settings.KeepAlive,
            Lifetime = settings.Lifetime,
            Priority = settings.Priority,
            Items = [.. signals.Select(ItemOf), .. _notifiers.Select(EventRequest.Of)],
        });
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var counting = CountAsync(subscription, stop.Token);
            var revising = FollowAsync(stop.Token);
            try
            {
                await ItemsMadeAsync(subscription, cancellationToken).ConfigureAwait(false);
                await Task.Delay(watch, time, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await stop.CancelAsync().ConfigureAwait(false);
            }

            var seen = await counting.ConfigureAwait(false);
            await revising.ConfigureAwait(false);
            if (seen.Overflows > 0)
                Note(null, "publishing", TrialSentences.Overflowed.Of(seen.Overflows));
            if (seen.EventOverflows > 0)
                Note(null, "events", TrialSentences.EventsOverflowed.Of(seen.EventOverflows));
            var accepted = Enumerable.Range(0, signals.Count).Where(i => !subscription.StatusOf(i).IsBad).ToArray();
            return new TrialResult
            {
                Accepted = accepted.Length,
                Publishing = _publishing,
                Most = PredictedLoad.Of(accepted.Select(i => _sampling[i]), _publishing),
                Seen = new PredictedLoad(seen.Values / Math.Max(0.001, watch.TotalSeconds)),
                Overflows = seen.Overflows,
                AcceptedNotifiers = Enumerable.Range(signals.Count, _notifiers.Count).Count(i => !subscription.StatusOf(i).IsBad),
                SeenEvents = seen.Events,
                Notes = _notes,
            };
        }
        finally
        {
            await RemoveAsync(subscription).ConfigureAwait(false);
        }
    }

    private static MonitoredItemSettings ItemOf(SignalSettings signal) => new(signal.Node)
    {
        SamplingInterval = signal.Sampling,
        QueueSize = signal.Queue,
        DiscardOldest = signal.Discard == DiscardPolicy.Oldest,
        AbsoluteDeadband = signal.Deadband is { IsPercent: false } absolute ? absolute.Value : 0,
        PercentDeadband = signal.Deadband is { IsPercent: true } percent ? percent.Value : 0,
        Trigger = (DataChangeTrigger)signal.Trigger,
    };

    // Of a trial before this one over the same connection.
    private void DropOld()
    {
        while (client.Notifications.TryRead(out var batch))
            batch.Dispose();
        while (client.Events.TryRead(out _))
        {
            // Nobody wants it any more.
        }
    }

    private async Task RemoveAsync(Subscription subscription)
    {
        try
        {
            await client.RemoveSubscriptionAsync(subscription, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OpcUa.Encoding.OpcUaException or TimeoutException or IOException)
        {
            // The server drops it by itself when nobody asks for its notifications.
        }
    }

    private async Task ItemsMadeAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (client.Status.Subscriptions is not [.., var status] || status.Items + status.FailedItems < ItemCount)
        {
            if (time.GetElapsedTime(began) > Patience + TimeSpan.FromMilliseconds(ItemCount))
            {
                var made = Enumerable.Range(0, ItemCount).Count(i => !subscription.StatusOf(i).IsBad);
                Note(null, "id", TrialSentences.Overloaded.Of(made, ItemCount, Math.Round(time.GetElapsedTime(began).TotalSeconds)));
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(long Values, long Overflows, long Events, long EventOverflows)> CountAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var hasFirst = new bool[signals.Count];
        var (values, overflows, events, eventOverflows) = (0L, 0L, 0L, 0L);
        try
        {
            await foreach (var batch in client.Notifications.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                {
                    if (!ReferenceEquals(batch.Subscription, subscription))
                        continue;
                    overflows += batch.OverflowCount;
                    for (var row = 0; row < batch.Count; row++)
                    {
                        // The first value is what holds, perhaps for days: no change.
                        ref var known = ref hasFirst[batch.Values.Handle[row]];
                        values += known ? 1 : 0;
                        known = true;
                    }

                    foreach (var notification in batch.Events)
                    {
                        // What says that others were lost is none of those that were asked for.
                        if (EventRequest.TellsOfLoss(notification.Fields))
                            eventOverflows++;
                        else
                            events++;
                    }

                    batch.Acknowledge();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was watched long enough.
        }

        return (values, overflows, events, eventOverflows);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in client.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                Take(happened);
        }
        catch (OperationCanceledException)
        {
            // It was watched long enough.
        }
    }

    private void Take(ConnectionEvent happened)
    {
        switch (happened)
        {
            case SubscriptionRevised revised:
                _publishing = revised.PublishingInterval;
                if (revised.PublishingInterval > settings.Publishing)
                    Note(null, "publishing", TrialSentences.PublishesSlower.Of(settings.Publishing.TotalMilliseconds, revised.PublishingInterval.TotalMilliseconds), isFault: false);
                break;
            case ItemRevised item when item.Handle >= signals.Count:
                if (item.QueueSize < EventRequest.QueueSize)
                    NoteOfNotifier(item.Handle, TrialSentences.ShorterQueue.Of(EventRequest.QueueSize, item.QueueSize), null, isFault: false);
                break;
            case ItemRevised item:
                _sampling[item.Handle] = item.SamplingInterval;
                NoteRevised(item);
                break;
            case ItemFailed failed when !_refused.Add(failed.Handle):
                break;
            case ItemFailed failed when failed.Handle >= signals.Count:
                NoteOfNotifier(failed.Handle, TrialSentences.Refused.Of(_notifiers[failed.Handle - signals.Count].Node, failed.Status), failed.Status);
                break;
            case ItemFailed failed:
                Note(failed.Handle, "node", TrialSentences.Refused.Of(signals[failed.Handle].Node, failed.Status), failed.Status);
                break;
            case ServiceRefused refused:
                Note(null, "id", new Sentence(null, $"{refused.Service}: {refused.Message}"), refused.Status, isFault: false);
                break;
            case ConnectionLost lost:
                Note(null, "endpoint", new Sentence(null, lost.Reason), lost.Status);
                break;
        }
    }

    private void NoteRevised(ItemRevised item)
    {
        var signal = signals[item.Handle];
        if (item.QueueSize < signal.Queue)
        {
            Note(
                item.Handle,
                "queue",
                item.QueueSize <= 1
                    ? TrialSentences.LatestOnly.Of(signal.Queue)
                    : TrialSentences.ShorterQueue.Of(signal.Queue, item.QueueSize),
                isFault: item.QueueSize <= 1);
        }

        if (item.SamplingInterval > signal.Sampling)
            Note(item.Handle, "sampling", TrialSentences.SamplesSlower.Of(signal.Sampling.TotalMilliseconds, item.SamplingInterval.TotalMilliseconds), isFault: false);
    }

    private void NoteOfNotifier(int item, Sentence said, OpcUa.Encoding.StatusCode? status, bool isFault = true)
    {
        lock (_notes)
            _notes.Add(new TrialNote(null, "node", said, status, isFault) { Notifier = item - signals.Count });
    }

    private void Note(int? signal, string key, Sentence said, OpcUa.Encoding.StatusCode? status = null, bool isFault = true)
    {
        lock (_notes)
            _notes.Add(new TrialNote(signal, key, said, status, isFault));
    }
}
