using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Subscription = Jinan.IndustryBrain.OpcUa.Client.Subscription;
using SubscriptionSettings = Jinan.IndustryBrain.OpcUa.Client.SubscriptionSettings;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>A server of this stack that a test fills, and a connection to it; waits say what did not come.</summary>
internal sealed class DataPlant : IAsyncDisposable
{
    public const string Uri = "urn:plant";

    public static readonly DateTime Start = new(2026, 5, 6, 7, 8, 9, DateTimeKind.Utc);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    DataPlant(OpcUaServer server, ushort index, ObjectNode press)
    {
        Server = server;
        Index = index;
        Press = press;
        Connection = new OpcUaConnection(new ConnectionOptions { EndpointUrl = server.EndpointUrl });
    }

    public OpcUaServer Server { get; }

    public AddressSpace Space => Server.AddressSpace;

    public ushort Index { get; }

    public ObjectNode Press { get; }

    public OpcUaConnection Connection { get; }

    /// <summary>What was subscribed last.</summary>
    public Subscription Subscription { get; private set; } = null!;

    /// <summary>Starts the server, and the connection with whatever the test subscribes to.</summary>
    public static async Task<DataPlant> StartAsync(Action<DataPlant>? fill = null, ServerLimits? limits = null)
    {
        var server = new OpcUaServer(new OpcUaServerOptions { ApplicationUri = "urn:test:server", Limits = limits ?? new ServerLimits() });
        var index = server.AddressSpace.RegisterNamespace(Uri);
        var press = server.AddressSpace.AddObject(server.AddressSpace.Objects, new NodeId("press", index), new QualifiedName(index, "press"));
        server.Start();
        var plant = new DataPlant(server, index, press);
        fill?.Invoke(plant);
        plant.Connection.Start();
        await plant.EventAsync<Connected>();
        return plant;
    }

    public NodeId Id(string name) => new(name, Index);

    public QualifiedName Name(string name) => new(Index, name);

    public VariableNode Add(string name, VariableSettings settings) => Space.AddVariable(Press, Id(name), Name(name), settings);

    public static MonitoredItemSettings Item(string name) =>
        new(ExpandedNodeId.Parse($"nsu={Uri};s={name}")) { SamplingInterval = TimeSpan.Zero, QueueSize = 1_000 };

    public Subscription Subscribe(params MonitoredItemSettings[] items) =>
        Subscription = Connection.AddSubscription(new SubscriptionSettings { PublishingInterval = TimeSpan.FromMilliseconds(50), Items = items });

    /// <summary>Waits until the first values are read and the server has answered for every item.</summary>
    public async Task MonitoredAsync()
    {
        await ReadAsync("the first value", batch => batch.Count > 0);
        var started = TimeProvider.System.GetTimestamp();
        while (Enumerable.Range(0, Subscription.Settings.Items.Count).Any(handle => Subscription.StatusOf(handle) == StatusCodes.BadWaitingForInitialData))
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException($"The server did not answer for every item. {Connection.Status}");
            await Task.Delay(5);
        }
    }

    public async Task<T> EventAsync<T>()
        where T : ConnectionEvent
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var happened in Connection.Events.ReadAllAsync(limit.Token))
            {
                if (happened is T awaited) return awaited;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }

        throw new TimeoutException($"{typeof(T).Name} did not come. {Connection.Status}");
    }

    /// <summary>Reads batches until something is found in one; each is acknowledged and disposed.</summary>
    public async Task ReadAsync(string what, Func<NotificationBatch, bool> isEnough)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                using var batch = await Connection.Notifications.ReadAsync(limit.Token);
                batch.Acknowledge();
                if (isEnough(batch)) return;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{what} did not come. {Connection.Status}");
        }
    }

    /// <summary>The numbers of one item, up to one that ends them.</summary>
    public async Task<List<double>> NumbersAsync(double last, int handle = 0)
    {
        var numbers = new List<double>();
        await ReadAsync($"{last}, after {string.Join(", ", numbers)}", batch =>
        {
            for (var row = 0; row < batch.Count; row++)
            {
                if (batch.Values.Handle[row] == handle && batch.Values.Value(row).TryGetDouble(out var number)) numbers.Add(number);
            }

            return numbers.Count > 0 && numbers[^1] == last;
        });
        return numbers;
    }

    /// <summary>The events of one item, up to one with this message in the given field.</summary>
    public async Task<List<EventNotification>> EventsAsync(string lastMessage, int field)
    {
        var events = new List<EventNotification>();
        await ReadAsync($"The event '{lastMessage}'", batch =>
        {
            events.AddRange(batch.Events);
            return events.Exists(one => MessageOf(one, field) == lastMessage);
        });
        return events;
    }

    public static string? MessageOf(EventNotification notification, int field) =>
        notification.Fields[field].ToObject() is LocalizedText text ? text.Text : null;

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Server.DisposeAsync();
    }
}
