using System.Collections.Concurrent;
using System.Numerics;
using System.Threading.Channels;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Contracts.Frames;
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
    string factory, ConnectionSettings settings, SignalSettings[] signals, SignalDefinition[] items, Subscription subscription,
    CoverageLedger ledger, Metrics metrics, ILogger logger)
{
    private readonly ConcurrentDictionary<int, StatusCode> _refused = new();
    private readonly ConcurrentQueue<RevisedItem> _revised = new();
    private bool _futureStampsSaid;

    public async Task RunAsync(ChannelReader<ConnectionEvent> events, CancellationToken cancellationToken)
    {
        await foreach (var happened in events.ReadAllAsync(cancellationToken))
            Handle(happened);
    }

    /// <summary>Signals that the server refuses at present.</summary>
    public IReadOnlyList<RefusedSignal> Refused() =>
        [.. _refused.OrderBy(pair => pair.Key).Select(pair => new RefusedSignal(items[pair.Key].FullName, pair.Value.ToString()))];

    /// <summary>A sampling interval that was revised; each is given once.</summary>
    public bool TryTakeRevised(out RevisedItem revised) => _revised.TryDequeue(out revised);

    /// <summary>
    /// Looks whether signals that were refused are accepted now: when all items are created anew the client tells only those
    /// that fail. Of a subscription that goes on nothing new is known, and what the ledger has open stays open.
    /// </summary>
    public void Recheck(long at)
    {
        if (_refused.IsEmpty)
            return;
        foreach (var handle in _refused.Keys)
        {
            if (!subscription.StatusOf(handle).IsBad)
                Accept(handle, at);
        }
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
                Log.ConnectionDown(logger, factory, settings.Id, settings.Endpoint, lost.Attempts, lost.RetryIn, lost.Reason);
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
                Refuse(failed.Handle, failed.Status, UnixTime.Of(failed.At));
                break;
            case ItemRecovered recovered:
                Accept(recovered.Handle, UnixTime.Of(recovered.At));
                break;
            case ItemRevised revised:
                Revise(revised);
                break;
        }
    }

    private void Refuse(int handle, StatusCode status, long at)
    {
        if (_refused.TryAdd(handle, status))
            Log.SignalRefused(logger, factory, settings.Id, items[handle].FullName, status.ToString());
        ledger.Open(settings.Id, items[handle].Id, at, ReasonOf(status));
    }

    private void Accept(int handle, long at)
    {
        if (!_refused.TryRemove(handle, out var status))
            return;
        Log.SignalAccepted(logger, factory, settings.Id, items[handle].FullName);
        ledger.Close(settings.Id, items[handle].Id, at, ReasonOf(status));
    }

    private void Revise(ItemRevised revised)
    {
        var asked = signals[revised.Handle];
        var id = items[revised.Handle].Id;
        if (revised.SamplingInterval != asked.Sampling)
            _revised.Enqueue(new RevisedItem(revised.Handle, revised.SamplingInterval));
        if (revised.QueueSize <= 1 && asked.Queue > 1)
        {
            Log.LatestValueOnly(logger, factory, settings.Id, items[revised.Handle].FullName, asked.Queue);
            ledger.Open(settings.Id, id, UnixTime.Of(revised.At), NotCoveredReason.LatestValueOnly);
        }
        else
        {
            ledger.Close(settings.Id, id, UnixTime.Of(revised.At), NotCoveredReason.LatestValueOnly);
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
