using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

public sealed class ServerLimitsTests
{
    [Fact]
    public void Server_OfImpossibleLimits_NamesThemAll()
    {
        var limits = new ServerLimits
        {
            MaxSessions = 0, MaxOperations = -1, HandshakeTimeout = TimeSpan.Zero,
            MinTokenLifetime = TimeSpan.FromHours(2), MaxTokenLifetime = TimeSpan.FromHours(1),
        };

        var refused = Assert.Throws<ArgumentException>(() => new OpcUaServer(new OpcUaServerOptions { ApplicationUri = "urn:test", Limits = limits }));

        foreach (var name in new[] { "MaxSessions is 0", "MaxOperations is -1", "HandshakeTimeout", "MinTokenLifetime" })
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_ManyOfOneVariableDeletedInAnyOrder_LeaveTheOthersServed()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var subscription = await TestServer.SubscribeAsync(client);
        var items = new List<uint>();
        for (var i = 0; i < 100; i++) items.Add((await TestServer.MonitorAsync(client, subscription, plant.Temperature.Id)).MonitoredItemId);
        // From the middle, the front and the back; the last one stays.
        uint[] deleted = [.. Enumerable.Range(0, 99).OrderBy(i => (i * 37) % 99).Select(i => items[i])];
        var response = await client.AskAsync<DeleteMonitoredItemsResponse>(new DeleteMonitoredItemsRequest { SubscriptionId = subscription, MonitoredItemIds = deleted });
        Assert.All(response.Results, status => Assert.Equal(StatusCodes.Good, status));

        plant.Push(1, 3);

        Assert.Equal([0.0, 1.0, 2.0, 3.0], TestServer.Numbers((await client.PublishAsync()).NotificationMessage));
    }
}
