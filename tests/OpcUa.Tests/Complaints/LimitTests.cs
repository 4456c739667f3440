using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Client;
using Jinan.IndustryBrain.OpcUa.Tests.Client.Scripted;

namespace Jinan.IndustryBrain.OpcUa.Tests.Complaints;

/// <summary>Servers take only so much at a time, and only so much in all.</summary>
public sealed class LimitTests
{
    static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"n{i}")];

    static ReadValueId[] Reads(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new ReadValueId { NodeId = new NodeId((uint)(50_000 + i)), AttributeId = AttributeIds.Value })];

    static ReadResponse Echo(ReadRequest read) => new()
    {
        Results = [.. read.NodesToRead.Select(node => new DataValue((double)node.NodeId.Numeric))],
    };

    static bool IsOurs(ReadRequest read) => read.NodesToRead[0].NodeId.Numeric >= 50_000;

    static async Task AssertReadsAllAsync(ConnectionHarness harness, int count)
    {
        var results = await harness.Connection.ReadAsync(Reads(count));
        Assert.Equal(Enumerable.Range(0, count).Select(i => 50_000.0 + i), results.Select(result => result.Value.TryGetDouble(out var value) ? value : double.NaN));
    }

    // Telegraf 19609, 19662; UA-.NETStandard 564: all nodes in one request, BadTooManyOperations, nothing collected at all.
    [Theory]
    [InlineData(100u, 100, 250, 3)] // declared, and honoured
    [InlineData(0u, 1_000, 250, 5)] // not declared: 50 at a time
    [InlineData(1_000u, 60, 250, 6)] // declared more than it takes: 200 and 100 are refused, then 50 at a time and one over
    public async Task Read_OfMoreThanTheServerTakes_IsCutToSize(uint declared, int truth, int count, int mostRequests)
    {
        await using var harness = new ConnectionHarness();
        harness.Server.Values[VariableIds.MaxNodesPerRead] = new DataValue(declared);
        var sizes = new List<int>();
        harness.Server.Intercept = request =>
        {
            if (request is not ReadRequest read || !IsOurs(read)) return null;
            if (read.NodesToRead.Length > truth) return ScriptedServer.Fault(StatusCodes.BadTooManyOperations);
            sizes.Add(read.NodesToRead.Length);
            return Echo(read);
        };
        harness.Connection.Start();
        await harness.EventAsync<Connected>();

        await AssertReadsAllAsync(harness, count);
        Assert.Equal(count, sizes.Sum());
        Assert.InRange(sizes.Count, 1, mostRequests);
    }

    // The same for every way in which a server says that it is too much, and for every batched service.
    public static TheoryData<uint> WaysToSayTooMuch =>
    [
        StatusCodes.BadTooManyOperations.Code, StatusCodes.BadEncodingLimitsExceeded.Code, StatusCodes.BadResponseTooLarge.Code,
        StatusCodes.BadRequestTooLarge.Code, StatusCodes.BadTcpMessageTooLarge.Code,
    ];

    [Theory]
    [MemberData(nameof(WaysToSayTooMuch))]
    public async Task Services_ToldThatItIsTooMuch_HalveAndGoOn(uint status)
    {
        await using var harness = new ConnectionHarness();
        IServiceResponse? Limited(int count, Func<IServiceResponse> answer) => count > 7 ? ScriptedServer.Fault(new StatusCode(status)) : answer();
        harness.Server.Intercept = request => request switch
        {
            ReadRequest read when IsOurs(read) => Limited(read.NodesToRead.Length, () => Echo(read)),
            WriteRequest write => Limited(
                write.NodesToWrite.Length, () => new WriteResponse { Results = new StatusCode[write.NodesToWrite.Length] }),
            CallRequest call => Limited(
                call.MethodsToCall.Length, () => new CallResponse { Results = [.. call.MethodsToCall.Select(_ => new CallMethodResult())] }),
            BrowseRequest browse => Limited(
                browse.NodesToBrowse.Length, () => new BrowseResponse { Results = [.. browse.NodesToBrowse.Select(_ => new BrowseResult())] }),
            TranslateBrowsePathsToNodeIdsRequest translate => Limited(
                translate.BrowsePaths.Length,
                () => new TranslateBrowsePathsToNodeIdsResponse { Results = [.. translate.BrowsePaths.Select(_ => new BrowsePathResult())] }),
            CreateMonitoredItemsRequest create when create.ItemsToCreate.Length > 7 => ScriptedServer.Fault(new StatusCode(status)),
            _ => null,
        };
        var (_, theirs) = await harness.SubscribeAsync(Names(60));
        await harness.UntilAsync(() => theirs.Items.Count == 60, "60 items");

        await AssertReadsAllAsync(harness, 60);
        Assert.Equal(60, (await harness.Connection.WriteAsync([.. Enumerable.Range(0, 60).Select(_ => new WriteValue())])).Length);
        Assert.Equal(60, (await harness.Connection.CallAsync([.. Enumerable.Range(0, 60).Select(_ => new CallMethodRequest())])).Length);
        Assert.Equal(60, (await harness.Connection.BrowseAsync([.. Enumerable.Range(0, 60).Select(_ => new BrowseDescription())])).Length);
        Assert.Equal(60, (await harness.Connection.TranslateAsync([.. Enumerable.Range(0, 60).Select(_ => new BrowsePath())])).Length);
    }

    // Milo 883: BadTooManyMonitoredItems for a large number of items: those that found room go on, the others are told of, each, and
    // tried again.
    [Fact]
    public async Task Items_BeyondTheServersRoom_AreToldOfAndTriedAgain()
    {
        await using var harness = new ConnectionHarness(options => options with { RetryFailedItemsAfter = TimeSpan.FromMilliseconds(200) });
        harness.Server.RoomForItems = 100;
        var (ours, theirs) = await harness.SubscribeAsync(Names(120));

        await harness.UntilAsync(() => harness.Connection.Status.Subscriptions[0].FailedItems == 20, "20 refusals");
        Assert.Equal(100, theirs.Items.Count);
        Assert.All(Enumerable.Range(100, 20), handle => Assert.Equal(StatusCodes.BadTooManyMonitoredItems, ours.StatusOf(handle)));

        harness.Server.RoomForItems = int.MaxValue;
        await harness.UntilAsync(() => theirs.Items.Count == 120, "the other 20");
        Assert.Equal(1, harness.Server.SubscriptionsCreated);
    }

    [Fact]
    public async Task Server_FullAndRefusingWholeRequests_IsNotAskedItemByItem()
    {
        await using var harness = new ConnectionHarness(options => options with { RetryFailedItemsAfter = TimeSpan.Zero });
        harness.Server.MaxMonitoredItemsPerCall = 100;
        var requests = 0;
        var created = 0;
        harness.Server.Intercept = request =>
        {
            if (request is not CreateMonitoredItemsRequest create) return null;
            requests++;
            if (created + create.ItemsToCreate.Length > 1_234) return ScriptedServer.Fault(StatusCodes.BadTooManyMonitoredItems);
            created += create.ItemsToCreate.Length;
            return null;
        };
        var (ours, _) = await harness.SubscribeAsync(Names(5_000));

        await harness.UntilAsync(() => harness.Connection.Status.Subscriptions[0].FailedItems == 5_000 - 1_234, "the refusals");
        // Twelve full requests, then a halving for each power of two down to the last free place.
        Assert.InRange(requests, 13, 40);
        Assert.True(ours.StatusOf(1_233).IsGood);
        Assert.Equal(StatusCodes.BadTooManyMonitoredItems, ours.StatusOf(1_234));
        // Each of them is told of, however many: what is not covered is known by that.
        await harness.UntilAsync(() => harness.Drain().OfType<ItemFailed>().Count() == 5_000 - 1_234, "a word about each");
        Assert.Equal(0, harness.Connection.Status.Counters.EventsDropped);
    }

    // OPC Publisher 2408: 30,398 nodes configured, 6,000 added, and no word about the rest.
    [Fact]
    public async Task Nodes_ThirtyThousand_AreAllMonitored()
    {
        await using var harness = new ConnectionHarness();
        harness.Server.MaxMonitoredItemsPerCall = 1_000;
        var (ours, theirs) = await harness.SubscribeAsync(Names(30_398));

        await harness.UntilAsync(() => ours.StatusOf(30_397).IsGood, "the last item");
        Assert.Equal(30_398, theirs.Items.Count);
        Assert.Equal((30_398, 0), (harness.Connection.Status.Subscriptions[0].Items, harness.Connection.Status.Subscriptions[0].FailedItems));

        harness.Server.Notify(theirs, (theirs.Items[30_397].RequestedParameters.ClientHandle, 1));
        Assert.Equal((30_397, 1.0), await harness.NextAsync());
    }

    // S7-1200: declares 1,000 operations, is fifty times slower above 200, and takes no data-change filter. The others: what is known
    // of them.
    [Theory]
    [InlineData("Siemens AG", "CPU 1214C DC/DC/DC", "https://www.siemens.com/s7-1200", new[] { 200, 200, 200, 200, 200 })]
    [InlineData("Siemens AG", "CPU 1515-2 PN", "https://www.siemens.com/s7-1500", new[] { 500, 500 })]
    [InlineData("Inductive Automation", "Ignition OPC UA Server", "urn:x", new[] { 100, 100, 100, 100, 100, 100, 100, 100, 100, 100 })]
    [InlineData("Prosys OPC Ltd", "SimulationServer", "urn:prosysopc.com:OPCUA:SimulationServer", new[] { 800, 200 })]
    [InlineData("Somebody", "Something", "urn:something", new[] { 200, 200, 200, 200, 200 })]
    public async Task Server_OfAKnownMake_IsTakenAsItIs(string manufacturer, string product, string uri, int[] sizes)
    {
        await using var harness = new ConnectionHarness();
        harness.Server.MaxMonitoredItemsPerCall = 1_000;
        Introduce(harness.Server, manufacturer, product, uri);

        var (_, theirs) = await harness.SubscribeAsync(Names(1_000));
        await harness.UntilAsync(() => theirs.Items.Count == 1_000, "1,000 items");

        Assert.Equal(sizes, harness.Server.ItemRequestSizes);
    }

    [Fact]
    public async Task Server_WithoutDataChangeFilters_IsSentNone_AndItIsSaid()
    {
        await using var harness = new ConnectionHarness();
        Introduce(harness.Server, "Siemens AG", "CPU 1214C DC/DC/DC", "https://www.siemens.com/s7-1200");
        harness.Connection.AddSubscription(new SubscriptionSettings
        {
            Items = [new(ExpandedNodeId.Parse("nsu=urn:plant;s=a")) { AbsoluteDeadband = 0.5 }],
        });
        harness.Connection.Start();
        await harness.UntilAsync(() => harness.Server.Subscriptions is [{ Items.Count: 1 }], "the item");

        Assert.True(harness.Server.Subscriptions[0].Items[0].RequestedParameters.Filter.IsNull);
        Assert.Equal(StatusCodes.BadMonitoredItemFilterUnsupported, (await harness.EventAsync<ServiceRefused>()).Status);
        Assert.Equal(1_000, harness.Connection.ServerTraits.MaxMonitoredItems);
    }

    // S7-1500: what is outstanding across parallel requests may count together.
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 8)]
    public async Task Requests_InParallel_AreHeldToWhatTheMakeTakes(bool isS71500, int outstanding)
    {
        await using var harness = new ConnectionHarness(options => options with
        {
            ServerTraits = isS71500 ? ServerTraits.S71500 : null, KeepAliveInterval = TimeSpan.FromSeconds(5),
        });
        var received = 0;
        harness.Server.Swallows = request => request is ReadRequest read && IsOurs(read) && Interlocked.Increment(ref received) > 0;
        harness.Connection.Start();
        await harness.EventAsync<Connected>();

        using var stop = new CancellationTokenSource();
        var reads = Enumerable.Range(0, 12).Select(_ => harness.Connection.ReadAsync(Reads(1), cancellationToken: stop.Token)).ToArray();
        await harness.UntilAsync(() => Volatile.Read(ref received) >= outstanding, "the first requests");
        // An answered request behind them shows that all that were to come have come.
        await harness.UntilAsync(() => harness.Connection.Status.RoundTrip is not null, "a round trip");

        Assert.Equal(outstanding, Volatile.Read(ref received));
        await stop.CancelAsync();
        foreach (var read in reads) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    static void Introduce(ScriptedServer server, string manufacturer, string product, string uri)
    {
        server.Values[VariableIds.BuildInfoManufacturerName] = new DataValue(manufacturer);
        server.Values[VariableIds.BuildInfoProductName] = new DataValue(product);
        server.Values[VariableIds.BuildInfoProductUri] = new DataValue(uri);
    }
}
