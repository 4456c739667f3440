using System.Buffers.Binary;
using System.Net.Sockets;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

/// <summary>Clients that attack; each time somebody else must still be served.</summary>
public sealed class RobustnessTests
{
    /// <summary>Type id 4, token 39, timestamp 8, handle, diagnostics, audit id and time-out 4 each, additional header 3.</summary>
    private const int HeaderLength = 70;

    [Fact]
    public async Task HalfOpenConnections_AThousand_OthersAreStillServed()
    {
        await using var plant = new TestServer(options => options with { Limits = new ServerLimits { MaxConnections = 50 } });
        await using var served = await RawClient.ConnectAsync(plant.Server);
        var halfOpen = new List<Socket>();
        try
        {
            for (var i = 0; i < 1_000; i++)
            {
                halfOpen.Add(await DialAsync(plant));
                if (i % 100 == 50)
                {
                    await AssertServedAsync(plant, served);
                    await using var another = await RawClient.ConnectAsync(plant.Server);
                    await AssertServedAsync(plant, another);
                }
            }

            await TestServer.UntilAsync(() => plant.Server.ConnectionCount <= 50, "connections are kept to their limit");
            await AssertServedAsync(plant, served);
        }
        finally
        {
            halfOpen.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task HalfOpenConnections_SilentForTooLong_AreClosed()
    {
        await using var plant = new TestServer(options => options with { Limits = new ServerLimits { HandshakeTimeout = TimeSpan.FromMilliseconds(200) } });
        using var silent = await DialAsync(plant);
        using var greeted = await DialAsync(plant);
        await greeted.SendAsync(Hello(plant));

        await TestServer.UntilAsync(() => plant.Server.ConnectionCount == 0, "half-open connections are closed");
    }

    [Fact]
    public async Task Chunk_LengthBeyondLimit_IsRefusedBeforeItIsRead()
    {
        await using var plant = new TestServer();
        await using var served = await RawClient.ConnectAsync(plant.Server);
        foreach (var length in new uint[] { uint.MaxValue, int.MaxValue, 70_000, 7 })
        {
            using var attacker = await DialAsync(plant);
            var chunk = "HELF\0\0\0\0"u8.ToArray();
            BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(4), length);
            await attacker.SendAsync(chunk);

            Assert.Equal(StatusCodes.BadTcpMessageTooLarge, await ReadErrorAsync(attacker));
        }

        await AssertServedAsync(plant, served);
    }

    [Fact]
    public async Task Array_LengthBeyondTheMessage_FailsTheRequestAlone()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new UaWriter(bytes);
        writer.WriteNodeId(new NodeId(ReadRequest.BinaryEncodingId));
        new RequestHeader { AuthenticationToken = client.Token }.Encode(ref writer);
        writer.WriteDouble(0);
        writer.WriteInt32(0);
        writer.WriteInt32(1_000_000);
        writer.Flush();
        var before = GC.GetTotalAllocatedBytes();

        var status = await RawClient.FaultAsync(client.SendBytesAsync(bytes.WrittenMemory.ToArray()));

        Assert.Equal(StatusCodes.BadDecodingError, status);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 4_000_000, "Memory was taken for a length that nothing backs.");
        await AssertServedAsync(plant, client);
    }

    [Fact]
    public async Task Garbage_OnManyConnections_HarmsNobodyElse()
    {
        await using var plant = new TestServer();
        await using var served = await RawClient.ConnectAsync(plant.Server);
        var random = new Random(20261123);
        for (var i = 0; i < 200; i++)
        {
            using var attacker = await DialAsync(plant);
            if (i % 2 == 0)
                await attacker.SendAsync(Hello(plant));
            var bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            // Half of them begin as a chunk does.
            if (i % 4 < 2 && bytes.Length > 8)
            {
                "MSGF"u8.CopyTo(bytes);
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length);
            }

            await attacker.SendAsync(bytes);
        }

        await AssertServedAsync(plant, served);
        Assert.Empty(plant.Unexpected);
        await TestServer.UntilAsync(() => plant.Server.ConnectionCount == 1, "the attackers' connections are closed");
    }

    [Fact]
    public async Task Messages_WithBitsTurned_GetAnswersOrFaultsAndNothingBreaks()
    {
        await using var plant = new TestServer();
        await using var served = await RawClient.ConnectAsync(plant.Server);
        var random = new Random(7);
        foreach (var original in Requests(plant))
        {
            await using var client = await RawClient.ConnectAsync(plant.Server);
            var id = await TestServer.SubscribeAsync(client, publishingMs: 1_000);
            await TestServer.MonitorAsync(client, id, plant.Temperature.Id);
            for (var round = 0; round < 60; round++)
            {
                var body = Encode(original, client.Token);
                // Behind the header: one that cannot be read ends the connection, since nobody knows what to answer to.
                for (var flips = 0; flips < 3; flips++)
                    body[random.Next(HeaderLength, body.Length)] ^= (byte)(1 << random.Next(8));
                await RawClient.AwaitedAsync(client.SendBytesAsync(body), $"an answer to a broken {original.GetType().Name}");
            }
        }

        await AssertServedAsync(plant, served);
        Assert.Empty(plant.Unexpected);
    }

    [Fact]
    public async Task Request_ForTheSameLargeAnswerManyTimes_IsRefused()
    {
        await using var plant = new TestServer();
        await using var client = await RawClient.ConnectAsync(plant.Server);
        var text = plant.Add("text", new VariableSettings(BuiltInType.String) { InitialValue = new string('x', 100_000) });
        for (var i = 0; i < 100; i++)
            plant.Add($"v{i}", new VariableSettings(BuiltInType.Double));
        var read = new ReadValueId { NodeId = text.Id, AttributeId = AttributeIds.Value };
        var browse = new BrowseDescription { NodeId = plant.Folder.Id, IncludeSubtypes = true, ResultMask = 63 };

        Assert.Equal(StatusCodes.BadResponseTooLarge, await client.FaultAsync(new ReadRequest { NodesToRead = [.. Enumerable.Repeat(read, 10_000)] }));
        Assert.Equal(StatusCodes.BadResponseTooLarge, await client.FaultAsync(new BrowseRequest { NodesToBrowse = [.. Enumerable.Repeat(browse, 10_000)] }));

        await AssertServedAsync(plant, client);
    }

    [Fact]
    public async Task ClientThatStopsReading_IsNoLongerHeardAndOthersAreServed()
    {
        await using var plant = new TestServer();
        await using var served = await RawClient.ConnectAsync(plant.Server);
        var text = plant.Add("text", new VariableSettings(BuiltInType.String) { InitialValue = new string('x', 100_000) });
        await using var attacker = await RawClient.ConnectAsync(plant.Server);
        await attacker.StopReadingAsync();
        var request = new ReadRequest { NodesToRead = [.. Enumerable.Repeat(new ReadValueId { NodeId = text.Id, AttributeId = AttributeIds.Value }, 10)] };
        var before = GC.GetTotalMemory(forceFullCollection: false);

        // 1,000 answers of a megabyte each, if the server went on.
        for (var i = 0; i < 1_000; i++)
            _ = attacker.SendAsync(request);

        for (var i = 0; i < 20; i++)
        {
            await AssertServedAsync(plant, served);
            await Task.Delay(20);
        }

        Assert.True(GC.GetTotalMemory(forceFullCollection: false) - before < 300_000_000, "Answers that nobody reads pile up.");
        attacker.Cut();
    }

    [Fact]
    public async Task Flood_OfSessionsSubscriptionsAndItems_IsRefusedWithTheStatusMeantForIt()
    {
        var limits = new ServerLimits { MaxSessions = 3, MaxSubscriptionsPerSession = 2, MaxSubscriptions = 3, MaxMonitoredItems = 5 };
        await using var plant = new TestServer(options => options with { Limits = limits });
        await using var served = await RawClient.ConnectAsync(plant.Server);
        var kept = await TestServer.SubscribeAsync(served);
        await TestServer.MonitorAsync(served, kept, plant.Temperature.Id);

        await using var attacker = await RawClient.ConnectAsync(plant.Server);
        var mine = await TestServer.SubscribeAsync(attacker);
        await TestServer.SubscribeAsync(attacker);
        Assert.Equal(StatusCodes.BadTooManySubscriptions, await attacker.FaultAsync(new CreateSubscriptionRequest { RequestedPublishingInterval = 50 }));
        var items = new List<StatusCode>();
        for (var i = 0; i < 6; i++)
            items.Add((await TestServer.MonitorAsync(attacker, mine, plant.Temperature.Id)).StatusCode);
        Assert.Equal([StatusCodes.Good, StatusCodes.Good, StatusCodes.Good, StatusCodes.Good, StatusCodes.BadTooManyMonitoredItems, StatusCodes.BadTooManyMonitoredItems], items);

        // The subscriptions of the server are used up, and so is the third session, once it is activated.
        await using var third = await RawClient.ConnectAsync(plant.Server);
        Assert.Equal(StatusCodes.BadTooManySubscriptions, await third.FaultAsync(new CreateSubscriptionRequest { RequestedPublishingInterval = 50 }));
        await using var fourth = await RawClient.OpenAsync(plant.Server);
        Assert.Equal(StatusCodes.BadTooManySessions, await fourth.FaultAsync(new CreateSessionRequest()));

        plant.Push(1, 3);
        Assert.Equal([0.0, 1.0, 2.0, 3.0], TestServer.Numbers((await served.PublishAsync()).NotificationMessage));
    }

    [Fact]
    public async Task Flood_OfSessionsNeverActivated_DoesNotKeepOthersOut()
    {
        await using var plant = new TestServer(options => options with { Limits = new ServerLimits { MaxSessions = 5 } });
        await using var served = await RawClient.ConnectAsync(plant.Server);
        await using var attacker = await RawClient.OpenAsync(plant.Server);
        for (var i = 0; i < 100; i++)
            await attacker.AskAsync<CreateSessionResponse>(new CreateSessionRequest());

        await using var another = await RawClient.ConnectAsync(plant.Server);

        await AssertServedAsync(plant, another);
        await AssertServedAsync(plant, served);
        Assert.True(plant.Server.SessionCount <= 5);
    }

    private static IEnumerable<IServiceRequest> Requests(TestServer plant)
    {
        var node = plant.Temperature.Id;
        yield return new ReadRequest { NodesToRead = [new ReadValueId { NodeId = node, AttributeId = AttributeIds.Value, IndexRange = "1:2" }] };
        yield return new WriteRequest { NodesToWrite = [new WriteValue { NodeId = node, AttributeId = AttributeIds.Value, Value = new DataValue(1.0) }] };
        yield return new BrowseRequest { NodesToBrowse = [new BrowseDescription { NodeId = plant.Folder.Id, ReferenceTypeId = ReferenceTypeIds.Organizes, ResultMask = 63 }] };
        yield return new CallRequest { MethodsToCall = [new CallMethodRequest { ObjectId = plant.Folder.Id, MethodId = node, InputArguments = [1.0, "text"] }] };
        yield return new CreateMonitoredItemsRequest
        {
            SubscriptionId = 1,
            ItemsToCreate = [new MonitoredItemCreateRequest { ItemToMonitor = new ReadValueId { NodeId = node, AttributeId = AttributeIds.Value } }],
        };
        yield return new TranslateBrowsePathsToNodeIdsRequest
        {
            BrowsePaths =
            [
                new BrowsePath
                {
                    StartingNode = plant.Folder.Id,
                    RelativePath = new RelativePath { Elements = [new RelativePathElement { TargetName = new QualifiedName(2, "temperature") }] },
                },
            ],
        };
    }

    private static byte[] Encode(IServiceRequest request, NodeId token)
    {
        request.RequestHeader = new RequestHeader { AuthenticationToken = token };
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new UaWriter(bytes);
        ServiceMessages.Encode(request, ref writer);
        writer.Flush();
        return bytes.WrittenMemory.ToArray();
    }

    private static async Task AssertServedAsync(TestServer plant, RawClient client)
    {
        var read = new ReadRequest { NodesToRead = [new ReadValueId { NodeId = plant.Temperature.Id, AttributeId = AttributeIds.Value }] };
        Assert.Equal(StatusCodes.Good, (await client.AskAsync<ReadResponse>(read)).Results[0].StatusCode);
    }

    private static async Task<Socket> DialAsync(TestServer plant)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(plant.Server.EndPoint);
        return socket;
    }

    private static byte[] Hello(TestServer plant)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        HelloMessage.From(new TransportLimits(), plant.Server.EndpointUrl).Write(bytes);
        return bytes.WrittenMemory.ToArray();
    }

    private static async Task<StatusCode> ReadErrorAsync(Socket socket)
    {
        var bytes = new byte[4_096];
        var length = 0;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (int received; (received = await socket.ReceiveAsync(bytes.AsMemory(length), timeout.Token)) > 0;)
            length += received;
        Assert.True(ChunkHeader.TryRead(bytes.AsSpan(0, length), bytes.Length, out var header));
        Assert.Equal(MessageType.Error, header.Type);
        return new StatusCode(ErrorMessage.Parse(bytes.AsSpan(ChunkHeader.Length, length - ChunkHeader.Length)).StatusCode);
    }
}
