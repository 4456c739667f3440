using System.Diagnostics;
using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Benchmarks.OpcUa.Server;

/// <summary>
/// What a published value costs a server, whoever wrote it: our client subscribes, and the CPU time of the server's process is
/// taken over the values that arrived.
/// </summary>
internal static class ServerCost
{
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(10);

    /// <param name="url">Where the server listens.</param>
    /// <param name="processId">Its process, on this machine.</param>
    /// <param name="pattern">Node ids with {0} for a number from 0.</param>
    /// <param name="items">Variables.</param>
    /// <param name="intervalMs">Publishing interval.</param>
    /// <param name="seconds">How long it is measured.</param>
    public static async Task<int> RunAsync(string url, int processId, string pattern, int items, int intervalMs, int seconds)
    {
        using var server = Process.GetProcessById(processId);
        await using var client = new OpcUaConnection(new ConnectionOptions
        {
            EndpointUrl = url, RequestTimeout = TimeSpan.FromMinutes(1), MaxOperationsPerRequest = 1_000,
        });
        client.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(intervalMs),
            Items =
            [
                .. Enumerable.Range(0, items).Select(i => new MonitoredItemSettings(ExpandedNodeId.Parse(string.Format(CultureInfo.InvariantCulture, pattern, i)))
                {
                    SamplingInterval = TimeSpan.Zero, QueueSize = 100,
                }),
            ],
        });
        client.Start();
        using var ended = new CancellationTokenSource();
        var consuming = ConsumeAsync(client, ended.Token);
        while (client.Status.Subscriptions is not [{ Items: var made }] || made < items)
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        await Task.Delay(Warmup);

        var (values, cpu) = Sample(client, server);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var (valuesAfter, cpuAfter) = Sample(client, server);
        var published = valuesAfter - values;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{items} variables: {published / (double)seconds:F0} values/s, {(cpuAfter - cpu).TotalSeconds:F2} CPU s = "
            + $"{(cpuAfter - cpu).TotalSeconds / published * 1e6:F2} CPU s a million published values"));
        await ended.CancelAsync();
        await consuming;
        return 0;
    }

    private static (long Values, TimeSpan Cpu) Sample(OpcUaConnection client, Process server)
    {
        server.Refresh();
        return (client.Status.Counters.Notifications, server.TotalProcessorTime);
    }

    private static async Task ConsumeAsync(OpcUaConnection client, CancellationToken ended)
    {
        try
        {
            await foreach (var batch in client.Notifications.ReadAllAsync(ended))
            {
                using (batch)
                    batch.Acknowledge();
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
