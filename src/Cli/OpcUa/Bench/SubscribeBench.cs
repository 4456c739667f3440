using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Cli.OpcUa.Bench;

/// <summary>What subscribing costs, from the socket to columns: the values are summed, timed and acknowledged, no more.</summary>
internal sealed class SubscribeBench(BenchOptions options, TimeProvider time)
{
    private readonly LatencyHistogram _latency = new();
    private volatile bool _isMeasuring;
    private long _bad;
    private double _sum;

    /// <exception cref="CommandException">The server watches none of the variables.</exception>
    public async Task<BenchReport> RunAsync(ServerConnection server, IReadOnlyList<ExpandedNodeId> nodes, CancellationToken cancellation)
    {
        var client = server.Client;
        var subscription = client.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = options.Publishing,
            Items = [.. nodes.Select(node => new MonitoredItemSettings(node) { SamplingInterval = options.Sampling, QueueSize = options.Queue })],
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var consuming = Task.Run(() => ConsumeAsync(client, stop.Token), CancellationToken.None);
        try
        {
            var revised = await ItemsMadeAsync(client, subscription, nodes, stop.Token);
            await Task.Delay(options.Warmup, time, cancellation);

            var before = client.Status.Counters;
            _isMeasuring = true;
            var meter = new ProcessMeter(time);
            await Task.Delay(options.Duration, time, cancellation);
            var after = client.Status.Counters;
            var report = meter.Stop("subscribe", nodes.Count, after.Notifications - before.Notifications, after.Batches - before.Batches);
            _isMeasuring = false;
            return report with
            {
                Gaps = after.Gaps - before.Gaps,
                Overflows = after.Overflows - before.Overflows,
                BadValues = Volatile.Read(ref _bad),
                LatencyP50Ms = _latency.Milliseconds(0.5),
                LatencyP99Ms = _latency.Milliseconds(0.99),
                Revised = revised,
            };
        }
        finally
        {
            await stop.CancelAsync();
            await consuming;
        }
    }

    private async Task ConsumeAsync(OpcUaConnection client, CancellationToken cancellation)
    {
        var reader = client.Notifications;
        try
        {
            while (await reader.WaitToReadAsync(cancellation))
            {
                while (reader.TryRead(out var batch))
                {
                    using (batch)
                    {
                        Take(batch);
                        batch.Acknowledge();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(NotificationBatch batch)
    {
        var values = batch.Values;
        var sum = 0.0;
        for (var row = 0; row < batch.Count; row++)
            sum += values.Double(row);
        _sum += sum;
        if (!_isMeasuring)
            return;
        var status = values.Status;
        var source = values.SourceTime;
        for (var row = 0; row < batch.Count; row++)
        {
            if (new StatusCode(status[row]).IsBad)
                _bad++;
            if (source[row] != OpcUaTime.NoTime)
                _latency.Add(batch.ReceivedTime - source[row]);
        }
    }

    private async Task<string?> ItemsMadeAsync(
        OpcUaConnection client, Subscription subscription, IReadOnlyList<ExpandedNodeId> nodes, CancellationToken cancellation)
    {
        string? revised = null;
        StatusCode? refusal = null;
        while (client.Status.Subscriptions[0] is var status && status.Items + status.FailedItems < nodes.Count)
        {
            // Each refusal and the end of each attempt is an event; the first one that tells something is remembered.
            using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            look.CancelAfter(TimeSpan.FromMilliseconds(200));
            try
            {
                while (true)
                {
                    switch (await client.Events.ReadAsync(look.Token))
                    {
                        case SubscriptionRevised changed:
                            revised ??= $"publishing {changed.PublishingInterval.TotalMilliseconds} ms";
                            break;
                        case ItemRevised item:
                            revised ??= $"sampling {item.SamplingInterval.TotalMilliseconds} ms, queue {item.QueueSize}";
                            break;
                        case ItemFailed failed:
                            refusal ??= failed.Status;
                            break;
                        case ConnectionLost lost:
                            throw new OpcUaException(lost.Status, $"{options.Access.Url}: {lost.Reason}");
                    }
                }
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Nothing new: look again.
            }
        }

        var made = client.Status.Subscriptions[0];
        if (made.FailedItems == 0)
            return revised;
        var handle = Enumerable.Range(0, nodes.Count).First(i => subscription.StatusOf(i).IsBad);
        var why = subscription.StatusOf(handle);
        if (made.Items == 0)
            throw new CommandException(ServerFailures.Line($"The server watches none of the {nodes.Count} variables, {nodes[handle]} for instance: {why}", why));
        await Console.Error.WriteLineAsync(ServerFailures.Line($"{made.FailedItems} of {nodes.Count} variables are not watched, {nodes[handle]} for instance: {why}", why));
        return revised;
    }
}
