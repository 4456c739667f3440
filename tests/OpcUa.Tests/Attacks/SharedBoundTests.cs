using System.Net;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Server;

namespace Jinan.IndustryBrain.OpcUa.Tests.Attacks;

/// <summary>What all clients share: nobody gets so much of it that others get nothing, or the memory runs out.</summary>
public sealed class SharedBoundTests
{
    static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    // Fewer than 800 values: nothing of them is kept for others.
    static ServerLimits OneMayHaveAll(int values) => new() { MaxQueuedValues = values, MaxQueuedValuesPerSession = values };

    static TestServer Server(ServerLimits limits) => new(options => options with { Limits = limits });

    [Fact]
    public async Task Queues_LongerThanThereIsRoomFor_AreRevisedDown()
    {
        await using var plant = Server(OneMayHaveAll(100));
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var subscription = await TestServer.SubscribeAsync(client);

        var granted = new List<MonitoredItemCreateResult>();
        for (var i = 0; i < 4; i++) granted.Add(await TestServer.MonitorAsync(client, subscription, plant.Temperature.Id, queue: 60));

        // The first value of each is not counted: 59 + 41, and then nothing.
        Assert.All(granted, item => Assert.Equal(StatusCodes.Good, item.StatusCode));
        Assert.Equal([60u, 42u, 1u, 1u], granted.Select(item => item.RevisedQueueSize));

        // What one gives back another gets, by being modified or made anew.
        await client.AskAsync<DeleteMonitoredItemsResponse>(new DeleteMonitoredItemsRequest { SubscriptionId = subscription, MonitoredItemIds = [granted[0].MonitoredItemId] });
        Assert.Equal(31u, await ModifyAsync(client, subscription, granted[2].MonitoredItemId, 31));
        Assert.Equal(30u, (await TestServer.MonitorAsync(client, subscription, plant.Temperature.Id, queue: 60)).RevisedQueueSize);
        Assert.Equal(1u, await ModifyAsync(client, subscription, granted[1].MonitoredItemId, 1));
        Assert.Equal(42u, await ModifyAsync(client, subscription, granted[3].MonitoredItemId, 60));
    }

    [Fact]
    public async Task Queues_OfASubscriptionThatEnds_AreFreeAgain()
    {
        await using var plant = Server(OneMayHaveAll(500));
        await using var client = await RawClient.ConnectAsync(plant.Server);
        for (var round = 0; round < 5; round++)
        {
            var subscription = await TestServer.SubscribeAsync(client);
            Assert.Equal(500u, (await TestServer.MonitorAsync(client, subscription, plant.Temperature.Id, queue: 500)).RevisedQueueSize);
            Assert.Equal(2u, (await TestServer.MonitorAsync(client, subscription, plant.Temperature.Id, queue: 500)).RevisedQueueSize);
            await client.AskAsync<DeleteSubscriptionsResponse>(new DeleteSubscriptionsRequest { SubscriptionIds = [subscription] });
        }
    }

    [Fact]
    public async Task Queues_OfManyItemsAtTheirLongest_StayWithinTheBound()
    {
        var limits = new ServerLimits { MaxQueuedValues = 100_000, MaxQueuedValuesPerSession = 60_000 };
        await using var plant = Server(limits);
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var subscription = await TestServer.SubscribeAsync(client, publishingMs: 60_000);
        var items = (await client.AskAsync<CreateMonitoredItemsResponse>(FloodTests.Items(plant, subscription, 1_000))).Results;

        Assert.All(items, item => Assert.Equal(StatusCodes.Good, item.StatusCode));
        Assert.Equal(60_000 + items.Length, items.Sum(item => item.RevisedQueueSize));
        Assert.Equal(limits.MaxQueueSize, (int)items[0].RevisedQueueSize);
    }

    [Fact]
    public async Task Events_CountByTheirFields_AndAreRefusedWhereNotOneFits()
    {
        await using var plant = Server(OneMayHaveAll(105));
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var subscription = await TestServer.SubscribeAsync(client);
        var request = new CreateMonitoredItemsRequest
        {
            SubscriptionId = subscription,
            ItemsToCreate =
            [
                .. Enumerable.Repeat(
                    new MonitoredItemCreateRequest
                    {
                        ItemToMonitor = new ReadValueId { NodeId = new NodeId(2253), AttributeId = AttributeIds.EventNotifier },
                        MonitoringMode = MonitoringMode.Reporting,
                        RequestedParameters = new MonitoringParameters { QueueSize = 8, Filter = EventFilters.Select(null, "EventId", "EventType", "SourceNode", "SourceName", "Time", "ReceiveTime", "Message", "Severity", "LocalTime", "Priority").ToExtensionObject() },
                    },
                    3),
            ],
        };

        var results = (await client.AskAsync<CreateMonitoredItemsResponse>(request)).Results;

        Assert.Equal([StatusCodes.Good, StatusCodes.Good, StatusCodes.BadTooManyMonitoredItems], results.Select(item => item.StatusCode));
        Assert.Equal([8u, 2u, 0u], results.Select(item => item.RevisedQueueSize));
        Assert.Equal(2, plant.Server.MonitoredItemCount);
        // A value still finds its place.
        Assert.Equal(StatusCodes.Good, (await TestServer.MonitorAsync(client, subscription, plant.Temperature.Id)).StatusCode);
    }

    [Fact]
    public async Task Transfer_ToASessionThatHasItsFill_IsRefusedAndNothingIsLost()
    {
        await using var plant = Server(new ServerLimits { MaxSubscriptionsPerSession = 2 });
        await using var first = await RawClient.ConnectAsync(plant.Server);
        uint[] theirs = [await TestServer.SubscribeAsync(first), await TestServer.SubscribeAsync(first)];
        await using var second = await RawClient.ConnectAsync(plant.Server);
        var own = await TestServer.SubscribeAsync(second);

        var results = (await second.AskAsync<TransferSubscriptionsResponse>(new TransferSubscriptionsRequest { SubscriptionIds = [own, .. theirs] })).Results;

        // Its own is none more.
        Assert.Equal([StatusCodes.Good, StatusCodes.Good, StatusCodes.BadTooManySubscriptions], results.Select(result => result.StatusCode));
        await TestServer.MonitorAsync(first, theirs[1], plant.Temperature.Id);
        Assert.Equal([0.0], TestServer.Numbers((await first.PublishAsync()).NotificationMessage));
    }

    [Fact]
    public async Task Sessions_OfOneAddress_LeaveRoomForOthers()
    {
        await using var plant = Server(new ServerLimits { MaxSessions = 4, MaxSessionsPerAddress = 3 });
        await using var first = await RawClient.ConnectAsync(plant.Server);
        await using var second = await RawClient.ConnectAsync(plant.Server);
        await using var third = await RawClient.ConnectAsync(plant.Server);
        await using var fourth = await RawClient.OpenAsync(plant.Server);
        Assert.Equal(StatusCodes.BadTooManySessions, await fourth.FaultAsync(new CreateSessionRequest()));

        await using var other = await RawClient.ConnectAsync(plant.Server, from: Elsewhere);
        await using var another = await RawClient.OpenAsync(plant.Server, from: Elsewhere);
        Assert.Equal(StatusCodes.BadTooManySessions, await another.FaultAsync(new CreateSessionRequest()));

        // Who leaves makes room.
        await first.AskAsync<CloseSessionResponse>(new CloseSessionRequest());
        await fourth.AskAsync<CreateSessionResponse>(new CreateSessionRequest());
    }

    [Fact]
    public async Task Sessions_OfOneAddressNeverActivated_GiveWayToItsOwnAndTakeNobodysElse()
    {
        await using var plant = Server(new ServerLimits { MaxSessions = 5, MaxSessionsPerAddress = 3 });
        await using var other = await RawClient.OpenAsync(plant.Server, from: Elsewhere);
        other.Token = (await other.AskAsync<CreateSessionResponse>(new CreateSessionRequest())).AuthenticationToken;
        await using var attacker = await RawClient.OpenAsync(plant.Server);
        for (var i = 0; i < 20; i++) await attacker.AskAsync<CreateSessionResponse>(new CreateSessionRequest());
        Assert.Equal(4, plant.Server.SessionCount);

        await other.ActivateAsync();
        await using var own = await RawClient.ConnectAsync(plant.Server);
        Assert.Equal(4, plant.Server.SessionCount);
    }

    [Theory]
    [InlineData("127.0.0.1", null, 50)]
    [InlineData("::1", null, 50)]
    [InlineData("0.0.0.0", null, 38)]
    [InlineData("192.168.1.5", null, 38)]
    [InlineData("0.0.0.0", 50, 50)]
    [InlineData("127.0.0.1", 5, 5)]
    public void Sessions_PerAddress_DefaultsToThreeQuartersWhereThereAreOthers(string listening, int? perAddress, int expected) =>
        Assert.Equal(expected, new ServerLimits { MaxSessions = 50, MaxSessionsPerAddress = perAddress }.SessionsPerAddress(IPAddress.Parse(listening)));

    [Fact]
    public async Task SubscriptionIds_OfTwoStarts_AreNotTheSame()
    {
        await using var plant = new TestServer();
        await using var again = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        await using var other = await RawClient.ConnectAsync(again.Server);
        var ids = new[] { await TestServer.SubscribeAsync(client), await TestServer.SubscribeAsync(client) };
        var others = new[] { await TestServer.SubscribeAsync(other), await TestServer.SubscribeAsync(other) };

        // By chance once in five hundred million runs.
        Assert.Empty(ids.Intersect(others));
        Assert.DoesNotContain(0u, ids.Concat(others));
    }

    internal static async Task<uint> ModifyAsync(RawClient client, uint subscription, uint item, uint queue)
    {
        var request = new ModifyMonitoredItemsRequest
        {
            SubscriptionId = subscription,
            ItemsToModify = [new MonitoredItemModifyRequest { MonitoredItemId = item, RequestedParameters = new MonitoringParameters { QueueSize = queue } }],
        };
        var result = (await client.AskAsync<ModifyMonitoredItemsResponse>(request)).Results[0];
        Assert.Equal(StatusCodes.Good, result.StatusCode);
        return result.RevisedQueueSize;
    }
}
