using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

/// <summary>A running server with a few variables, and what a test needs to watch them.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public static readonly DateTime Start = new(2026, 5, 6, 7, 8, 9, DateTimeKind.Utc);

    private readonly List<Exception> _unexpected = [];

    public TestServer(Func<OpcUaServerOptions, OpcUaServerOptions>? change = null)
    {
        var options = new OpcUaServerOptions
        {
            ApplicationUri = "urn:test:server",
            ValidateUser = (name, password) => password == name + "-secret",
            UnexpectedError = error =>
            {
                lock (_unexpected)
                    _unexpected.Add(error);
            },
        };
        Server = new OpcUaServer(change?.Invoke(options) ?? options);
        Namespace = Server.AddressSpace.RegisterNamespace("urn:test:plant");
        Folder = Server.AddressSpace.AddFolder(Server.AddressSpace.Objects, new NodeId("plant", Namespace), new QualifiedName(Namespace, "plant"));
        Temperature = Add("temperature", new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 });
        Server.Start();
    }

    public OpcUaServer Server { get; }

    public ushort Namespace { get; }

    public ObjectNode Folder { get; }

    public VariableNode Temperature { get; }

    /// <summary>Exceptions that no client caused; a test of robustness wants none.</summary>
    public IReadOnlyList<Exception> Unexpected
    {
        get
        {
            lock (_unexpected)
                return [.. _unexpected];
        }
    }

    public VariableNode Add(string name, VariableSettings settings) =>
        Server.AddressSpace.AddVariable(Folder, new NodeId(name, Namespace), new QualifiedName(Namespace, name), settings);

    /// <summary>Sets the temperature to 1, 2, 3 … a second apart.</summary>
    public void Push(int from, int to)
    {
        for (var i = from; i <= to; i++)
            Temperature.SetValue((double)i, Start.AddSeconds(i));
    }

    public static async Task<uint> SubscribeAsync(
        RawClient client, double publishingMs = 50, uint keepAlive = 1_000, uint lifetime = 10_000, uint maxNotifications = 0) =>
        (await client.AskAsync<CreateSubscriptionResponse>(new CreateSubscriptionRequest
        {
            RequestedPublishingInterval = publishingMs,
            RequestedMaxKeepAliveCount = keepAlive,
            RequestedLifetimeCount = lifetime,
            MaxNotificationsPerPublish = maxNotifications,
            PublishingEnabled = true,
        })).SubscriptionId;

    public static async Task<MonitoredItemCreateResult> MonitorAsync(
        RawClient client,
        uint subscription,
        NodeId node,
        uint queue = 100,
        double sampling = 0,
        bool discardOldest = true,
        DataChangeFilter? filter = null,
        uint handle = 7,
        uint attribute = AttributeIds.Value) =>
        (await client.AskAsync<CreateMonitoredItemsResponse>(new CreateMonitoredItemsRequest
        {
            SubscriptionId = subscription,
            TimestampsToReturn = TimestampsToReturn.Both,
            ItemsToCreate =
            [
                new MonitoredItemCreateRequest
                {
                    ItemToMonitor = new ReadValueId { NodeId = node, AttributeId = attribute },
                    MonitoringMode = MonitoringMode.Reporting,
                    RequestedParameters = new MonitoringParameters
                    {
                        ClientHandle = handle,
                        QueueSize = queue,
                        SamplingInterval = sampling,
                        DiscardOldest = discardOldest,
                        Filter = filter?.ToExtensionObject() ?? ExtensionObject.Null,
                    },
                },
            ],
        })).Results[0];

    /// <summary>The changes in a publish response.</summary>
    public static IReadOnlyList<MonitoredItemNotification> Changes(NotificationMessage message)
    {
        var changes = new List<MonitoredItemNotification>();
        foreach (var data in message.NotificationData)
        {
            Assert.True(data.TryDecode<DataChangeNotification>(out var notification));
            changes.AddRange(notification!.MonitoredItems);
        }

        return changes;
    }

    public static IEnumerable<double> Numbers(NotificationMessage message) => Changes(message).Select(change =>
    {
        Assert.True(change.Value.Value.TryGetDouble(out var number));
        return number;
    });

    /// <summary>Waits for something that the server does by itself.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var i = 0; i < 1_500 && !condition(); i++)
            await Task.Delay(20);
        Assert.True(condition(), $"It did not happen within 30 s: {what}.");
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
