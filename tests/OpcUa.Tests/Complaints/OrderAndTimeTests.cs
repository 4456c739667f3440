using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;
using Jinan.IndustryBrain.OpcUa.Tests.Client;
using Jinan.IndustryBrain.TestKit;
using SubscriptionSettings = Jinan.IndustryBrain.OpcUa.Client.SubscriptionSettings;

namespace Jinan.IndustryBrain.OpcUa.Tests.Complaints;

/// <summary>Values out of order, values that are lost on the way, and times that are not the values' own.</summary>
public sealed class OrderAndTimeTests(ITestOutputHelper output)
{
    // UA-.NETStandard 957: notifications are handed to callbacks that run side by side, and come out of order.
    [Fact]
    public async Task Batches_HoweverSlowlyTheyAreRead_ComeInTheServersOrder()
    {
        await using var harness = new ConnectionHarness(options => options with { NotificationCapacity = 6 });
        var (_, theirs) = await harness.SubscribeAsync("a");
        var handle = theirs.Items[0].RequestedParameters.ClientHandle;
        for (var value = 1; value <= 300; value++) harness.Server.Notify(theirs, (handle, value));

        var random = new Random(1);
        for (var value = 1; value <= 300; value++)
        {
            Assert.Equal((0, (double)value), await harness.NextAsync());
            if (random.Next(10) == 0) await Task.Delay(2);
        }
    }

    // OPC Publisher 143, 53: with a queue of one, all but the last change between two publishing times are gone, silently. What the
    // server made of the queue is said, and so is every overflow.
    [Fact]
    public async Task Queue_CutToOneByTheServer_IsSaid_AndSoIsTheOverflow()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.Intercept = request => request is CreateMonitoredItemsRequest create
            ? new CreateMonitoredItemsResponse
            {
                Results = [.. create.ItemsToCreate.Select(_ => new MonitoredItemCreateResult { MonitoredItemId = 1, RevisedSamplingInterval = 1_000, RevisedQueueSize = 1 })],
            }
            : null;
        var (ours, theirs) = await harness.SubscribeAsync("a");

        var revised = await harness.EventAsync<ItemRevised>();
        Assert.Equal((0, 1u), (revised.Handle, revised.QueueSize));

        var handle = new ClientHandle(0, ours.Generation ?? 0).Value;
        harness.Server.Notify(theirs, handle, new DataValue(5.0, new StatusCode(0x0000_0480), DateTime.UtcNow, DateTime.UtcNow));
        using var batch = await harness.NextBatchAsync();
        Assert.Equal((1, 1), (batch.Count, batch.OverflowCount));
        Assert.Equal(1, harness.Connection.Status.Counters.Overflows);
    }

    // OPC Publisher 513: 10,000 values a second go in, 600 to 700 come out.
    [Fact]
    public async Task Values_FasterThanTheyCanBePublishedOneByOne_AllCome()
    {
        const int Variables = 100, Rounds = 200;
        await using var server = new OpcUaServer(new OpcUaServerOptions { ApplicationUri = "urn:fast" });
        var index = server.AddressSpace.RegisterNamespace("urn:fast:plant");
        var variables = Enumerable.Range(0, Variables).Select(i => server.AddressSpace.AddVariable(
            server.AddressSpace.Objects, new NodeId($"v{i}", index), new QualifiedName(index, $"v{i}"),
            new VariableSettings(BuiltInType.Int64) { InitialValue = 0L })).ToArray();
        server.Start();
        await using var connection = new OpcUaConnection(new ConnectionOptions { EndpointUrl = server.EndpointUrl });
        connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(50),
            // Few in a message, so that many messages are due at each publishing time.
            MaxNotificationsPerPublish = 100,
            Items = [.. Enumerable.Range(0, Variables).Select(i => new MonitoredItemSettings(ExpandedNodeId.Parse($"nsu=urn:fast:plant;s=v{i}"))
            {
                SamplingInterval = TimeSpan.Zero, QueueSize = 1_000,
            })],
        });
        connection.Start();

        var last = new long[Variables];
        var count = 0;
        var overflows = 0;
        async Task ReadUntilAsync(Func<bool> done)
        {
            using var limit = new CancellationTokenSource(ConnectionHarness.Patience);
            while (!done())
            {
                using var batch = await connection.Notifications.ReadAsync(limit.Token);
                overflows += batch.OverflowCount;
                for (var row = 0; row < batch.Count; row++)
                {
                    var handle = batch.Values.Handle[row];
                    var value = batch.Values.Int64(row);
                    Assert.True(value == 0 || value == last[handle] + 1, $"{value} came after {last[handle]}");
                    last[handle] = value;
                    count++;
                }

                batch.Acknowledge();
            }
        }

        await ReadUntilAsync(() => count == Variables);
        var started = TimeProvider.System.GetTimestamp();
        for (var round = 1L; round <= Rounds; round++)
        {
            foreach (var variable in variables) variable.SetValue(round, DateTime.UtcNow);
        }

        await ReadUntilAsync(() => count == Variables * (Rounds + 1));
        new TestReport(output).Line($"{Variables * Rounds} values in {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:F0} ms.");
        Assert.Equal(0, overflows);
        Assert.All(last, value => Assert.Equal(Rounds, value));
    }

    // Telegraf 9011, ThingsBoard gateway 702, node-opcua 657: the time of collection in place of the value's own, digits lost, an
    // invented time where the server gave none.
    [Fact]
    public async Task Timestamps_OfSourceAndServer_ComeAsTheyWereGiven()
    {
        await using var harness = new ConnectionHarness();
        var (_, theirs) = await harness.SubscribeAsync("a");
        var handle = theirs.Items[0].RequestedParameters.ClientHandle;
        var source = new DateTime(2019, 3, 4, 5, 6, 7, DateTimeKind.Utc).AddTicks(1_234_567);
        var server = source.AddSeconds(3).AddTicks(1);

        harness.Server.Notify(theirs, handle, new DataValue(1.0, StatusCodes.Good, source, server));
        harness.Server.Notify(theirs, handle, new DataValue(2.0, StatusCodes.Good, default, server));
        harness.Server.Notify(theirs, handle, new DataValue(3.0, StatusCodes.Good, source, default));

        Assert.Equal((OpcUaTime.ToUnixNanoseconds(source), OpcUaTime.ToUnixNanoseconds(server)), await NextTimesAsync(harness));
        Assert.Equal((OpcUaTime.NoTime, OpcUaTime.ToUnixNanoseconds(server)), await NextTimesAsync(harness));
        Assert.Equal((OpcUaTime.ToUnixNanoseconds(source), OpcUaTime.NoTime), await NextTimesAsync(harness));
    }

    static async Task<(long Source, long Server)> NextTimesAsync(ConnectionHarness harness)
    {
        using var batch = await harness.NextBatchAsync();
        return (batch.Values.SourceTime[0], batch.Values.ServerTime[0]);
    }

    // ThingsBoard gateway 879 and many a PLC without a battery: the server's clock is set. It is said, nothing is lost for it, and a
    // gap over which the clock went back is still a gap.
    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public async Task Clock_SetAtTheServer_IsSaidAndCostsNothing(int seconds)
    {
        await using var harness = new ConnectionHarness();
        var (_, theirs) = await harness.SubscribeAsync("a");
        var handle = theirs.Items[0].RequestedParameters.ClientHandle;
        harness.Server.Notify(theirs, (handle, 1));
        Assert.Equal((0, 1.0), await harness.NextAsync());

        harness.Server.ClockOffset = TimeSpan.FromSeconds(seconds);
        harness.Server.Notify(theirs, (handle, 2));

        Assert.Equal((0, 2.0), await harness.NextAsync());
        Assert.InRange((await harness.EventAsync<ServerClockSet>()).By.TotalSeconds, seconds - 20, seconds + 20);
        Assert.DoesNotContain(harness.Drain(), happened => happened is NotCovered or ConnectionLost);
    }

    [Fact]
    public async Task Clock_SetBackOverAGap_LeavesAnIntervalThatIsOne()
    {
        await using var harness = new ConnectionHarness();
        var (ours, theirs) = await harness.SubscribeAsync("a");
        harness.Server.Notify(theirs, (theirs.Items[0].RequestedParameters.ClientHandle, 1));
        Assert.Equal((0, 1.0), await harness.NextAsync());

        harness.Server.ClockOffset = TimeSpan.FromDays(-1);
        harness.Server.ForgetSubscriptions();
        harness.Server.ForgetSessions();
        harness.Server.Cut();
        await harness.UntilAsync(() => ours.Id != 0 && ours.Id != theirs.Id && harness.Server.WaitingPublishes > 0, "the new subscription");
        var anew = harness.Server.Subscriptions.Single();
        harness.Server.Notify(anew, (anew.Items[0].RequestedParameters.ClientHandle, 2));

        using var batch = await harness.NextBatchAsync();
        Assert.Equal(GapReason.Disconnected, batch.Gap);
        Assert.InRange(batch.PublishTime - batch.GapFrom, 1, 60_000_000_000);
    }
}
