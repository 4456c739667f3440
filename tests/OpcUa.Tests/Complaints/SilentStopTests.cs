using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;
using Jinan.IndustryBrain.OpcUa.Tests.Client;
using Jinan.IndustryBrain.OpcUa.Tests.Client.Scripted;

namespace Jinan.IndustryBrain.OpcUa.Tests.Complaints;

/// <summary>What users of other stacks complain about most: data stops after a reconnect or a restart, and nobody says so.</summary>
public sealed class SilentStopTests
{
    static uint HandleOf(ScriptedSubscription subscription, int item = 0) => subscription.Items[item].RequestedParameters.ClientHandle;

    static async Task<ScriptedSubscription> AnewAsync(ConnectionHarness harness, Subscription ours, ScriptedSubscription before)
    {
        await harness.UntilAsync(
            () => ours.Id != 0 && ours.Id != before.Id && harness.Server.WaitingPublishes > 0, "another subscription with a Publish request");
        return harness.Server.Subscriptions.Single(subscription => subscription.Id == ours.Id);
    }

    static async Task AssertFlowsAsync(ConnectionHarness harness, ScriptedSubscription subscription, double value)
    {
        harness.Server.Notify(subscription, (HandleOf(subscription), value));
        Assert.Equal((0, value), await harness.NextAsync());
    }

    // UA-.NETStandard 1796, 2841, 3092; OPC Publisher 2416: the server is restarted while a subscription exists; the client comes
    // back, but no notification does, and sessions pile up at the server.
    [Fact]
    public async Task Server_RestartedWithASubscription_FlowsAgainInOneNewSession()
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a");
        await AssertFlowsAsync(harness, theirs, 1);

        await harness.Server.GoAwayAsync();
        harness.Server.ForgetSessions();
        harness.Server.ForgetSubscriptions();
        await harness.UntilAsync(() => harness.Connection.Status.Attempts >= 3, "attempts while the server is away");
        harness.Server.Listen();

        await AssertFlowsAsync(harness, await AnewAsync(harness, ours, theirs), 2);
        Assert.Equal(2, harness.Server.SessionsCreated);
        Assert.Equal(GapReason.Disconnected, (await harness.EventAsync<NotCovered>()).Reason);
    }

    // OPC Publisher 2055, 2344: the restarted server gives the ids of before to the subscriptions of others (1, 2, 3 again, while the
    // client still believes in its own), and the client goes on with one that is not its own.
    [Fact]
    public async Task Server_RestartedAndNumberingAnew_IsNotAskedForAnothersSubscription()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.Values[VariableIds.ServerStatusStartTime] = new DataValue(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var transfers = 0;
        harness.Server.Intercept = request =>
        {
            if (request is TransferSubscriptionsRequest) transfers++;
            return null;
        };
        var (ours, theirs) = await harness.SubscribeAsync("a");

        harness.Server.ForgetSessions();
        harness.Server.ForgetSubscriptions();
        harness.Server.AddForeign(theirs.Id);
        harness.Server.Values[VariableIds.ServerStatusStartTime] = new DataValue(new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        harness.Server.Cut();

        await AssertFlowsAsync(harness, await AnewAsync(harness, ours, theirs), 2);
        Assert.Equal(0, transfers);
        Assert.Equal(0, harness.Server.SubscriptionsDeleted);
    }

    // The same where the server does not tell when it was started: what comes shows whose subscription it is.
    [Fact]
    public async Task Subscription_ThatTurnsOutToBeAnothers_IsLeftAndOursCreated()
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a");
        await AssertFlowsAsync(harness, theirs, 1);

        harness.Server.ForgetSessions();
        harness.Server.ForgetSubscriptions();
        var foreign = harness.Server.AddForeign(theirs.Id);
        harness.Server.Cut();
        await harness.EventAsync<SubscriptionTransferred>();
        foreign.NextSequenceNumber = 2;
        harness.Server.Notify(foreign, (new ClientHandle(0, (ours.Generation ?? 0) + 5).Value, 99));

        var anew = await AnewAsync(harness, ours, theirs);
        harness.Server.Notify(anew, (HandleOf(anew), 2));
        using var batch = await harness.NextBatchAsync();
        Assert.Equal((2.0, GapReason.SubscriptionLost), (batch.Values.Double(0), batch.Gap));
    }

    // node-opcua 1524: CoDeSys answers Republish with BadMessageNotAvailable as the result of an ordinary response; the client asks
    // for the same number for ever and never publishes again.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Republish_NotAvailable_ByFaultOrByResult_EndsAndPublishingGoesOn(bool byResult)
    {
        await using var harness = new ConnectionHarness();
        var asked = 0;
        harness.Server.Intercept = request =>
        {
            if (request is not RepublishRequest) return null;
            asked++;
            return byResult
                ? new RepublishResponse { ResponseHeader = new ResponseHeader { ServiceResult = StatusCodes.BadMessageNotAvailable } }
                : ScriptedServer.Fault(StatusCodes.BadMessageNotAvailable);
        };
        var (_, theirs) = await harness.SubscribeAsync("a");

        for (var round = 1; round <= 3; round++)
        {
            harness.Server.Cut();
            await harness.EventAsync<SessionReactivated>();
            await harness.UntilAsync(() => harness.Server.WaitingPublishes > 0, "Publish requests");
            await AssertFlowsAsync(harness, theirs, round);
        }

        Assert.InRange(asked, 3, 6);
        Assert.Equal(1, harness.Server.SubscriptionsCreated);
    }

    // node-opcua 1059: BadSessionNotActivated at the keep-alive, then BadServiceUnsupported for TransferSubscriptions: the session
    // comes back, the monitored items do not.
    [Fact]
    public async Task Session_NotActivatedAndTransferUnsupported_CreatesSubscriptionAndItemsAnew()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.RefusesTransfer = true;
        var (ours, theirs) = await harness.SubscribeAsync("a", "b");
        var struck = false;
        harness.Server.Intercept = request =>
        {
            if (struck || request is not ReadRequest) return null;
            struck = true;
            harness.Server.ForgetSubscriptions();
            return ScriptedServer.Fault(StatusCodes.BadSessionNotActivated);
        };

        var anew = await AnewAsync(harness, ours, theirs);
        await harness.UntilAsync(() => anew.Items.Count == 2, "both items");
        await AssertFlowsAsync(harness, anew, 3);
        Assert.Equal(2, harness.Server.SessionsCreated);
    }

    // Telegraf 19186: after a drop one of the node ids is no longer known (BadNodeIdUnknown); the whole subscription is given up for
    // good.
    [Fact]
    public async Task Resubscription_WithANodeThatIsGone_KeepsTheOthersAndTriesItAgain()
    {
        await using var harness = new ConnectionHarness(options => options with { RetryFailedItemsAfter = TimeSpan.FromMilliseconds(200) });
        harness.Server.RefusesTransfer = true;
        var (ours, theirs) = await harness.SubscribeAsync("a", "b", "c");
        harness.Server.UnknownNodes.Add("b");

        harness.Server.ForgetSessions();
        harness.Server.ForgetSubscriptions();
        harness.Server.Cut();
        var anew = await AnewAsync(harness, ours, theirs);

        Assert.Equal(1, (await harness.EventAsync<ItemFailed>()).Handle);
        await AssertFlowsAsync(harness, anew, 4);
        harness.Server.UnknownNodes.Clear();
        Assert.Equal(1, (await harness.EventAsync<ItemRecovered>()).Handle);
        Assert.Equal((3, 0), (harness.Connection.Status.Subscriptions[0].Items, harness.Connection.Status.Subscriptions[0].FailedItems));
    }

    // Telegraf 18787: after a restart of the server 6,410 CreateSession requests in two minutes, up to 114 a second.
    [Fact]
    public async Task Server_OutOfSessions_IsAskedLessAndLess_AndNoSessionIsLeftBehind()
    {
        await using var harness = new ConnectionHarness(options => options with
        {
            FirstBackOff = TimeSpan.FromMilliseconds(40), LongestBackOff = TimeSpan.FromSeconds(30),
        });
        var asked = 0;
        var isFull = true;
        harness.Server.Intercept = request =>
        {
            if (request is not CreateSessionRequest) return null;
            asked++;
            return isFull ? ScriptedServer.Fault(StatusCodes.BadTooManySessions) : null;
        };
        var started = TimeProvider.System.GetTimestamp();
        var subscribing = harness.SubscribeAsync("a");

        await harness.UntilAsync(() => asked == 6, "six attempts");
        // Between six attempts are five pauses: 40 ms doubling to 640 ms, of which jitter leaves at least the half.
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(620));
        isFull = false;

        await AssertFlowsAsync(harness, (await subscribing).Theirs, 1);
        Assert.Equal(1, harness.Server.SessionsCreated);
    }

    // open62541 1930, 4813: BadSecureChannelTokenUnknown, and with it the end of the data, once the token is renewed while requests
    // are under way.
    [Fact]
    public async Task Token_RenewedInTheMidstOfTraffic_EndsNothing()
    {
        await using var harness = new ConnectionHarness(options => options with { TokenLifetime = TimeSpan.FromSeconds(1) });
        var (_, theirs) = await harness.SubscribeAsync("a");
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var reads = 0;
            for (; !stop.IsCancellationRequested; reads++)
                await harness.Connection.ReadAsync([new ReadValueId { NodeId = VariableIds.ServerStatusState, AttributeId = AttributeIds.Value }]);
            return reads;
        });

        // Renewed every 0.75 s: three times at least.
        var started = TimeProvider.System.GetTimestamp();
        var value = 0;
        while (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(2.6)) await AssertFlowsAsync(harness, theirs, ++value);
        await stop.CancelAsync();

        Assert.True(await reading > 0);
        Assert.Equal((1, 1), (harness.Server.ConnectionsAccepted, harness.Server.SessionsCreated));
        Assert.True(harness.Server.TokensIssued >= 3, $"{harness.Server.TokensIssued} tokens");
    }
}
