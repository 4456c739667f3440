using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed class ConnectionTests
{
    static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"n{i}")];

    [Fact]
    public async Task Acknowledgement_GoesOutOnlyOnceTheCallerGivesIt()
    {
        await using var harness = new ConnectionHarness();
        var (_, theirs) = await harness.SubscribeAsync("a");
        var handle = theirs.Items[0].RequestedParameters.ClientHandle;
        harness.Server.Notify(theirs, (handle, 1));
        harness.Server.Notify(theirs, (handle, 2));

        await harness.NextAsync(acknowledge: false);
        await harness.NextAsync(acknowledge: true);
        harness.Server.KeepAlive(theirs);
        (await harness.NextBatchAsync(keepAlives: true)).Dispose();

        await harness.UntilAsync(() => harness.Server.Acknowledged.Count > 0, "an acknowledgement");
        Assert.Equal([2u], harness.Server.Acknowledged);
        Assert.Equal([1u], theirs.Sent.Keys);
    }

    [Fact]
    public async Task Consumer_ThatDoesNotDispose_StopsTheRequestsAndLosesNothing()
    {
        await using var harness = new ConnectionHarness(options => options with { NotificationCapacity = 4 });
        var (_, theirs) = await harness.SubscribeAsync("a");
        var handle = theirs.Items[0].RequestedParameters.ClientHandle;
        for (var value = 1; value <= 50; value++) harness.Server.Notify(theirs, (handle, value));

        await harness.UntilAsync(() => harness.Connection.Status.Counters.Batches == 4, "a full ring");
        Assert.Equal(0, harness.Server.WaitingPublishes);
        Assert.Equal(46, theirs.Waiting.Count);

        for (var value = 1; value <= 50; value++) Assert.Equal((0, (double)value), await harness.NextAsync());
        Assert.Equal(0, harness.Connection.Status.Counters.MessagesLost);
    }

    [Fact]
    public async Task KeepAlive_ComesAsABatchWithItsPublishTime()
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a");
        harness.Server.KeepAlive(theirs);

        using var batch = await harness.NextBatchAsync(keepAlives: true);

        Assert.True(batch.IsKeepAlive);
        Assert.Same(ours, batch.Subscription);
        Assert.InRange(batch.ReceivedTime - batch.PublishTime, -60_000_000_000L, 60_000_000_000L);
    }

    [Fact]
    public async Task Node_ThatIsBad_FailsAloneAndIsTriedAgain()
    {
        await using var harness = new ConnectionHarness(options => options with { RetryFailedItemsAfter = TimeSpan.FromMilliseconds(200) });
        harness.Server.UnknownNodes.Add("b");
        var (ours, theirs) = await harness.SubscribeAsync("a", "b", "c");

        var failed = await harness.EventAsync<ItemFailed>();
        Assert.Equal((1, StatusCodes.BadNodeIdUnknown), (failed.Handle, failed.Status));
        Assert.Equal(["a", "c"], theirs.Items.Select(item => item.ItemToMonitor.NodeId.Text));
        Assert.Equal((2, 1), (harness.Connection.Status.Subscriptions[0].Items, harness.Connection.Status.Subscriptions[0].FailedItems));

        harness.Server.UnknownNodes.Clear();
        Assert.Equal(1, (await harness.EventAsync<ItemRecovered>()).Handle);
        Assert.True(ours.StatusOf(1).IsGood);
    }

    // The fuzzer found the product: its overflow ended the connection for good.
    [Theory]
    [InlineData(100, 10u, 1_000)]
    [InlineData(100, 0u, 100)]
    [InlineData(int.MaxValue, uint.MaxValue, 365L * 24 * 3600 * 1000)]
    public void LongestSilence_WhateverAServerGrants_IsATime(double interval, uint keepAlives, long milliseconds) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(milliseconds), new RevisedSubscription(TimeSpan.FromMilliseconds(interval), keepAlives, 30).LongestSilence);

    [Fact]
    public async Task Namespace_ThatTheServerLoadsLater_HasItsItemsThen()
    {
        await using var harness = new ConnectionHarness(options => options with { RetryFailedItemsAfter = TimeSpan.FromMilliseconds(200) });
        harness.Server.Namespaces.Remove("urn:plant");
        harness.Connection.AddSubscription(ConnectionHarness.Settings("a"));
        harness.Connection.Start();
        Assert.Equal(StatusCodes.BadNodeIdUnknown, (await harness.EventAsync<ItemFailed>()).Status);

        harness.Server.Namespaces.AddRange(["urn:other", "urn:plant"]);
        await harness.EventAsync<ItemRecovered>();
        Assert.Equal(3, harness.Server.Subscriptions.Single().Items.Single().ItemToMonitor.NodeId.NamespaceIndex);
    }

    [Fact]
    public async Task Namespace_ThatTheServerDoesNotHave_FailsItsItemsAlone()
    {
        await using var harness = new ConnectionHarness();
        harness.Connection.AddSubscription(new SubscriptionSettings
        {
            Items = [new(ExpandedNodeId.Parse("nsu=urn:nowhere;s=x")), new(ExpandedNodeId.Parse("nsu=urn:plant;s=a"))],
        });
        harness.Connection.Start();

        Assert.Equal(0, (await harness.EventAsync<ItemFailed>()).Handle);
        await harness.UntilAsync(() => harness.Server.Subscriptions is [{ Items.Count: 1 }], "the other item");
    }

    [Theory]
    [InlineData(0u, int.MaxValue, new[] { 50, 50, 20 })]
    [InlineData(100u, int.MaxValue, new[] { 100, 20 })]
    [InlineData(1_000u, int.MaxValue, new[] { 120 })]
    [InlineData(0u, 30, new[] { 50, 25, 25, 25, 25, 20 })]
    public async Task Items_AreCreatedWithinWhatTheServerTakes(uint declared, int truth, int[] sizes)
    {
        await using var harness = new ConnectionHarness();
        harness.Server.MaxMonitoredItemsPerCall = declared;
        harness.Server.TrueMaxItems = truth;

        var (_, theirs) = await harness.SubscribeAsync(Names(120));

        await harness.UntilAsync(() => theirs.Items.Count == 120, "120 items");
        Assert.Equal(sizes, harness.Server.ItemRequestSizes);
        Assert.Equal(Names(120), theirs.Items.Select(item => item.ItemToMonitor.NodeId.Text));
    }

    [Fact]
    public async Task Server_ThatTakesFewPublishes_IsNotFlooded()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.MaxPublishes = 1;
        var (_, theirs) = await harness.SubscribeAsync("a");
        var handle = theirs.Items[0].RequestedParameters.ClientHandle;

        for (var value = 1; value <= 20; value++)
        {
            harness.Server.Notify(theirs, (handle, value));
            Assert.Equal((0, (double)value), await harness.NextAsync());
        }
    }

    [Fact]
    public async Task Subscription_AddedWhileRunning_JoinsTheOthers()
    {
        await using var harness = new ConnectionHarness();
        await harness.SubscribeAsync("a");

        var second = harness.Connection.AddSubscription(ConnectionHarness.Settings("b"));
        await harness.UntilAsync(() => second.Id != 0 && harness.Server.Subscriptions.Count == 2, "the second subscription");
        var theirs = harness.Server.Subscriptions.Single(subscription => subscription.Id == second.Id);
        await harness.UntilAsync(() => theirs.Items.Count == 1, "its item");
        harness.Server.Notify(theirs, (theirs.Items[0].RequestedParameters.ClientHandle, 3));

        using var batch = await harness.NextBatchAsync();
        Assert.Same(second, batch.Subscription);

        await harness.Connection.RemoveSubscriptionAsync(second);
        Assert.Single(harness.Server.Subscriptions);
    }

    [Fact]
    public async Task Browse_WithContinuation_GivesAllReferences()
    {
        await using var harness = new ConnectionHarness();
        harness.Connection.Start();
        await harness.EventAsync<Connected>();

        var results = await harness.Connection.BrowseAsync([new BrowseDescription { NodeId = ObjectIds.ObjectsFolder }]);

        Assert.Equal(Enumerable.Range(0, 25).Select(i => (uint)i), Assert.Single(results).References.Select(reference => reference.NodeId.Inner.Numeric));
    }

    [Fact]
    public async Task Service_WithoutAConnection_SaysSo()
    {
        await using var connection = new OpcUaConnection(new ConnectionOptions { EndpointUrl = "opc.tcp://127.0.0.1:1" });
        var fault = await Assert.ThrowsAsync<OpcUaException>(() => connection.ReadAsync([new ReadValueId()]));
        Assert.Equal(StatusCodes.BadNotConnected, fault.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Close_Orderly_DeletesSubscriptionsUnlessToldToLeaveThem(bool keep)
    {
        await using var harness = new ConnectionHarness(options => options with { KeepSubscriptionsOnClose = keep });
        await harness.SubscribeAsync("a");

        await harness.Connection.DisposeAsync();

        Assert.Equal(keep ? 1 : 0, harness.Server.Subscriptions.Count);
        await harness.UntilAsync(() => harness.Server.OpenConnections == 0, "the connection to close");
        await harness.Connection.Notifications.Completion.WaitAsync(ConnectionHarness.Patience);
    }

    [Fact]
    public async Task Close_WhileTheServerIsFrozen_TakesSecondsOnly()
    {
        await using var harness = new ConnectionHarness(options => options with { RequestTimeout = TimeSpan.FromMinutes(10) });
        await harness.SubscribeAsync("a");
        harness.Server.IsFrozen = true;

        await harness.Connection.DisposeAsync().AsTask().WaitAsync(ConnectionHarness.Patience);
    }

    [Fact]
    public async Task Token_Renewed_LetsValuesThrough()
    {
        await using var harness = new ConnectionHarness(options => options with { TokenLifetime = TimeSpan.FromSeconds(1) });
        var (_, theirs) = await harness.SubscribeAsync("a");
        var handle = theirs.Items[0].RequestedParameters.ClientHandle;
        for (var value = 1; value <= 25; value++)
        {
            harness.Server.Notify(theirs, (handle, value));
            Assert.Equal((0, (double)value), await harness.NextAsync());
            await Task.Delay(100);
        }

        Assert.Equal(1, harness.Server.ConnectionsAccepted);
    }
}
