using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Client;
using Jinan.IndustryBrain.OpcUa.Tests.Server;

namespace Jinan.IndustryBrain.OpcUa.Tests.Complaints;

/// <summary>What clients leave behind at servers, and servers that send nothing.</summary>
public sealed class ServerSideTests
{
    // open62541 as a server sends nothing where maxNotificationsPerPublish resolves to 0: our client never leaves it to the server.
    [Fact]
    public async Task Client_LeftToItself_AsksForANumberOfNotifications()
    {
        await using var harness = new ConnectionHarness();
        uint? asked = null;
        harness.Server.Intercept = request =>
        {
            if (request is CreateSubscriptionRequest create) asked = create.MaxNotificationsPerPublish;
            return null;
        };
        await harness.SubscribeAsync("a");
        Assert.InRange(asked!.Value, 1u, 100_000u);
    }

    // And our server takes 0, on either side, as no limit.
    [Theory]
    [InlineData(0, 0u)]
    [InlineData(0, 3u)]
    [InlineData(5, 0u)]
    public async Task Server_WithALimitOfZeroNotifications_SendsThem(int limit, uint asked)
    {
        await using var server = new TestServer(options => options with { Limits = options.Limits with { MaxNotificationsPerPublish = limit } });
        await using var client = await RawClient.ConnectAsync(server.Server);
        var subscription = await TestServer.SubscribeAsync(client, publishingMs: 20, maxNotifications: asked);
        await TestServer.MonitorAsync(client, subscription, server.Temperature.Id);
        server.Push(1, 9);

        var got = new List<double>();
        while (got.Count < 10)
        {
            var answer = await client.AskAsync<PublishResponse>(new PublishRequest());
            got.AddRange(TestServer.Numbers(answer.NotificationMessage));
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)i), got);
    }

    // Clients that leave without deleting their subscriptions slow open62541 down: ours are gone when their lifetime is over, with all
    // that watched the variables for them.
    [Fact]
    public async Task Clients_ThatLeaveWithoutAWord_CostNothingAfterTheLifetime()
    {
        await using var server = new TestServer(options => options with { Limits = options.Limits with { MaxSessions = 100 } });
        for (var i = 0; i < 20; i++)
        {
            await using var client = await RawClient.ConnectAsync(server.Server);
            var subscription = await TestServer.SubscribeAsync(client, publishingMs: 20, keepAlive: 1, lifetime: 3);
            await TestServer.MonitorAsync(client, subscription, server.Temperature.Id);
        }

        await TestServer.UntilAsync(() => server.Server.SubscriptionCount == 0, "the end of the subscriptions that were left behind");
        Assert.Equal(0, server.Server.MonitoredItemCount);
        Assert.Empty(server.Unexpected);
    }

    // The other side of it: a subscription whose creation was answered into a broken line stays with the server and is served with our
    // Publish requests; our client deletes it.
    [Fact]
    public async Task Client_ServedForASubscriptionItDoesNotKnow_DeletesIt()
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a");
        var orphan = harness.Server.AddForeign();

        harness.Server.Notify(orphan, (0, 1));

        await harness.UntilAsync(() => harness.Server.SubscriptionsDeleted == 1, "the deletion");
        Assert.Equal([theirs.Id], harness.Server.Subscriptions.Select(subscription => subscription.Id));
        await harness.UntilAsync(() => harness.Server.WaitingPublishes > 0, "a Publish request");
        harness.Server.Notify(theirs, (theirs.Items[0].RequestedParameters.ClientHandle, 2));
        Assert.Equal((0, 2.0), await harness.NextAsync());
        Assert.Equal(theirs.Id, ours.Id);
    }

    // A PLC has ten sessions: one whose beginning failed is closed, not left to time out.
    [Fact]
    public async Task Session_WhoseServerTellsNoNamespaces_IsClosedEachTime()
    {
        await using var harness = new ConnectionHarness();
        var closed = 0;
        harness.Server.Values[VariableIds.NamespaceArray] = new DataValue(default, StatusCodes.BadUserAccessDenied);
        harness.Server.Intercept = request =>
        {
            if (request is CloseSessionRequest) closed++;
            return null;
        };
        harness.Connection.Start();

        await harness.UntilAsync(() => harness.Server.SessionsCreated >= 4, "four attempts");
        Assert.InRange(closed, harness.Server.SessionsCreated - 1, harness.Server.SessionsCreated);
        harness.Server.Values.Clear();
    }

    [Fact]
    public async Task Session_WhoseChannelBreaksAtItsBeginning_IsTakenUpAgain()
    {
        await using var harness = new ConnectionHarness();
        var struck = 0;
        harness.Server.Intercept = request =>
        {
            if (request is ReadRequest && struck++ < 3) harness.Server.Cut();
            return null;
        };

        await harness.SubscribeAsync("a");

        Assert.Equal(1, harness.Server.SessionsCreated);
    }
}
