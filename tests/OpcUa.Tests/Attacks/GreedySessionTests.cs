using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Server;

namespace Jinan.IndustryBrain.OpcUa.Tests.Attacks;

/// <summary>Sessions that take all they can get of items and queues: whoever comes after them is served.</summary>
public sealed class GreedySessionTests
{
    // 250 values and 10 items are kept for each subscription.
    static readonly ServerLimits Limits = new()
    {
        MaxQueuedValues = 100_000, MaxMonitoredItems = 4_000, MaxSubscriptions = 100, MaxSubscriptionsPerSession = 5, MaxQueueSize = 10_000,
    };

    [Fact]
    public async Task Queues_OfAGreedySession_LeaveAnotherWhatItAsksFor()
    {
        await using var attacked = new AttackedServer(options => options with { Limits = Limits });
        await using var greedy = await RawClient.ConnectAsync(attacked.Server);
        var taken = await TakeQueuesAsync(attacked, greedy);
        await using var honest = await RawClient.ConnectAsync(attacked.Server);
        var subscription = await TestServer.SubscribeAsync(honest);
        var granted = await TestServer.MonitorAsync(honest, subscription, attacked.Plant.Temperature.Id, queue: 10_000);

        Assert.Equal(Limits.MaxQueuedValues / 2, taken);
        Assert.Equal((StatusCodes.Good, 10_000u), (granted.StatusCode, granted.RevisedQueueSize));
        // And what was granted is there: nothing is lost that was pushed at once.
        attacked.Plant.Push(1, 5_000);
        var received = new List<double>();
        while (received.Count < 5_001)
            received.AddRange(TestServer.Numbers((await honest.PublishAsync()).NotificationMessage));
        Assert.Equal(Enumerable.Range(0, 5_001).Select(value => (double)value), received);
    }

    [Fact]
    public async Task Queues_OfManyGreedySessions_LeaveEachSubscriptionItsPart()
    {
        await using var attacked = new AttackedServer(options => options with { Limits = Limits });
        var greedy = new List<RawClient>();
        long taken = 0;
        for (var i = 0; i < 4; i++)
        {
            greedy.Add(await RawClient.ConnectAsync(attacked.Server));
            taken += await TakeQueuesAsync(attacked, greedy[^1]);
        }

        await using var honest = await RawClient.ConnectAsync(attacked.Server);
        var subscription = await TestServer.SubscribeAsync(honest);
        var granted = await TestServer.MonitorAsync(honest, subscription, attacked.Plant.Temperature.Id, queue: 10_000);
        var second = await TestServer.MonitorAsync(honest, subscription, attacked.Plant.Temperature.Id, queue: 10_000);

        // Three quarters, and the parts of all their subscriptions but the four of the first, which had its half with one.
        Assert.Equal(75_000 + (16 * 250), taken);
        Assert.Equal((StatusCodes.Good, 251u), (granted.StatusCode, granted.RevisedQueueSize));
        Assert.Equal((StatusCodes.Good, 1u), (second.StatusCode, second.RevisedQueueSize));

        // One that leaves makes room for all of what was asked.
        await greedy[0].AskAsync<CloseSessionResponse>(new CloseSessionRequest { DeleteSubscriptions = true });
        Assert.Equal(10_000u, await SharedBoundTests.ModifyAsync(honest, subscription, second.MonitoredItemId, 10_000));
        foreach (var client in greedy) await client.DisposeAsync();
    }

    [Fact]
    public async Task Items_OfManyGreedySessions_LeaveEachSubscriptionItsPart()
    {
        await using var attacked = new AttackedServer(options => options with { Limits = Limits });
        await using var first = await RawClient.ConnectAsync(attacked.Server);
        await using var second = await RawClient.ConnectAsync(attacked.Server);
        foreach (var client in new[] { first, second })
        {
            for (var i = 0; i < Limits.MaxSubscriptionsPerSession; i++)
                await client.AskAsync<CreateMonitoredItemsResponse>(FloodTests.Items(attacked.Plant, await TestServer.SubscribeAsync(client, publishingMs: 60_000), 4_000));
        }

        Assert.Equal(3_000 + (10 * 10), attacked.Server.MonitoredItemCount);
        await using var honest = await RawClient.ConnectAsync(attacked.Server);
        var subscription = await TestServer.SubscribeAsync(honest);
        var created = (await honest.AskAsync<CreateMonitoredItemsResponse>(FloodTests.Items(attacked.Plant, subscription, 12))).Results;

        Assert.Equal(10, created.Count(item => item.StatusCode == StatusCodes.Good));
        Assert.All(created.Skip(10), item => Assert.Equal(StatusCodes.BadTooManyMonitoredItems, item.StatusCode));
        attacked.Plant.Push(1, 1);
        Assert.NotEmpty(TestServer.Numbers((await honest.PublishAsync()).NotificationMessage));
        await attacked.AssertReportedOnceAsync(StatusCodes.BadTooManyMonitoredItems);
    }

    [Fact]
    public async Task Queues_OfASubscriptionTakenOver_AreKeptAndCountForItsNewSession()
    {
        await using var attacked = new AttackedServer(options => options with { Limits = Limits });
        await using var first = await RawClient.ConnectAsync(attacked.Server);
        var theirs = await TestServer.SubscribeAsync(first);
        for (var i = 0; i < 4; i++) await TestServer.MonitorAsync(first, theirs, attacked.Plant.Temperature.Id, queue: 10_000);
        await using var second = await RawClient.ConnectAsync(attacked.Server);
        var own = await TestServer.SubscribeAsync(second);
        var item = await TestServer.MonitorAsync(second, own, attacked.Plant.Temperature.Id, queue: 10_000);
        await TestServer.MonitorAsync(second, own, attacked.Plant.Temperature.Id, queue: 10_000);

        var transferred = (await second.AskAsync<TransferSubscriptionsResponse>(new TransferSubscriptionsRequest { SubscriptionIds = [theirs] })).Results;

        // 60,000 of the 50,000 that it may have: nothing is taken from it, and nothing more given.
        Assert.Equal(StatusCodes.Good, transferred[0].StatusCode);
        Assert.Equal(1u, (await TestServer.MonitorAsync(second, own, attacked.Plant.Temperature.Id, queue: 100)).RevisedQueueSize);
        Assert.Equal(10_000u, await SharedBoundTests.ModifyAsync(second, own, item.MonitoredItemId, 10_000));
        // The session it left has its own room back.
        var again = await TestServer.SubscribeAsync(first);
        Assert.Equal(10_000u, (await TestServer.MonitorAsync(first, again, attacked.Plant.Temperature.Id, queue: 10_000)).RevisedQueueSize);
    }

    [Fact]
    public async Task Queues_OfASessionThatLeftItsSubscriptions_CountForNobodyUntilTakenOver()
    {
        await using var attacked = new AttackedServer(options => options with { Limits = Limits });
        uint left;
        await using (var first = await RawClient.ConnectAsync(attacked.Server))
        {
            left = await TestServer.SubscribeAsync(first);
            for (var i = 0; i < 4; i++) await TestServer.MonitorAsync(first, left, attacked.Plant.Temperature.Id, queue: 10_000);
            await first.AskAsync<CloseSessionResponse>(new CloseSessionRequest { DeleteSubscriptions = false });
        }

        await using var second = await RawClient.ConnectAsync(attacked.Server);
        // What is left of the three quarters (the first value of an item does not count), and the part of the new subscription.
        Assert.Equal(75_000 - (4 * 9_999 - 250) + 250, await TakeQueuesAsync(attacked, second, subscriptions: 1));
        await second.AskAsync<TransferSubscriptionsResponse>(new TransferSubscriptionsRequest { SubscriptionIds = [left] });
        await second.AskAsync<CloseSessionResponse>(new CloseSessionRequest { DeleteSubscriptions = true });

        await using var third = await RawClient.ConnectAsync(attacked.Server);
        Assert.Equal(Limits.MaxQueuedValues / 2, await TakeQueuesAsync(attacked, third));
    }

    [Fact]
    public void QueuedValuesPerSession_BeyondAllOfThem_IsAFault() =>
        Assert.Contains(
            "MaxQueuedValuesPerSession is 11: use at most MaxQueuedValues, 10",
            new ServerLimits { MaxQueuedValues = 10, MaxQueuedValuesPerSession = 11 }.FindFaults());

    // All that the session gets, in as many subscriptions as it may have.
    static async Task<long> TakeQueuesAsync(AttackedServer attacked, RawClient greedy, int? subscriptions = null)
    {
        long taken = 0;
        for (var i = 0; i < (subscriptions ?? Limits.MaxSubscriptionsPerSession); i++)
        {
            var subscription = await TestServer.SubscribeAsync(greedy, publishingMs: 60_000);
            var items = (await greedy.AskAsync<CreateMonitoredItemsResponse>(FloodTests.Items(attacked.Plant, subscription, 20))).Results;
            Assert.All(items, item => Assert.Equal(StatusCodes.Good, item.StatusCode));
            taken += items.Sum(item => item.RevisedQueueSize - 1);
        }

        return taken;
    }
}
