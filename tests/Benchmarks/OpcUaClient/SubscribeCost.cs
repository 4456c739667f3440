using System.Diagnostics;
using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Benchmarks.OpcUaClient;

/// <summary>
/// What the OPC UA client costs from socket to columns: CPU seconds a million notifications and bytes allocated each, against
/// a server in a process of its own (tests/OpcUa.Interop/scripts/server.mjs). The values are summed and acknowledged, no more.
/// </summary>
internal static class SubscribeCost
{
    // The JIT's tiers settle in this time; without it a short run measures the compiler.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);

    /// <summary>The variables of tests/OpcUa.Interop/scripts/server.mjs.</summary>
    public const string InteropNodes = "nsu=urn:interop:plant;s=v{0:D4}";

    public static async Task<int> RunAsync(string endpoint, int items, int intervalMs, int seconds, string nodes)
    {
        await using var connection = new OpcUaConnection(new ConnectionOptions { EndpointUrl = endpoint, RequestTimeout = TimeSpan.FromSeconds(60) });
        connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(intervalMs),
            Items =
            [
                .. Enumerable.Range(0, items).Select(i => new MonitoredItemSettings(
                    ExpandedNodeId.Parse(string.Format(CultureInfo.InvariantCulture, nodes, i)))
                {
                    SamplingInterval = TimeSpan.FromMilliseconds(intervalMs),
                }),
            ],
        });
        connection.Start();
        while (connection.Status.Subscriptions[0].Items < items)
        {
            await ConsumeAsync(connection, TimeSpan.FromSeconds(1));
            Console.WriteLine($"{connection.Status.Subscriptions[0].Items} of {items} items, {connection.Status.State}");
        }

        await ConsumeAsync(connection, WarmUp);

        var before = connection.Status.Counters;
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var gen0 = GC.CollectionCount(0);
        var sum = await ConsumeAsync(connection, TimeSpan.FromSeconds(seconds));
        process.Refresh();
        var used = process.TotalProcessorTime - cpu;
        var bytes = GC.GetTotalAllocatedBytes() - allocated;
        var after = connection.Status.Counters;
        var count = after.Notifications - before.Notifications;
        var batches = after.Batches - before.Batches;

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {items} items at {intervalMs} ms for {seconds} s: {count} notifications in {batches} messages, {after.Overflows - before.Overflows} overflows, {after.Gaps - before.Gaps} gaps
            CPU {used.TotalSeconds:F2} s = {used.TotalSeconds * 1e6 / count:F3} s/M; allocated {(double)bytes / count:F2} B each, {(double)bytes / Math.Max(1, batches):F0} B a message; {GC.CollectionCount(0) - gen0} collections; sum {sum:G4}
            """));
        return count > 0 ? 0 : 1;
    }

    private static async Task<double> ConsumeAsync(OpcUaConnection connection, TimeSpan duration)
    {
        var sum = 0.0;
        using var stop = new CancellationTokenSource(duration);
        try
        {
            while (true)
            {
                using var batch = await connection.Notifications.ReadAsync(stop.Token);
                for (var row = 0; row < batch.Count; row++)
                    sum += batch.Values.Double(row);
                batch.Acknowledge();
            }
        }
        catch (OperationCanceledException)
        {
            return sum;
        }
    }
}
