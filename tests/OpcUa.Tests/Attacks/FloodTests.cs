using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Server;
using Jinan.IndustryBrain.OpcUa.Transport;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.OpcUa.Tests.Attacks;

/// <summary>
/// Peers that want too much: refused with the status meant for it, reported once, and others are served meanwhile. What
/// RobustnessTests holds is not held again.
/// </summary>
public sealed class FloodTests(ITestOutputHelper output)
{
    [Fact]
    public async Task HalfOpenConnections_AThousandAtATime_OthersReadBesideThem()
    {
        await using var attacked = new AttackedServer(options => options with { Limits = new ServerLimits { MaxConnections = 50 } });
        await attacked.BesideOthersAsync(
            "1,000 half-open connections",
            async stop =>
            {
                var open = new List<Socket>();
                for (var i = 0; i < 1_000; i++) open.Add(await attacked.DialAsync());
                open.ForEach(socket => socket.Dispose());
            },
            output);

        Assert.InRange(attacked.Server.ConnectionCount, 0, 50);
        await attacked.AssertReportedOnceAsync(StatusCodes.BadTcpServerTooBusy);
    }

    [Fact]
    public async Task Channels_OpenedWithoutEnd_OthersReadAndNewClientsConnect()
    {
        await using var attacked = new AttackedServer(options => options with { Limits = new ServerLimits { MaxConnections = 20 } });
        await attacked.BesideOthersAsync(
            "secure-channel flood",
            async stop =>
            {
                var open = new List<RawChannel>();
                for (var i = 0; i < 60; i++) open.Add(await attacked.OpenRawAsync());
                open.ForEach(channel => channel.Dispose());
            },
            output);

        await using var newcomer = await RawClient.ConnectAsync(attacked.Server);
        await attacked.AssertServesAsync(newcomer);
        await attacked.AssertReportedOnceAsync(StatusCodes.BadTcpServerTooBusy);
    }

    [Fact]
    public async Task Connection_WhereSessionsUseAllOfThem_IsToldThatTheServerIsTooBusy()
    {
        await using var attacked = new AttackedServer(options => options with { Limits = new ServerLimits { MaxConnections = 2 } });
        await using var first = await RawClient.ConnectAsync(attacked.Server);
        await using var second = await RawClient.ConnectAsync(attacked.Server);

        using var third = new RawChannel(await attacked.DialAsync());

        Assert.Equal(StatusCodes.BadTcpServerTooBusy, await third.ErrorAsync());
        await attacked.AssertServesAsync(first);
        await attacked.AssertReportedOnceAsync(StatusCodes.BadTcpServerTooBusy);
    }

    [Fact]
    public async Task Renewals_WhoseAnswersNobodyReads_AreNoLongerTaken()
    {
        await using var attacked = new AttackedServer();
        using var channel = await attacked.OpenRawAsync(receiveBuffer: 4_096);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // Small ones first, until the sockets hold no more answers; the large ones behind them are kept until theirs could be sent.
        var small = await channel.SendUntilItStopsAsync(() => channel.Renewal(0), atMost: 40_000, silence: TimeSpan.FromSeconds(2));
        var large = await channel.SendUntilItStopsAsync(() => channel.Renewal(65_535), atMost: 2_000, silence: TimeSpan.FromSeconds(2));

        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        new TestReport(output).Line($"{small} small renewals and {large} of 64 KiB were taken, {kept / 1024:N0} KiB are kept");
        Assert.True(kept < 64 * 1024 * 1024, $"{kept:N0} bytes are kept for one connection that reads nothing.");
        await using var other = await RawClient.ConnectAsync(attacked.Server);
        await attacked.AssertServesAsync(other);
    }

    [Fact]
    public async Task Chunks_WithoutAFinalOne_AreRefusedWhenTheirMessageIsTooLarge()
    {
        await using var attacked = new AttackedServer(options => options with { Transport = new TransportLimits(MaxMessageSize: 1 << 20, MaxChunkCount: 100) });
        await attacked.BesideOthersAsync(
            "chunk flood",
            async stop =>
            {
                foreach (var size in new[] { 60_000, 1, 0 })
                {
                    using var channel = await attacked.OpenRawAsync();
                    var body = new byte[size];
                    for (var i = 0; i < 101 && await channel.TrySendAsync(ChunkKind.Intermediate, 7, body); i++)
                    {
                    }

                    try
                    {
                        Assert.Equal(StatusCodes.BadTcpMessageTooLarge, await channel.ErrorAsync());
                    }
                    catch (Exception reset) when (reset is SocketException or IOException)
                    {
                        // The server closed with bytes of ours unread: the line is cut before the Error message is through.
                    }
                }
            },
            output);

        await attacked.AssertReportedOnceAsync(StatusCodes.BadTcpMessageTooLarge);
    }

    [Fact]
    public async Task Chunks_OfClientsWithoutASession_AreNotKeptByTheMegabyte()
    {
        await using var attacked = new AttackedServer(options => options with { Limits = new ServerLimits { MaxConnections = 60 } });
        var channels = new List<RawChannel>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 50; i++) channels.Add(await attacked.OpenRawAsync());
        var body = new byte[60_000];
        await Task.WhenAll(channels.Select(async channel =>
        {
            // 15 MB each, within what the server acknowledged.
            for (var i = 0; i < 250 && await channel.TrySendAsync(ChunkKind.Intermediate, 7, body); i++)
            {
            }
        }));

        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        new TestReport(output).Line($"{kept / 1024:N0} KiB are kept for 50 clients");
        Assert.True(kept < 100L * 1024 * 1024, $"{kept:N0} bytes are kept for clients that have not said who they are.");
        await using var other = await RawClient.ConnectAsync(attacked.Server);
        await attacked.AssertServesAsync(other);
        await attacked.AssertReportedOnceAsync(StatusCodes.BadTcpMessageTooLarge);
        channels.ForEach(channel => channel.Dispose());
    }

    [Fact]
    public async Task Chunks_OfTwoMessagesMixed_AreRefused()
    {
        await using var attacked = new AttackedServer();
        using var channel = await attacked.OpenRawAsync();
        await channel.TrySendAsync(ChunkKind.Intermediate, 7, new byte[10]);
        await channel.TrySendAsync(ChunkKind.Intermediate, 8, new byte[10]);

        Assert.Equal(StatusCodes.BadTcpInternalError, await channel.ErrorAsync());
    }

    [Fact]
    public async Task Sessions_ActivatedWithoutEnd_AreRefusedAndOthersRead()
    {
        await using var attacked = new AttackedServer(options => options with { Limits = new ServerLimits { MaxSessions = 10 } });
        await using var attacker = await RawClient.OpenAsync(attacked.Server);
        StatusCode? refused = null;
        await attacked.BesideOthersAsync(
            "session flood",
            async stop =>
            {
                for (var i = 0; i < 50; i++)
                {
                    attacker.Token = NodeId.Null;
                    try
                    {
                        attacker.Token = (await attacker.AskAsync<CreateSessionResponse>(new CreateSessionRequest())).AuthenticationToken;
                        await attacker.ActivateAsync();
                    }
                    catch (OpcUaException fault)
                    {
                        refused = fault.StatusCode;
                    }
                }
            },
            output);

        Assert.Equal(StatusCodes.BadTooManySessions, refused);
        Assert.InRange(attacked.Server.SessionCount, 1, 10);
        await attacked.AssertReportedOnceAsync(StatusCodes.BadTooManySessions);
    }

    [Fact]
    public async Task Subscriptions_CreatedWithoutEnd_AreRefusedAndOthersRead()
    {
        await using var attacked = new AttackedServer();
        await using var attacker = await RawClient.ConnectAsync(attacked.Server);
        await attacked.BesideOthersAsync(
            "subscription flood",
            async stop =>
            {
                for (var i = 0; i < 100; i++)
                {
                    try
                    {
                        await TestServer.SubscribeAsync(attacker, publishingMs: 1, keepAlive: 1);
                    }
                    catch (OpcUaException refused)
                    {
                        Assert.Equal(StatusCodes.BadTooManySubscriptions, refused.StatusCode);
                    }
                }
            },
            output);

        Assert.Equal(new ServerLimits().MaxSubscriptionsPerSession, attacked.Server.SubscriptionCount);
        await attacked.AssertReportedOnceAsync(StatusCodes.BadTooManySubscriptions);
    }

    [Fact]
    public async Task MonitoredItems_CreatedWithoutEnd_AreRefusedAndOthersRead()
    {
        var limits = new ServerLimits { MaxMonitoredItems = 20_000, MaxOperations = 2_000 };
        await using var attacked = new AttackedServer(options => options with { Limits = limits });
        await using var attacker = await RawClient.ConnectAsync(attacked.Server);
        var subscription = await TestServer.SubscribeAsync(attacker);
        await attacked.BesideOthersAsync(
            "monitored-item flood",
            async stop =>
            {
                for (var i = 0; i < 12 && !stop.IsCancellationRequested; i++)
                    await attacker.AskAsync<CreateMonitoredItemsResponse>(Items(attacked.Plant, subscription, 2_000));
            },
            output);
        // Three quarters, and what is kept for its subscription: a 200th of the last quarter.
        const int Most = 15_025;
        while (attacked.Server.MonitoredItemCount < Most)
            await attacker.AskAsync<CreateMonitoredItemsResponse>(Items(attacked.Plant, subscription, 2_000));

        var last = await attacker.AskAsync<CreateMonitoredItemsResponse>(Items(attacked.Plant, subscription, 1));
        Assert.Equal(StatusCodes.BadTooManyMonitoredItems, last.Results[0].StatusCode);
        Assert.Equal(Most, attacked.Server.MonitoredItemCount);
        Assert.Equal(StatusCodes.BadTooManyOperations, await attacker.FaultAsync(Items(attacked.Plant, subscription, 2_001)));
        await attacked.AssertReportedOnceAsync(StatusCodes.BadTooManyMonitoredItems, StatusCodes.BadTooManyOperations);
    }

    [Fact]
    public async Task Publishes_SentWithoutEnd_AreRefusedAndOthersRead()
    {
        await using var attacked = new AttackedServer();
        await using var attacker = await RawClient.ConnectAsync(attacked.Server);
        await TestServer.SubscribeAsync(attacker);
        var refused = 0;
        await attacked.BesideOthersAsync(
            "publish flood",
            async stop =>
            {
                var sent = Enumerable.Range(0, 500).Select(_ => attacker.SendAsync(new PublishRequest())).ToList();
                // All but the fifty that may wait are answered; further rounds push those out.
                foreach (var answer in sent.Take(400))
                {
                    if (await RawClient.AwaitedAsync(answer, "a refusal") is ServiceFault fault && fault.ResponseHeader.ServiceResult == StatusCodes.BadTooManyPublishRequests) refused++;
                }
            },
            output);

        Assert.InRange(refused, 300, int.MaxValue);
    }

    [Fact]
    public async Task Acknowledgements_ByTheHundredThousand_AreRefused()
    {
        await using var attacked = new AttackedServer();
        await using var attacker = await RawClient.ConnectAsync(attacked.Server);
        var subscription = await TestServer.SubscribeAsync(attacker);
        var request = new PublishRequest { SubscriptionAcknowledgements = [.. Enumerable.Repeat(new SubscriptionAcknowledgement { SubscriptionId = subscription, SequenceNumber = 1 }, 100_000)] };

        Assert.Equal(StatusCodes.BadTooManyOperations, await attacker.FaultAsync(request));
        await attacked.AssertServesAsync(attacker);
    }

    [Fact]
    public async Task Passwords_Guessed_AreRefusedAndReportedOnceWithTheirNumberToCome()
    {
        await using var attacked = new AttackedServer();
        await using var attacker = await RawClient.OpenAsync(attacked.Server);
        attacker.Token = (await attacker.AskAsync<CreateSessionResponse>(new CreateSessionRequest())).AuthenticationToken;
        for (var i = 0; i < 10; i++)
        {
            var refused = await Assert.ThrowsAsync<OpcUaException>(() => attacker.ActivateAsync("operator", $"guess {i}"));
            Assert.Equal(StatusCodes.BadUserAccessDenied, refused.StatusCode);
        }

        await attacked.AssertReportedOnceAsync(StatusCodes.BadUserAccessDenied);
        Assert.DoesNotContain("guess", Assert.Single(attacked.Reports).Reason, StringComparison.Ordinal);
    }

    internal static CreateMonitoredItemsRequest Items(TestServer plant, uint subscription, int count) => new()
    {
        SubscriptionId = subscription,
        ItemsToCreate =
        [
            .. Enumerable.Repeat(
                new MonitoredItemCreateRequest
                {
                    ItemToMonitor = new ReadValueId { NodeId = plant.Temperature.Id, AttributeId = AttributeIds.Value },
                    MonitoringMode = MonitoringMode.Reporting,
                    RequestedParameters = new MonitoringParameters { QueueSize = uint.MaxValue },
                },
                count),
        ],
    };
}
