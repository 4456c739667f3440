using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Tests.Client.Scripted;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>A scripted server with a connection to it, and waits that say what did not come.</summary>
sealed class ConnectionHarness : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly List<ConnectionEvent> _events = [];

    public ConnectionHarness(Func<ConnectionOptions, ConnectionOptions>? change = null)
    {
        var options = new ConnectionOptions
        {
            EndpointUrl = Server.Url,
            FirstBackOff = TimeSpan.FromMilliseconds(5),
            LongestBackOff = TimeSpan.FromMilliseconds(50),
            KeepAliveInterval = TimeSpan.FromMilliseconds(200),
            RequestTimeout = TimeSpan.FromSeconds(5),
        };
        Options = change?.Invoke(options) ?? options;
        Connection = new OpcUaConnection(Options);
    }

    public ScriptedServer Server { get; } = new();

    public ConnectionOptions Options { get; }

    public OpcUaConnection Connection { get; private set; }

    public static SubscriptionSettings Settings(params string[] nodes) => new()
    {
        PublishingInterval = TimeSpan.FromMilliseconds(100),
        Items = [.. nodes.Select(node => new MonitoredItemSettings(ExpandedNodeId.Parse($"nsu=urn:plant;s={node}")))],
    };

    public async Task<(Subscription Ours, ScriptedSubscription Theirs)> SubscribeAsync(params string[] nodes)
    {
        var ours = Connection.AddSubscription(Settings(nodes));
        Connection.Start();
        await UntilAsync(() => Server.WaitingPublishes > 0, "a Publish request at the server");
        return (ours, Server.Subscriptions.Single(subscription => subscription.Id == ours.Id));
    }

    /// <summary>The next batch that is no keep-alive, as handle and value; acknowledged and disposed.</summary>
    public async Task<(int Handle, double Value)> NextAsync(bool acknowledge = true)
    {
        using var batch = await NextBatchAsync();
        if (acknowledge) batch.Acknowledge();
        return (batch.Values.Handle[0], batch.Values.Double(0));
    }

    public async Task<NotificationBatch> NextBatchAsync(bool keepAlives = false)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var batch = await Connection.Notifications.ReadAsync(limit.Token);
                if (!batch.IsKeepAlive || keepAlives) return batch;
                batch.Dispose();
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No notification came. {Connection.Status} {string.Join(", ", Drain())}");
        }
    }

    public async Task<T> EventAsync<T>()
        where T : ConnectionEvent
    {
        T? found = null;
        await UntilAsync(() => (found = Drain().OfType<T>().FirstOrDefault()) is not null, typeof(T).Name);
        _events.Remove(found!);
        return found!;
    }

    public IReadOnlyList<ConnectionEvent> Drain()
    {
        while (Connection.Events.TryRead(out var happened)) _events.Add(happened);
        return _events;
    }

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"Waited for {what}. {Connection.Status} {string.Join(", ", Drain())}");
            await Task.Delay(5);
        }
    }

    /// <summary>Closes the connection and makes another, as a restarted process would.</summary>
    public async Task RestartClientAsync()
    {
        await Connection.DisposeAsync();
        Connection = new OpcUaConnection(Options);
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Server.DisposeAsync();
    }
}
