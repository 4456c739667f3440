using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Publish_ValuesPushed_GivesAllInOrderWithBothTimes()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(client);
        await TestServer.MonitorAsync(client, id, plant.Temperature.Id);
        plant.Push(1, 50);

        var response = await client.PublishAsync();

        Assert.Equal(id, response.SubscriptionId);
        Assert.Equal(1u, response.NotificationMessage.SequenceNumber);
        var changes = TestServer.Changes(response.NotificationMessage);
        Assert.Equal(Enumerable.Range(0, 51).Select(i => (double)i), TestServer.Numbers(response.NotificationMessage));
        Assert.All(changes, change => Assert.Equal(7u, change.ClientHandle));
        Assert.Equal(TestServer.Start.AddSeconds(50), changes[^1].Value.SourceTimestamp);
        Assert.NotEqual(default, changes[^1].Value.ServerTimestamp);
        Assert.Equal(51, plant.Server.Metrics.Sent);
    }

    [Fact]
    public async Task SetValue_OnceQueuesHaveGrown_AllocatesNothing()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        // Nobody publishes: the values stay in the queue, and go round in it.
        var id = await TestServer.SubscribeAsync(client, publishingMs: 60_000);
        await TestServer.MonitorAsync(client, id, plant.Temperature.Id, queue: 64);
        plant.Push(1, 200);
        var before = GC.GetAllocatedBytesForCurrentThread();

        plant.Push(201, 10_200);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task Publish_QueueOverflowed_CarriesTheBitAndCountsTheLoss()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(client);
        await TestServer.MonitorAsync(client, id, plant.Temperature.Id, queue: 10);
        plant.Push(1, 30);

        var changes = TestServer.Changes((await client.PublishAsync()).NotificationMessage);

        Assert.Equal(10, changes.Count);
        Assert.True(changes[0].Value.StatusCode.HasOverflow);
        Assert.All(changes.Skip(1), change => Assert.False(change.Value.StatusCode.HasOverflow));
        Assert.Equal(21, plant.Server.Metrics.Dropped);
    }

    [Fact]
    public async Task Publish_NothingNew_SendsKeepAliveWithTheNextSequenceNumber()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(client, publishingMs: 20, keepAlive: 3);

        var first = await client.PublishAsync();
        await TestServer.MonitorAsync(client, id, plant.Temperature.Id);
        var second = await client.PublishAsync();
        var third = await client.PublishAsync();

        Assert.Empty(first.NotificationMessage.NotificationData);
        Assert.Equal(1u, first.NotificationMessage.SequenceNumber);
        Assert.Single(TestServer.Changes(second.NotificationMessage));
        Assert.Equal(1u, second.NotificationMessage.SequenceNumber);
        Assert.Empty(third.NotificationMessage.NotificationData);
        Assert.Equal(2u, third.NotificationMessage.SequenceNumber);
        Assert.Equal([1u], third.AvailableSequenceNumbers);
    }

    [Fact]
    public async Task Republish_UntilAcknowledged_GivesTheSameMessage()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(client, publishingMs: 20, keepAlive: 2);
        await TestServer.MonitorAsync(client, id, plant.Temperature.Id);
        plant.Push(1, 5);
        var sent = (await client.PublishAsync()).NotificationMessage;

        var again = await client.AskAsync<RepublishResponse>(new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = sent.SequenceNumber });
        var unknown = new SubscriptionAcknowledgement { SubscriptionId = id, SequenceNumber = 99 };
        var known = new SubscriptionAcknowledgement { SubscriptionId = id, SequenceNumber = sent.SequenceNumber };
        var acknowledged = await client.PublishAsync(known, unknown);

        Assert.Equal(sent.SequenceNumber, again.NotificationMessage.SequenceNumber);
        Assert.Equal(TestServer.Numbers(sent), TestServer.Numbers(again.NotificationMessage));
        Assert.Equal(sent.PublishTime, again.NotificationMessage.PublishTime);
        Assert.Equal([StatusCodes.Good, StatusCodes.BadSequenceNumberUnknown], acknowledged.Results);
        Assert.Empty(acknowledged.AvailableSequenceNumbers);
        Assert.Equal(StatusCodes.BadMessageNotAvailable, await client.FaultAsync(
            new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = sent.SequenceNumber }));
    }

    [Fact]
    public async Task Publish_MoreThanOneMessageHolds_SaysThatMoreFollows()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(client, maxNotifications: 20);
        await TestServer.MonitorAsync(client, id, plant.Temperature.Id);
        plant.Push(1, 44);

        var messages = new List<PublishResponse>();
        do
        {
            messages.Add(await client.PublishAsync());
        }
        while (messages[^1].MoreNotifications);

        Assert.Equal([20, 20, 5], messages.Select(message => TestServer.Changes(message.NotificationMessage).Count));
        Assert.Equal(Enumerable.Range(0, 45).Select(i => (double)i), messages.SelectMany(message => TestServer.Numbers(message.NotificationMessage)));
        Assert.Equal([1u, 2u, 3u], messages.Select(message => message.NotificationMessage.SequenceNumber));
    }

    [Fact]
    public async Task Publish_WithoutSubscription_IsRefused()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);

        Assert.Equal(StatusCodes.BadNoSubscription, await client.FaultAsync(new PublishRequest()));
    }

    [Fact]
    public async Task Publish_TooManyWaiting_OldestGivesWay()
    {
        await using var plant = new TestServer(options => options with { Limits = new ServerLimits { MaxPublishRequests = 2 } });
        await using var client = await RawClient.ConnectAsync(plant.Server);
        await TestServer.SubscribeAsync(client, publishingMs: 60_000);

        var oldest = client.SendAsync(new PublishRequest());
        _ = client.SendAsync(new PublishRequest());
        _ = client.SendAsync(new PublishRequest());

        Assert.Equal(StatusCodes.BadTooManyPublishRequests, await RawClient.FaultAsync(oldest));
    }

    [Fact]
    public async Task Sampling_SlowerThanThePushes_GivesFirstAndLatestOfTheInterval()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(client, publishingMs: 50);
        var item = await TestServer.MonitorAsync(client, id, plant.Temperature.Id, sampling: 2_000);
        plant.Push(1, 100);

        var first = await client.PublishAsync();
        var second = await client.PublishAsync();

        Assert.Equal(2_000, item.RevisedSamplingInterval);
        Assert.Equal([0.0], TestServer.Numbers(first.NotificationMessage));
        Assert.Equal([100.0], TestServer.Numbers(second.NotificationMessage));
        Assert.Equal(0, plant.Server.Metrics.Dropped);
    }

    [Fact]
    public async Task Sampling_AsFastAsTheSource_GivesEveryValue()
    {
        await using var plant = new TestServer();
        var source = plant.Add("source", new VariableSettings(BuiltInType.Double) { InitialValue = 0.0, MinimumSamplingInterval = TimeSpan.FromMilliseconds(250) });
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(client);
        var item = await TestServer.MonitorAsync(client, id, source.Id, sampling: 250);
        // The host pushes at once what the source read in two seconds.
        for (var i = 1; i <= 8; i++)
            source.SetValue((double)i, TestServer.Start.AddMilliseconds(250 * i));

        Assert.Equal(250, item.RevisedSamplingInterval);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (double)i), TestServer.Numbers((await client.PublishAsync()).NotificationMessage));
    }

    [Fact]
    public async Task Monitor_BadItems_EachGetsItsOwnStatus()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var text = plant.Add("text", new VariableSettings(BuiltInType.String) { InitialValue = "a" });
        var id = await TestServer.SubscribeAsync(client);
        var percent = new DataChangeFilter { Trigger = DataChangeTrigger.StatusValue, DeadbandType = (uint)DeadbandType.Percent, DeadbandValue = 1 };
        var absolute = percent with { DeadbandType = (uint)DeadbandType.Absolute };

        Assert.Equal(StatusCodes.BadNodeIdUnknown, (await TestServer.MonitorAsync(client, id, new NodeId("none", 2))).StatusCode);
        Assert.Equal(StatusCodes.BadAttributeIdInvalid, (await TestServer.MonitorAsync(client, id, plant.Folder.Id)).StatusCode);
        Assert.Equal(StatusCodes.BadMonitoredItemFilterUnsupported, (await TestServer.MonitorAsync(client, id, plant.Temperature.Id, filter: percent)).StatusCode);
        Assert.Equal(StatusCodes.BadFilterNotAllowed, (await TestServer.MonitorAsync(client, id, text.Id, filter: absolute)).StatusCode);
        Assert.Equal(
            StatusCodes.BadDeadbandFilterInvalid,
            (await TestServer.MonitorAsync(client, id, plant.Temperature.Id, filter: absolute with { DeadbandValue = -1 })).StatusCode);
        Assert.Equal(StatusCodes.Good, (await TestServer.MonitorAsync(client, id, plant.Temperature.Id)).StatusCode);
        Assert.Equal(1, plant.Server.MonitoredItemCount);
    }

    [Fact]
    public async Task MonitoringMode_DisabledAndBack_StartsWithTheCurrentValue()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(client);
        var item = await TestServer.MonitorAsync(client, id, plant.Temperature.Id);
        await SetModeAsync(client, id, item, MonitoringMode.Disabled);
        plant.Push(1, 5);
        await SetModeAsync(client, id, item, MonitoringMode.Sampling);
        plant.Push(6, 7);
        await SetModeAsync(client, id, item, MonitoringMode.Reporting);

        var response = await client.PublishAsync();
        if (response.NotificationMessage.NotificationData.Length == 0)
            response = await client.PublishAsync();

        Assert.Equal([5.0, 6.0, 7.0], TestServer.Numbers(response.NotificationMessage));
    }

    [Fact]
    public async Task Delete_ItemsAndSubscription_FreesThem()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(client);
        var first = await TestServer.MonitorAsync(client, id, plant.Temperature.Id);
        await TestServer.MonitorAsync(client, id, plant.Temperature.Id);

        var deleted = await client.AskAsync<DeleteMonitoredItemsResponse>(
            new DeleteMonitoredItemsRequest { SubscriptionId = id, MonitoredItemIds = [first.MonitoredItemId, 12345] });
        var left = plant.Server.MonitoredItemCount;
        await client.AskAsync<DeleteSubscriptionsResponse>(new DeleteSubscriptionsRequest { SubscriptionIds = [id] });

        Assert.Equal([StatusCodes.Good, StatusCodes.BadMonitoredItemIdInvalid], deleted.Results);
        Assert.Equal(1, left);
        Assert.Equal(0, plant.Server.MonitoredItemCount);
        Assert.Equal(0, plant.Server.SubscriptionCount);
    }

    [Fact]
    public async Task Lifetime_NoPublishRequests_EndsTheSubscription()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var id = await TestServer.SubscribeAsync(client, publishingMs: 20, keepAlive: 1, lifetime: 3);
        await TestServer.MonitorAsync(client, id, plant.Temperature.Id);

        await TestServer.UntilAsync(() => plant.Server.SubscriptionCount == 0, "the subscription ends");

        Assert.Equal(0, plant.Server.MonitoredItemCount);
        Assert.Equal(StatusCodes.BadNoSubscription, await client.FaultAsync(new PublishRequest()));
    }

    private static Task SetModeAsync(RawClient client, uint subscription, MonitoredItemCreateResult item, MonitoringMode mode) =>
        client.AskAsync<SetMonitoringModeResponse>(
            new SetMonitoringModeRequest { SubscriptionId = subscription, MonitoringMode = mode, MonitoredItemIds = [item.MonitoredItemId] });
}
