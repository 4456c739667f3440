using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed class RecoveryTests
{
    static uint HandleOf(Scripted.ScriptedSubscription subscription, int item) => subscription.Items[item].RequestedParameters.ClientHandle;

    [Fact]
    public async Task Channel_Cut_ReactivatesTheSessionAndFetchesWhatWasLost()
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a", "b");
        harness.Server.Notify(theirs, (HandleOf(theirs, 0), 1));
        Assert.Equal((0, 1.0), await harness.NextAsync());

        harness.Server.NotifyIntoTheVoid(theirs, (HandleOf(theirs, 1), 2));
        harness.Server.NotifyIntoTheVoid(theirs, (HandleOf(theirs, 0), 3));
        harness.Server.Cut();
        await harness.EventAsync<SessionReactivated>();
        harness.Server.Notify(theirs, (HandleOf(theirs, 1), 4));

        Assert.Equal((1, 2.0), await harness.NextAsync());
        Assert.Equal((0, 3.0), await harness.NextAsync());
        Assert.Equal((1, 4.0), await harness.NextAsync());
        Assert.Equal((1, 1), (harness.Server.SessionsCreated, harness.Server.SubscriptionsCreated));
        Assert.DoesNotContain(harness.Drain(), happened => happened is NotCovered);
        Assert.Equal(theirs.Id, ours.Id);
    }

    [Fact]
    public async Task Session_Lost_TransfersTheSubscriptionAndFetchesWhatWasLost()
    {
        await using var harness = new ConnectionHarness();
        var (_, theirs) = await harness.SubscribeAsync("a");
        harness.Server.NotifyIntoTheVoid(theirs, (HandleOf(theirs, 0), 1));

        harness.Server.ForgetSessions();
        harness.Server.Cut();
        await harness.EventAsync<SubscriptionTransferred>();

        Assert.Equal((0, 1.0), await harness.NextAsync());
        Assert.Equal((2, 1), (harness.Server.SessionsCreated, harness.Server.SubscriptionsCreated));
        Assert.DoesNotContain(harness.Drain(), happened => happened is NotCovered);
    }

    [Fact]
    public async Task Session_LostOnALivingChannel_IsNoticedAndReplaced()
    {
        await using var harness = new ConnectionHarness();
        var (_, theirs) = await harness.SubscribeAsync("a");

        harness.Server.ForgetSessions();
        await harness.EventAsync<SubscriptionTransferred>();
        harness.Server.Notify(theirs, (HandleOf(theirs, 0), 5));

        Assert.Equal((0, 5.0), await harness.NextAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transfer_RefusedOrUnknown_CreatesAnewAndReportsTheGap(bool refuses)
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a");
        harness.Server.Notify(theirs, (HandleOf(theirs, 0), 1));
        using (var first = await harness.NextBatchAsync())
        {
            Assert.Equal(GapReason.None, first.Gap);

            // Away while it forgets: a Publish request in between would be told that there is no subscription, which is another reason.
            await harness.Server.GoAwayAsync();
            harness.Server.RefusesTransfer = refuses;
            harness.Server.ForgetSubscriptions();
            harness.Server.ForgetSessions();
            harness.Server.Listen();
            await harness.UntilAsync(() => ours.Id != 0 && ours.Id != theirs.Id && harness.Server.WaitingPublishes > 0, "the new subscription");
            var anew = harness.Server.Subscriptions.Single();
            harness.Server.Notify(anew, (HandleOf(anew, 0), 2));

            using var second = await harness.NextBatchAsync();
            Assert.Equal(GapReason.Disconnected, second.Gap);
            Assert.Equal(first.PublishTime, second.GapFrom);
            var gap = await harness.EventAsync<NotCovered>();
            Assert.Equal((first.PublishTime, second.PublishTime, GapReason.Disconnected), (gap.From, gap.To, gap.Reason));
        }
    }

    [Fact]
    public async Task Subscription_LostBeforeACycleWasComplete_IsAGapFromTheStart()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.AlwaysMore = true;
        var (ours, theirs) = await harness.SubscribeAsync("a");
        harness.Server.Notify(theirs, (HandleOf(theirs, 0), 1));
        await harness.NextAsync();

        await harness.Server.GoAwayAsync();
        harness.Server.ForgetSubscriptions();
        harness.Server.ForgetSessions();
        harness.Server.Listen();
        await harness.UntilAsync(() => ours.Id != 0 && ours.Id != theirs.Id && harness.Server.WaitingPublishes > 0, "the new subscription");
        var anew = harness.Server.Subscriptions.Single();
        harness.Server.Notify(anew, (HandleOf(anew, 0), 2));

        using var batch = await harness.NextBatchAsync();
        Assert.Equal((GapReason.Disconnected, OpcUaTime.NoTime), (batch.Gap, batch.GapFrom));
    }

    [Fact]
    public async Task Message_NoLongerAvailable_IsReportedAndTheRestGoesOn()
    {
        await using var harness = new ConnectionHarness();
        var (_, theirs) = await harness.SubscribeAsync("a");
        harness.Server.Notify(theirs, (HandleOf(theirs, 0), 1));
        await harness.NextAsync();

        var lost = harness.Server.NotifyIntoTheVoid(theirs, (HandleOf(theirs, 0), 2));
        theirs.Sent.Remove(lost);
        harness.Server.Notify(theirs, (HandleOf(theirs, 0), 3));

        using var batch = await harness.NextBatchAsync();
        Assert.Equal(3.0, batch.Values.Double(0));
        Assert.Equal(GapReason.MissingNotifications, batch.Gap);
        Assert.Equal(1, harness.Connection.Status.Counters.MessagesLost);
    }

    [Fact]
    public async Task Messages_LostInMidStream_AreFetchedBeforeThoseBehindThem()
    {
        await using var harness = new ConnectionHarness();
        var (_, theirs) = await harness.SubscribeAsync("a");
        var handle = HandleOf(theirs, 0);
        harness.Server.NotifyIntoTheVoid(theirs, (handle, 1));
        harness.Server.Notify(theirs, (handle, 2));
        harness.Server.Notify(theirs, (handle, 3));
        harness.Server.NotifyIntoTheVoid(theirs, (handle, 4));
        harness.Server.KeepAlive(theirs);

        var values = new List<double>();
        while (values.Count < 4) values.Add((await harness.NextAsync()).Value);

        Assert.Equal([1, 2, 3, 4], values);
        Assert.Equal((2, 0), (harness.Connection.Status.Counters.Republished, harness.Connection.Status.Counters.MessagesLost));
    }

    [Fact]
    public async Task Subscription_EndedByTheServer_IsCreatedAnewWithoutANewSession()
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a");

        harness.Server.EndSubscription(theirs, StatusCodes.BadTimeout);
        await harness.UntilAsync(
            () => harness.Server.SubscriptionsCreated == 2 && harness.Server.WaitingPublishes > 0 && harness.Server.Subscriptions.Single().Items.Count == 1,
            "the new subscription with its item");
        var anew = harness.Server.Subscriptions.Single();
        harness.Server.Notify(anew, (HandleOf(anew, 0), 7));

        await harness.UntilAsync(() => ours.Id == anew.Id, "the new id");
        (int, double Value) next;
        do next = await NextWithRowsAsync(harness);
        while (next.Value != 7);
        Assert.Equal(1, harness.Server.SessionsCreated);
    }

    static async Task<(int, double Value)> NextWithRowsAsync(ConnectionHarness harness)
    {
        while (true)
        {
            using var batch = await harness.NextBatchAsync();
            if (batch.Count > 0) return (batch.Values.Handle[0], batch.Values.Double(0));
        }
    }

    [Fact]
    public async Task Subscription_EndedEachTimeItIsMade_IsNotAskedForWithoutAPause()
    {
        await using var harness = new ConnectionHarness(options => options with { FirstBackOff = TimeSpan.FromMilliseconds(200), LongestBackOff = TimeSpan.FromSeconds(30) });
        var (ours, theirs) = await harness.SubscribeAsync("a");
        var started = TimeProvider.System.GetTimestamp();

        for (var round = 1; round <= 4; round++)
        {
            harness.Server.EndSubscription(theirs, StatusCodes.BadTimeout);
            await harness.UntilAsync(
                () => harness.Server.SubscriptionsCreated == round + 1 && ours.Id != 0 && harness.Server.WaitingPublishes > 0, "the next subscription");
            theirs = harness.Server.Subscriptions.Single();
        }

        // 0.1 s, 0.2 s, 0.4 s and 0.8 s are the shortest that jitter leaves of the doubling pauses.
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(1.4));
        Assert.Equal(1, harness.Server.SessionsCreated);
    }

    [Fact]
    public async Task Subscription_ForgottenInSilence_IsFoundByTheWatchdogAndCreatedAnew()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.KeepAliveCount = 2;
        var (_, theirs) = await harness.SubscribeAsync("a");

        theirs.IsForgotten = true;

        await harness.UntilAsync(() => harness.Server is { SubscriptionsCreated: 2, SubscriptionsDeleted: 1 }, "a second subscription, the first deleted");
        Assert.Equal((1, 1), (harness.Server.SessionsCreated, harness.Server.SubscriptionsDeleted));
        Assert.Equal(1, harness.Server.ConnectionsAccepted);
    }

    [Fact]
    public async Task Server_FrozenBehindACutCable_IsGivenUpAndReconnected()
    {
        await using var harness = new ConnectionHarness(options => options with
        {
            RequestTimeout = TimeSpan.FromMilliseconds(300), ConnectTimeout = TimeSpan.FromMilliseconds(300),
        });
        var (_, theirs) = await harness.SubscribeAsync("a");

        harness.Server.IsFrozen = true;
        var lost = await harness.EventAsync<ConnectionLost>();
        Assert.Equal(StatusCodes.BadTimeout, lost.Status);
        harness.Server.IsFrozen = false;
        await harness.EventAsync<SessionReactivated>();
        harness.Server.Notify(theirs, (HandleOf(theirs, 0), 9));

        Assert.Equal((0, 9.0), await harness.NextAsync());
    }

    [Fact]
    public async Task Server_RestartedWithOtherNamespaceIndexes_IsAskedForTheSameNodes()
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a");
        Assert.Equal(2, theirs.Items[0].ItemToMonitor.NodeId.NamespaceIndex);

        await harness.Server.GoAwayAsync();
        harness.Server.ForgetSessions();
        harness.Server.ForgetSubscriptions();
        harness.Server.Namespaces.Insert(1, "urn:newcomer");
        harness.Server.Listen();

        await harness.UntilAsync(() => ours.Id != theirs.Id && harness.Server.Subscriptions is [{ Items.Count: 1 }], "the new subscription");
        Assert.Equal(3, harness.Server.Subscriptions[0].Items[0].ItemToMonitor.NodeId.NamespaceIndex);
    }

    [Fact]
    public async Task Server_Unreachable_IsTriedAgainAndShownSo()
    {
        await using var harness = new ConnectionHarness();
        await harness.Server.GoAwayAsync();
        harness.Connection.AddSubscription(ConnectionHarness.Settings("a"));
        harness.Connection.Start();

        await harness.UntilAsync(() => harness.Connection.Status.Attempts >= 3, "three attempts");
        Assert.NotNull(harness.Connection.Status.LastError);
        harness.Server.Listen();

        await harness.EventAsync<Connected>();
        Assert.Equal(ConnectionState.Running, harness.Connection.Status.State);
    }

    [Fact]
    public async Task Process_RestartedWithASubscriptionLeftBehind_GoesOnBehindWhatWasDurable()
    {
        await using var harness = new ConnectionHarness(options => options with { KeepSubscriptionsOnClose = true });
        var (ours, theirs) = await harness.SubscribeAsync("a", "b");
        for (var value = 1; value <= 3; value++) harness.Server.Notify(theirs, (HandleOf(theirs, 1), value));
        uint durable;
        using (var first = await harness.NextBatchAsync()) durable = first.SequenceNumber;
        await harness.UntilAsync(() => harness.Connection.Status.Counters.Batches == 3, "all three at the client");

        await harness.RestartClientAsync();
        harness.Connection.ResumeSubscription(ConnectionHarness.Settings("a", "b"), theirs.Id, durable);
        harness.Connection.Start();

        Assert.Equal((1, 2.0), await harness.NextAsync());
        Assert.Equal((1, 3.0), await harness.NextAsync());
        harness.Server.Notify(theirs, (HandleOf(theirs, 1), 4));
        Assert.Equal((1, 4.0), await harness.NextAsync());
        Assert.Equal(1, harness.Server.SubscriptionsCreated);
        Assert.NotEqual(0u, ours.Id);
        Assert.DoesNotContain(harness.Drain(), happened => happened is NotCovered);
    }

    [Fact]
    public async Task Process_RestartedWhereAnItemHadBeenRefused_CreatesThatOneAlone()
    {
        await using var harness = new ConnectionHarness(options => options with { KeepSubscriptionsOnClose = true });
        harness.Server.TellsItems = true;
        harness.Server.UnknownNodes.Add("b");
        var (_, theirs) = await harness.SubscribeAsync("a", "b", "c");
        Assert.Equal(2, theirs.Items.Count);

        await harness.RestartClientAsync();
        harness.Server.UnknownNodes.Clear();
        var ours = harness.Connection.ResumeSubscription(ConnectionHarness.Settings("a", "b", "c"), theirs.Id, 0);
        harness.Connection.Start();
        await harness.UntilAsync(() => harness.Server.WaitingPublishes > 0 && ours.StatusOf(1).IsGood, "the item that was refused before");
        harness.Server.Notify(theirs, (HandleOf(theirs, 2), 5));

        Assert.Equal((1, 5.0), await harness.NextAsync());
        Assert.Equal(["a", "c", "b"], theirs.Items.Select(item => item.ItemToMonitor.NodeId.Text));
    }

    [Fact]
    public async Task Process_RestartedAfterTheSubscriptionTimedOut_CreatesAnewAndReportsIt()
    {
        await using var harness = new ConnectionHarness();
        var ours = harness.Connection.ResumeSubscription(ConnectionHarness.Settings("a"), 4_711, 17);
        harness.Connection.Start();
        await harness.UntilAsync(() => harness.Server.WaitingPublishes > 0, "a Publish request");
        var theirs = harness.Server.Subscriptions.Single();
        harness.Server.Notify(theirs, (HandleOf(theirs, 0), 1));

        using var batch = await harness.NextBatchAsync();

        Assert.Equal((GapReason.NotResumed, OpcUaTime.NoTime), (batch.Gap, batch.GapFrom));
        Assert.Same(ours, batch.Subscription);
    }

    [Fact]
    public async Task Notifications_OfAnOlderSetOfItems_AreDropped()
    {
        await using var harness = new ConnectionHarness();
        var (_, theirs) = await harness.SubscribeAsync("a");
        var now = new ClientHandle(HandleOf(theirs, 0));
        var older = new ClientHandle(0, now.Generation - 1).Value;

        harness.Server.Notify(theirs, (older, 1), (now.Value, 2), (new ClientHandle(5, now.Generation).Value, 3));

        using var batch = await harness.NextBatchAsync();
        Assert.Equal(1, batch.Count);
        Assert.Equal(2.0, batch.Values.Double(0));
    }
}
