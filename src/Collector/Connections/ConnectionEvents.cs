using System.Collections.Concurrent;
using System.Numerics;
using System.Threading.Channels;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using StatusCodes = Jinan.IndustryBrain.OpcUa.Encoding.StatusCodes;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>A sampling interval that the server revised.</summary>
internal readonly record struct RevisedItem(int Handle, TimeSpan Sampling);

/// <summary>
/// Listens to what happens to a connection: says it in the log, and notes in the ledger which signals the server refuses or
/// keeps only the latest value of. Thread-safe.
/// </summary>
internal sealed class ConnectionEvents(
    string factory, ConnectionSettings settings, ItemPlan plan, SignalDefinition[] items, Subscription subscription,
    CoverageLedger ledger, Metrics metrics, ILogger logger)
{
    /// <summary>Of a refusal that is about a signal's path and not about its item.</summary>
    private const int NoItem = -1;

    private readonly ConcurrentDictionary<(int Signal, int Item), StatusCode> _refused = new();
    private readonly ConcurrentQueue<RevisedItem> _revised = new();
    private volatile bool _wasCreated;
    private bool _futureStampsSaid;

    public async Task RunAsync(ChannelReader<ConnectionEvent> events, CancellationToken cancellationToken)
    {
        await foreach (var happened in events.ReadAllAsync(cancellationToken))
            Handle(happened);
    }

    /// <summary>Signals that the server refuses at present, or has nothing for where their paths lead.</summary>
    public IReadOnlyList<RefusedSignal> Refused() =>
    [
        .. _refused.OrderBy(pair => pair.Key)
            .Select(pair => (pair.Key.Signal, Status: pair.Value, Reason: pair.Key.Item == NoItem
                ? CollectorSentences.NoField.Of(plan.PathOf(pair.Key.Signal))
                : Advice.On(pair.Value).Said))
            .Select(refused => new RefusedSignal(
                items[refused.Signal].FullName, refused.Status.ToString(), refused.Reason?.Text, refused.Reason?.Code)),
    ];

    /// <summary>A sampling interval that was revised; each is given once.</summary>
    public bool TryTakeRevised(out RevisedItem revised) => _revised.TryDequeue(out revised);

    /// <summary>
    /// Looks whether signals that were refused are accepted now: when all items are created anew the client tells only those
    /// that fail. Of a subscription that goes on nothing new is known, and what the ledger has open stays open.
    /// </summary>
    public void Recheck(long at)
    {
        if (_wasCreated)
            RecheckQueues(at);
        if (_refused.IsEmpty)
            return;
        foreach (var (signal, item) in _refused.Keys)
        {
            if (item != NoItem && !subscription.StatusOf(item).IsBad)
                Accept(signal, item, at);
        }
    }

    // Of items that get the queue that they ask for nothing is told: that an earlier subscription's were shorter ends here.
    private void RecheckQueues(long at)
    {
        var isWaiting = false;
        for (var item = 0; item < plan.Items.Count - plan.EventItems; item++)
        {
            var granted = subscription.ItemStatusOf(item);
            isWaiting |= granted.Status == StatusCodes.BadWaitingForInitialData;
            if (granted.Status.IsBad || granted.QueueSize <= 1)
                continue;
            foreach (var signal in plan.SignalsOf(item))
                ledger.Close(settings.Id, items[signal].Id, at, NotCoveredReason.LatestValueOnly);
        }

        _wasCreated = isWaiting;
    }

    /// <summary>Notes whether a signal's path leads anywhere in the value that came.</summary>
    public void NotePath(int signal, StatusCode status, long at)
    {
        if (status.IsBad)
            Refuse(signal, NoItem, status, at);
        else if (!_refused.IsEmpty)
            Accept(signal, NoItem, at);
    }

    public void NoteFutureStamps(long count)
    {
        if (count == 0 || _futureStampsSaid)
            return;
        _futureStampsSaid = true;
        Log.FutureStamps(logger, factory, settings.Id, settings.MaxFuture);
    }

    private void Handle(ConnectionEvent happened)
    {
        switch (happened)
        {
            case Connected:
                Log.ConnectionUp(logger, factory, settings.Id, settings.Endpoint);
                break;
            // Every attempt would fill the disk of a plant that is off for a weekend.
            case ConnectionLost lost when BitOperations.IsPow2(Math.Max(1, lost.Attempts)):
                Log.ConnectionDown(logger, factory, settings.Id, settings.Endpoint, lost.Attempts, lost.RetryIn, Advice.On(lost.Status).Behind(lost.Reason));
                break;
            case SubscriptionCreated:
                _wasCreated = true;
                break;
            case ServerClockSet set:
                Log.ServerClockSet(logger, factory, settings.Id, set.By);
                break;
            case SubscriptionTransferred:
                Log.Resumed(logger, factory, settings.Id);
                break;
            case NotCovered gap:
                metrics.NotCovered();
                Log.NotCovered(logger, factory, settings.Id, gap.Reason.ToString());
                break;
            case ServiceRefused refused:
                Log.ServiceRefused(logger, factory, settings.Id, refused.Service, refused.Status.ToString(), refused.Message);
                break;
            case ItemFailed failed:
                foreach (var signal in plan.SignalsOf(failed.Handle))
                    Refuse(signal, failed.Handle, failed.Status, UnixTime.Of(failed.At));
                break;
            case ItemRecovered recovered:
                foreach (var signal in plan.SignalsOf(recovered.Handle))
                    Accept(signal, recovered.Handle, UnixTime.Of(recovered.At));
                break;
            case ItemRevised revised:
                Revise(revised);
                break;
        }
    }

    private void Refuse(int signal, int item, StatusCode status, long at)
    {
        if (_refused.TryAdd((signal, item), status))
            Log.SignalRefused(logger, factory, settings.Id, items[signal].FullName, status.ToString());
        ledger.Open(settings.Id, items[signal].Id, at, ReasonOf(status));
    }

    private void Accept(int signal, int item, long at)
    {
        if (!_refused.TryRemove((signal, item), out var status))
            return;
        Log.SignalAccepted(logger, factory, settings.Id, items[signal].FullName);
        ledger.Close(settings.Id, items[signal].Id, at, ReasonOf(status));
    }

    private void Revise(ItemRevised revised)
    {
        if (plan.IsOfEvents(revised.Handle))
            return;
        var asked = plan.Items[revised.Handle];
        if (revised.SamplingInterval != asked.SamplingInterval)
            _revised.Enqueue(new RevisedItem(revised.Handle, revised.SamplingInterval));
        foreach (var signal in plan.SignalsOf(revised.Handle))
        {
            var id = items[signal].Id;
            if (revised.QueueSize <= 1 && asked.QueueSize > 1)
            {
                Log.LatestValueOnly(logger, factory, settings.Id, items[signal].FullName, asked.QueueSize);
                ledger.Open(settings.Id, id, UnixTime.Of(revised.At), NotCoveredReason.LatestValueOnly);
            }
            else
            {
                ledger.Close(settings.Id, id, UnixTime.Of(revised.At), NotCoveredReason.LatestValueOnly);
            }
        }
    }

    private static NotCoveredReason ReasonOf(StatusCode status)
    {
        var code = status.WithoutInfoBits;
        return code == StatusCodes.BadUserAccessDenied || code == StatusCodes.BadNotReadable || code == StatusCodes.BadSecurityModeInsufficient
            ? NotCoveredReason.RefusedByPolicy
            : NotCoveredReason.BadNode;
    }
}
