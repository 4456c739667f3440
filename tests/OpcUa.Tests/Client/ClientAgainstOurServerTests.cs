using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using SubscriptionSettings = Jinan.IndustryBrain.OpcUa.Client.SubscriptionSettings;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>The two halves of this stack against each other, over real sockets.</summary>
public sealed class ClientAgainstOurServerTests
{
    const string Plant = "urn:plant";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static (OpcUaServer Server, VariableNode Counter, VariableNode Text) Start(int port = 0, params string[] earlierNamespaces)
    {
        var server = new OpcUaServer(new OpcUaServerOptions
        {
            ApplicationUri = "urn:test:server", Port = port, ValidateUser = (name, password) => (name, password) == ("engineer", "secret"),
        });
        foreach (var uri in earlierNamespaces) server.AddressSpace.RegisterNamespace(uri);
        var index = server.AddressSpace.RegisterNamespace(Plant);
        var machine = server.AddressSpace.AddObject(server.AddressSpace.Objects, new NodeId("m", index), new QualifiedName(index, "m"));
        var counter = server.AddressSpace.AddVariable(
            machine, new NodeId("counter", index), new QualifiedName(index, "counter"),
            new VariableSettings(BuiltInType.Int64) { InitialValue = 0L });
        var text = server.AddressSpace.AddVariable(
            machine, new NodeId("text", index), new QualifiedName(index, "text"), new VariableSettings(BuiltInType.String) { InitialValue = "温度" });
        server.AddressSpace.AddMethod(
            machine, new NodeId("double", index), new QualifiedName(index, "double"),
            [new MethodArgument("x", BuiltInType.Double, "")], [new MethodArgument("y", BuiltInType.Double, "")],
            inputs => inputs[0].TryGetDouble(out var x) ? new MethodOutcome(StatusCodes.Good, x * 2) : new MethodOutcome(StatusCodes.BadInvalidArgument));
        server.Start();
        return (server, counter, text);
    }

    static ConnectionOptions Options(string url) => new()
    {
        EndpointUrl = url,
        FirstBackOff = TimeSpan.FromMilliseconds(10),
        LongestBackOff = TimeSpan.FromMilliseconds(200),
        KeepAliveInterval = TimeSpan.FromSeconds(1),
    };

    static SubscriptionSettings Settings() => new()
    {
        PublishingInterval = TimeSpan.FromMilliseconds(50),
        Items =
        [
            new(ExpandedNodeId.Parse($"nsu={Plant};s=counter")) { SamplingInterval = TimeSpan.Zero, QueueSize = 10_000 },
            new(ExpandedNodeId.Parse($"nsu={Plant};s=text")) { SamplingInterval = TimeSpan.Zero },
        ],
    };

    /// <summary>Reads the counter's values until one is there.</summary>
    static async Task<List<long>> ReadUntilAsync(OpcUaConnection connection, long last, List<GapReason>? gaps = null)
    {
        var values = new List<long>();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (values.Count == 0 || values[^1] < last)
            {
                using var batch = await connection.Notifications.ReadAsync(limit.Token);
                if (batch.Gap is not GapReason.None) gaps?.Add(batch.Gap);
                for (var row = 0; row < batch.Count; row++)
                {
                    if (batch.Values.Handle[row] == 0) values.Add(batch.Values.Int64(row));
                }

                batch.Acknowledge();
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{last} did not come; the last was {values.LastOrDefault()}. {connection.Status}");
        }

        return values;
    }

    static async Task WaitAsync(OpcUaConnection connection, Func<ConnectionEvent, bool> awaited)
    {
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var happened in connection.Events.ReadAllAsync(limit.Token))
        {
            if (awaited(happened)) return;
        }
    }

    [Fact]
    public async Task Line_CutAgainAndAgain_LosesAndRepeatsNothing()
    {
        var (server, counter, _) = Start();
        await using var ownedServer = server;
        await using var relay = new CuttableRelay(server.EndPoint.Port);
        await using var connection = new OpcUaConnection(Options(relay.Url));
        connection.AddSubscription(Settings());
        connection.Start();
        await ReadUntilAsync(connection, 0);

        var emitting = Task.Run(async () =>
        {
            for (var value = 1L; value <= 4_000; value++)
            {
                counter.SetValue(value, DateTime.UtcNow);
                if (value % 5 == 0) await Task.Delay(1);
                if (value % 400 == 0) relay.Cut();
            }
        });
        var gaps = new List<GapReason>();
        var values = await ReadUntilAsync(connection, 4_000, gaps);
        await emitting;

        Assert.Equal(Enumerable.Range(1, 4_000).Select(i => (long)i), values);
        Assert.Empty(gaps);
        Assert.True(relay.Accepted > 1, "The line was never cut.");
        Assert.Equal((1, 1), (server.SessionCount, server.SubscriptionCount));
    }

    [Fact]
    public async Task Server_RestartedWithOtherNamespaceIndexes_GoesOnAndTheGapIsReported()
    {
        var (first, counter, _) = Start();
        var port = first.EndPoint.Port;
        await using var connection = new OpcUaConnection(Options(first.EndpointUrl));
        var subscription = connection.AddSubscription(Settings());
        connection.Start();
        counter.SetValue(1L, DateTime.UtcNow);
        await ReadUntilAsync(connection, 1);
        await first.DisposeAsync();

        var (second, anew, _) = Start(port, "urn:newcomer", "urn:another");
        await using var ownedServer = second;
        anew.SetValue(2L, DateTime.UtcNow);
        var gaps = new List<GapReason>();
        await ReadUntilAsync(connection, 2, gaps);

        Assert.Single(gaps);
        Assert.True(subscription.StatusOf(0).IsGood && subscription.StatusOf(1).IsGood);
        Assert.Equal(4, connection.Resolve(ExpandedNodeId.Parse($"nsu={Plant};s=counter")).NamespaceIndex);
    }

    [Fact]
    public async Task Process_RestartedWithinTheLifetime_GoesOnBehindWhatWasDurable()
    {
        var (server, counter, _) = Start();
        await using var ownedServer = server;
        uint id, durable;
        await using (var before = new OpcUaConnection(Options(server.EndpointUrl) with { KeepSubscriptionsOnClose = true }))
        {
            var subscription = before.AddSubscription(Settings());
            before.Start();
            await ReadUntilAsync(before, 0);
            (id, durable) = (subscription.Id, before.Status.Subscriptions[0].LastSequenceNumber);
            // Received by this process, but never made durable: another one has to get it.
            counter.SetValue(1L, DateTime.UtcNow);
            using var limit = new CancellationTokenSource(Patience);
            while (true)
            {
                using var batch = await before.Notifications.ReadAsync(limit.Token);
                if (batch.Count > 0) break;
            }
        }

        Assert.Equal(1, server.SubscriptionCount);
        counter.SetValue(2L, DateTime.UtcNow);
        await using var after = new OpcUaConnection(Options(server.EndpointUrl));
        after.ResumeSubscription(Settings(), id, durable);
        after.Start();
        counter.SetValue(3L, DateTime.UtcNow);

        Assert.Equal([1, 2, 3], await ReadUntilAsync(after, 3));
        Assert.Equal(1, server.SubscriptionCount);
    }

    [Fact]
    public async Task User_WithTheRightPassword_IsLetIn_AndWithTheWrongOneIsNot()
    {
        var (server, _, _) = Start();
        await using var ownedServer = server;

        await using var right = new OpcUaConnection(Options(server.EndpointUrl) with { Identity = UserIdentity.WithPassword("engineer", "secret") });
        right.Start();
        await WaitAsync(right, happened => happened is Connected);

        await using var wrong = new OpcUaConnection(Options(server.EndpointUrl) with { Identity = UserIdentity.WithPassword("engineer", "guess") });
        wrong.Start();
        await WaitAsync(wrong, happened => happened is ConnectionLost lost
            && (lost.Status == StatusCodes.BadUserAccessDenied || lost.Status == StatusCodes.BadIdentityTokenRejected));
        // Refused sessions are not left behind at the server, however often it is tried.
        await WaitAsync(wrong, happened => happened is ConnectionLost { Attempts: >= 3 });
        Assert.InRange(server.SessionCount, 1, 2);
    }

    [Fact]
    public async Task Services_BrowseTranslateReadWriteCall_WorkAgainstTheServer()
    {
        var (server, _, _) = Start();
        await using var ownedServer = server;
        await using var connection = new OpcUaConnection(Options(server.EndpointUrl));
        connection.Start();
        await WaitAsync(connection, happened => happened is Connected);
        var machine = connection.Resolve(ExpandedNodeId.Parse($"nsu={Plant};s=m"));
        var index = machine.NamespaceIndex;

        var browsed = await connection.BrowseAsync(
            [new BrowseDescription { NodeId = machine, ReferenceTypeId = ReferenceTypeIds.HierarchicalReferences, IncludeSubtypes = true, ResultMask = (uint)BrowseResultMask.All }],
            maxReferencesPerRequest: 1);
        Assert.Equal(["counter", "double", "text"], browsed[0].References.Select(reference => reference.BrowseName.Name).Order());

        var read = await connection.ReadAsync(
            [new ReadValueId { NodeId = new NodeId("text", index), AttributeId = AttributeIds.Value }, new ReadValueId { NodeId = new NodeId("x", index), AttributeId = AttributeIds.Value }]);
        Assert.Equal("温度", read[0].Value.AsString());
        Assert.Equal(StatusCodes.BadNodeIdUnknown, read[1].StatusCode);

        var written = await connection.WriteAsync([new WriteValue { NodeId = new NodeId("text", index), AttributeId = AttributeIds.Value, Value = new DataValue("x") }]);
        Assert.Equal([StatusCodes.BadNotWritable], written);

        var called = await connection.CallAsync([new CallMethodRequest { ObjectId = machine, MethodId = new NodeId("double", index), InputArguments = [21.0] }]);
        Assert.Equal((Variant)42.0, called[0].OutputArguments[0]);

        var endpoints = await Discovery.GetEndpointsAsync(Options(server.EndpointUrl));
        Assert.Contains(endpoints, endpoint => endpoint.SecurityMode is MessageSecurityMode.None);
    }
}
