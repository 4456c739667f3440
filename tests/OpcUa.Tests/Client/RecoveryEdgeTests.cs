using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Client.Scripted;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>Servers that refuse or answer in ways that a recovery may take for something else, and would then run in circles.</summary>
public sealed class RecoveryEdgeTests
{
    static async Task AssertFlowsAsync(ConnectionHarness harness, ScriptedSubscription subscription, double value)
    {
        harness.Server.Notify(subscription, (subscription.Items[0].RequestedParameters.ClientHandle, value));
        Assert.Equal((0, value), await harness.NextAsync());
    }

    [Fact]
    public async Task State_ThatTheUserMayNotRead_IsNoReasonToReconnect()
    {
        await using var harness = new ConnectionHarness(options => options with { KeepAliveInterval = TimeSpan.FromMilliseconds(60) });
        var pings = 0;
        harness.Server.Intercept = request =>
        {
            if (request is not ReadRequest { NodesToRead: [{ } only] } || only.NodeId != VariableIds.ServerStatusState) return null;
            pings++;
            return ScriptedServer.Fault(StatusCodes.BadUserAccessDenied);
        };
        var (_, theirs) = await harness.SubscribeAsync("a");

        await harness.UntilAsync(() => pings >= 5, "five keep-alive requests");
        await AssertFlowsAsync(harness, theirs, 1);
        Assert.Equal((1, 1), (harness.Server.SessionsCreated, harness.Server.ConnectionsAccepted));
    }

    [Fact]
    public async Task Transfer_ForbiddenToTheUser_CreatesAnew()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.Intercept = request =>
            request is TransferSubscriptionsRequest ? ScriptedServer.Fault(StatusCodes.BadUserAccessDenied) : null;
        var (ours, theirs) = await harness.SubscribeAsync("a");

        harness.Server.ForgetSessions();
        harness.Server.Cut();
        await harness.UntilAsync(() => ours.Id != 0 && ours.Id != theirs.Id && harness.Server.WaitingPublishes > 0, "the new subscription");

        await AssertFlowsAsync(harness, harness.Server.Subscriptions.Single(subscription => subscription.Id == ours.Id), 2);
        Assert.Equal(2, harness.Server.SessionsCreated);
    }

    [Fact]
    public async Task Transfer_BrokenOff_IsDoneOnceTheChannelIsBack()
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a");
        var transfers = 0;
        harness.Server.Intercept = request =>
        {
            if (request is TransferSubscriptionsRequest && transfers++ == 0) harness.Server.Cut();
            return null;
        };

        harness.Server.ForgetSessions();
        harness.Server.Cut();
        await harness.EventAsync<SubscriptionTransferred>();
        await harness.UntilAsync(() => harness.Server.WaitingPublishes > 0, "Publish requests");

        await AssertFlowsAsync(harness, theirs, 3);
        Assert.Equal((2, 2, 1), (transfers, harness.Server.SessionsCreated, harness.Server.SubscriptionsCreated));
        Assert.Equal(theirs.Id, ours.Id);
        Assert.DoesNotContain(harness.Drain(), happened => happened is NotCovered);
    }

    public static TheoryData<uint> RefusalsOfRepublish =>
    [
        StatusCodes.BadInternalError.Code, StatusCodes.BadUserAccessDenied.Code, StatusCodes.BadSequenceNumberUnknown.Code, StatusCodes.BadNotSupported.Code,
    ];

    [Theory]
    [MemberData(nameof(RefusalsOfRepublish))]
    public async Task Republish_RefusedInMidStream_IsAGapAndTheRestGoesOn(uint status)
    {
        await using var harness = new ConnectionHarness();
        harness.Server.Intercept = request => request is RepublishRequest ? ScriptedServer.Fault(new StatusCode(status)) : null;
        var (_, theirs) = await harness.SubscribeAsync("a");
        await AssertFlowsAsync(harness, theirs, 1);

        harness.Server.NotifyIntoTheVoid(theirs, (theirs.Items[0].RequestedParameters.ClientHandle, 2));
        harness.Server.Notify(theirs, (theirs.Items[0].RequestedParameters.ClientHandle, 3));
        using (var batch = await harness.NextBatchAsync())
        {
            Assert.Equal(3.0, batch.Values.Double(0));
            Assert.Equal(GapReason.MissingNotifications, batch.Gap);
        }

        await AssertFlowsAsync(harness, theirs, 4);
        Assert.Equal(1, harness.Server.ConnectionsAccepted);
    }

    [Fact]
    public async Task Republish_NeverAnswered_IsGivenUpAndTheRestGoesOn()
    {
        await using var harness = new ConnectionHarness(options => options with { RequestTimeout = TimeSpan.FromMilliseconds(200) });
        harness.Server.Swallows = request => request is RepublishRequest;
        var (_, theirs) = await harness.SubscribeAsync("a");
        await AssertFlowsAsync(harness, theirs, 1);

        harness.Server.NotifyIntoTheVoid(theirs, (theirs.Items[0].RequestedParameters.ClientHandle, 2));
        harness.Server.Cut();
        await harness.UntilAsync(() => harness.Connection.Status.State is ConnectionState.Running && harness.Server.WaitingPublishes > 0 && harness.Server.ConnectionsAccepted >= 3, "a connection that runs");
        harness.Server.Notify(theirs, (theirs.Items[0].RequestedParameters.ClientHandle, 3));

        using var batch = await harness.NextBatchAsync();
        Assert.Equal((3.0, GapReason.MissingNotifications), (batch.Values.Double(0), batch.Gap));
    }

    [Fact]
    public async Task Numbers_BegunAnewByTheServer_EndInANewSubscriptionNotInSilence()
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a");
        var handle = theirs.Items[0].RequestedParameters.ClientHandle;
        for (var value = 1; value <= 40; value++) await AssertFlowsAsync(harness, theirs, value);

        theirs.NextSequenceNumber = 1;
        for (var value = 41; value <= 52; value++) harness.Server.Notify(theirs, (handle, value));
        await harness.UntilAsync(() => ours.Id != 0 && ours.Id != theirs.Id && harness.Server.WaitingPublishes > 0, "the new subscription");

        var anew = harness.Server.Subscriptions.Single(subscription => subscription.Id == ours.Id);
        harness.Server.Notify(anew, (anew.Items[0].RequestedParameters.ClientHandle, 60));
        using var batch = await harness.NextBatchAsync();
        Assert.Equal((60.0, GapReason.SubscriptionLost), (batch.Values.Double(0), batch.Gap));
    }

    [Fact]
    public async Task Publishes_LostByTheServer_AreNoticedAndAskedAnew()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.KeepAliveCount = 1;
        var loses = false;
        harness.Server.Swallows = request => Volatile.Read(ref loses) && request is PublishRequest;
        Volatile.Write(ref loses, true);
        var ours = harness.Connection.AddSubscription(ConnectionHarness.Settings("a"));
        harness.Connection.Start();

        // The watchdog makes the subscription anew, which cures nothing, and then the channel.
        await harness.UntilAsync(() => harness.Server.SubscriptionsCreated == 2, "a second subscription");
        Volatile.Write(ref loses, false);
        await harness.UntilAsync(() => harness.Server.ConnectionsAccepted == 2 && harness.Server.WaitingPublishes > 0, "Publish requests on a second channel");

        await AssertFlowsAsync(harness, harness.Server.Subscriptions.Single(subscription => subscription.Id == ours.Id), 1);
        Assert.Equal(1, harness.Server.SessionsCreated);
    }

    [Fact]
    public async Task Subscription_ForgottenWhileItsItemsAreCreated_IsMadeAnew()
    {
        await using var harness = new ConnectionHarness();
        var struck = 0;
        harness.Server.Intercept = request =>
        {
            if (request is RepublishRequest) return ScriptedServer.Fault(StatusCodes.BadServiceUnsupported);
            if (request is CreateMonitoredItemsRequest && struck++ < 2) harness.Server.ForgetSubscriptions();
            return null;
        };

        var (_, theirs) = await harness.SubscribeAsync("a");

        await AssertFlowsAsync(harness, theirs, 1);
        Assert.Equal((3, 1, 1), (harness.Server.SubscriptionsCreated, harness.Server.SessionsCreated, harness.Server.ConnectionsAccepted));
    }

    // After a machine slept, or a server's clock jumped, the server may hold the token for expired before the client does.
    [Fact]
    public async Task Token_ThatTheServerHoldsForExpired_MakesAnotherChannelForTheSameSession()
    {
        await using var harness = new ConnectionHarness();
        var (_, theirs) = await harness.SubscribeAsync("a");
        var struck = false;
        harness.Server.Intercept = request =>
        {
            if (struck || request is not ReadRequest) return null;
            struck = true;
            return ScriptedServer.Fault(StatusCodes.BadSecureChannelTokenUnknown);
        };

        await harness.EventAsync<SessionReactivated>();
        await harness.UntilAsync(() => harness.Server.WaitingPublishes > 0, "Publish requests");
        await AssertFlowsAsync(harness, theirs, 1);
        Assert.Equal((1, 2), (harness.Server.SessionsCreated, harness.Server.ConnectionsAccepted));
    }

    [Fact]
    public async Task Token_ThatIsNotRenewed_MakesAnotherChannelForTheSameSession()
    {
        await using var harness = new ConnectionHarness(options => options with
        {
            TokenLifetime = TimeSpan.FromSeconds(1), ConnectTimeout = TimeSpan.FromMilliseconds(300),
        });
        var (_, theirs) = await harness.SubscribeAsync("a");
        harness.Server.IgnoresRenewals = true;

        await harness.EventAsync<SessionReactivated>();
        await harness.UntilAsync(() => harness.Server.WaitingPublishes > 0, "Publish requests");
        await AssertFlowsAsync(harness, theirs, 1);
        Assert.Equal(1, harness.Server.SessionsCreated);
        Assert.DoesNotContain(harness.Drain(), happened => happened is NotCovered);
    }

    [Fact]
    public async Task Subscriptions_Several_ForgottenAtOnce_AreMadeAnewOnTheSameChannel()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.KeepAliveCount = 2;
        await harness.SubscribeAsync("a");
        harness.Connection.AddSubscription(ConnectionHarness.Settings("b"));
        await harness.UntilAsync(() => harness.Server.Subscriptions.Count == 2 && harness.Server.WaitingPublishes == 4, "both");

        foreach (var forgotten in harness.Server.Subscriptions) forgotten.IsForgotten = true;

        await harness.UntilAsync(() => harness.Server.SubscriptionsCreated == 4, "two others");
        Assert.Equal((1, 1), (harness.Server.SessionsCreated, harness.Server.ConnectionsAccepted));
    }

    [Fact]
    public async Task More_ThanRequestsWait_BringsMoreRequests()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.AlwaysMore = true;
        var (_, theirs) = await harness.SubscribeAsync("a");
        await harness.UntilAsync(() => harness.Server.WaitingPublishes == 3, "the requests of a quiet subscription");

        for (var value = 1; value <= 20; value++) await AssertFlowsAsync(harness, theirs, value);

        await harness.UntilAsync(() => harness.Server.WaitingPublishes == harness.Options.MaxOutstandingPublishes, "as many as are allowed");
    }
}
