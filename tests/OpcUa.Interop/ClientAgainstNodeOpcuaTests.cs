using System.Globalization;
using System.Text.Json;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>This repository's client against node-opcua's server, which nobody here wrote.</summary>
public sealed class ClientAgainstNodeOpcuaTests
{
    private const int Variables = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Discovery_OfTheServer_NamesItAndItsEndpoint()
    {
        NodeProcess.Require();
        await using var server = await NodeServer.StartAsync(variables: 1);
        var options = new ConnectionOptions { EndpointUrl = server.Endpoint };

        var endpoints = await Discovery.GetEndpointsAsync(options);
        var servers = await Discovery.FindServersAsync(options);

        Assert.Contains(endpoints, endpoint => endpoint.SecurityMode is MessageSecurityMode.None);
        Assert.Contains(servers, found => found.ApplicationUri == "urn:interop:server");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Browse_OfTheVariables_FindsEachOnce(uint referencesPerResponse)
    {
        NodeProcess.Require();
        await using var server = await NodeServer.StartAsync(Variables);
        await using var connection = await ConnectAsync(server);
        var folder = connection.Resolve(ExpandedNodeId.Parse($"nsu={NodeServer.NamespaceUri};s=Variables"));

        var results = await connection.BrowseAsync(
        [
            new BrowseDescription
            {
                NodeId = folder,
                ReferenceTypeId = ReferenceTypeIds.HierarchicalReferences,
                IncludeSubtypes = true,
                ResultMask = (uint)BrowseResultMask.All,
            },
        ],
        referencesPerResponse);

        var names = results[0].References.Select(reference => reference.BrowseName.Name!).ToList();
        Assert.Equal(Enumerable.Range(0, Variables).Select(NameOf), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Translate_OfPaths_GivesNodeIdsAndRefusesTheUnknownOne()
    {
        NodeProcess.Require();
        await using var server = await NodeServer.StartAsync(variables: 10);
        await using var connection = await ConnectAsync(server);
        var index = (ushort)connection.NamespaceUris.ToList().IndexOf(NodeServer.NamespaceUri);

        var results = await connection.TranslateAsync([PathTo(index, "Variables", "v0003"), PathTo(index, "Variables", "nowhere")]);

        Assert.Equal(new NodeId("v0003", index), results[0].Targets[0].TargetId.Inner);
        Assert.Equal(StatusCodes.BadNoMatch, results[1].StatusCode);
    }

    [Fact]
    public async Task ReadAndWrite_WithABadNodeAmongGoodOnes_FailForThatOneAlone()
    {
        NodeProcess.Require();
        await using var server = await NodeServer.StartAsync(Variables);
        await using var connection = await ConnectAsync(server);
        var index = (ushort)connection.NamespaceUris.ToList().IndexOf(NodeServer.NamespaceUri);
        var setpoint = new NodeId("Setpoint", index);

        var written = await connection.WriteAsync(
        [
            new WriteValue { NodeId = setpoint, AttributeId = AttributeIds.Value, Value = new DataValue(42.5) },
            new WriteValue { NodeId = new NodeId("nowhere", index), AttributeId = AttributeIds.Value, Value = new DataValue(1.0) },
            new WriteValue { NodeId = new NodeId("v0000", index), AttributeId = AttributeIds.Value, Value = new DataValue(true) },
        ]);
        Assert.Equal([StatusCodes.Good, StatusCodes.BadNodeIdUnknown, StatusCodes.BadNotWritable], written);

        var read = await connection.ReadAsync(
        [
            .. Enumerable.Range(0, Variables).Select(i => Value(new NodeId(NameOf(i), index))), Value(new NodeId("nowhere", index)), Value(setpoint),
        ]);
        Assert.Equal(Variables + 2, read.Length);
        Assert.All(read[..Variables], value => Assert.NotEqual(DateTime.MinValue, value.SourceTimestamp));
        Assert.Equal(StatusCodes.BadNodeIdUnknown, read[Variables].StatusCode);
        Assert.Equal((Variant)42.5, read[Variables + 1].Value);
    }

    [Fact]
    public async Task Session_OfAUser_WhereOnlyEncryptedPasswordsAreTaken_IsRefusedBeforeThePasswordIsSent()
    {
        // node-opcua takes no password in the clear, not even over a channel without encryption.
        NodeProcess.Require();
        await using var server = await NodeServer.StartAsync(variables: 1);
        await using var connection = new OpcUaConnection(Options(server, UserIdentity.WithPassword("engineer", "secret")));
        connection.Start();

        using var limit = new CancellationTokenSource(Patience);
        await foreach (var happened in connection.Events.ReadAllAsync(limit.Token))
        {
            if (happened is not ConnectionLost lost)
                continue;
            Assert.Equal(StatusCodes.BadIdentityTokenRejected, lost.Status);
            Assert.Contains("does not take the user (engineer) on the endpoint that is used", lost.Reason, StringComparison.Ordinal);
            break;
        }
    }

    [Fact]
    public async Task Subscription_ToAThousandChangingVariables_DeliversEveryValueOnce()
    {
        NodeProcess.Require();
        await using var server = await NodeServer.StartAsync(Variables, periodMs: 500);
        await using var connection = new OpcUaConnection(Options(server));
        connection.AddSubscription(Subscription());
        connection.Start();
        var received = new Received();

        // Long enough for each variable to change several times after all of them are monitored.
        await received.ReadUntilAsync(connection, () => received.EachHas(4));
        await server.StopChangesAsync();
        var journal = await server.ReadJournalAsync();
        var last = journal.GroupBy(entry => entry.Node).ToDictionary(group => group.Key, group => group.Last().Time);
        await received.ReadUntilAsync(connection, () => received.HasReached(last));

        received.AssertIsTheJournal(journal);
        var counters = connection.Status.Counters;
        Assert.Equal((0, 0, 0), (counters.Overflows, counters.Gaps, counters.Duplicates));
        Assert.Equal(Variables, connection.Status.Subscriptions[0].Items);
    }

    [Fact]
    public async Task Server_KilledAndStartedAgain_IsReconnectedAndTheGapReported()
    {
        NodeProcess.Require();
        var first = await NodeServer.StartAsync(variables: 20, periodMs: 200);
        var port = new Uri(first.Endpoint).Port;
        await using var connection = new OpcUaConnection(Options(first));
        connection.AddSubscription(Subscription(20));
        connection.Start();
        var received = new Received(20);
        await received.ReadUntilAsync(connection, () => received.EachHas(2));

        await first.DisposeAsync();
        await using var second = await NodeServer.StartAsync(variables: 20, periodMs: 200, seed: 2, port: port);
        var again = new Received(20);
        await again.ReadUntilAsync(connection, () => again.EachHas(2) && again.Gap is not GapReason.None);

        Assert.Equal(ConnectionState.Running, connection.Status.State);
        Assert.Equal(20, connection.Status.Subscriptions[0].Items);
    }

    private static ConnectionOptions Options(NodeServer server, UserIdentity? identity = null) => new()
    {
        EndpointUrl = server.Endpoint,
        Identity = identity ?? UserIdentity.Anonymous,
        LongestBackOff = TimeSpan.FromSeconds(2),
    };

    private static async Task<OpcUaConnection> ConnectAsync(NodeServer server)
    {
        var connection = new OpcUaConnection(Options(server));
        connection.Start();
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var happened in connection.Events.ReadAllAsync(limit.Token))
        {
            if (happened is Connected)
                return connection;
        }

        throw new TimeoutException($"No connection: {connection.Status}");
    }

    private static SubscriptionSettings Subscription(int variables = Variables) => new()
    {
        PublishingInterval = TimeSpan.FromMilliseconds(250),
        Items =
        [
            .. Enumerable.Range(0, variables).Select(i => new MonitoredItemSettings(ExpandedNodeId.Parse($"nsu={NodeServer.NamespaceUri};s={NameOf(i)}"))
            {
                SamplingInterval = TimeSpan.Zero, QueueSize = 100,
            }),
        ],
    };

    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"v{index:D4}");

    private static ReadValueId Value(NodeId node) => new() { NodeId = node, AttributeId = AttributeIds.Value };

    private static BrowsePath PathTo(ushort index, params string[] names) => new()
    {
        StartingNode = ObjectIds.ObjectsFolder,
        RelativePath = new RelativePath
        {
            Elements =
            [
                .. names.Select(name => new RelativePathElement
                {
                    ReferenceTypeId = ReferenceTypeIds.HierarchicalReferences, IncludeSubtypes = true, TargetName = new QualifiedName(index, name),
                }),
            ],
        },
    };

    /// <summary>What came, by variable: source time in Unix milliseconds to status and value.</summary>
    private sealed class Received(int variables = Variables)
    {
        private readonly SortedList<long, (uint Status, ColumnKind Kind, Variant Value)>[] _values =
            [.. Enumerable.Range(0, variables).Select(_ => new SortedList<long, (uint, ColumnKind, Variant)>())];

        public GapReason Gap { get; private set; }

        public bool EachHas(int count) => Array.TrueForAll(_values, values => values.Count >= count);

        public bool HasReached(IReadOnlyDictionary<string, long> last)
        {
            for (var i = 0; i < variables; i++)
            {
                if (_values[i].Count == 0 || _values[i].GetKeyAtIndex(_values[i].Count - 1) < last[NameOf(i)])
                    return false;
            }

            return true;
        }

        public async Task ReadUntilAsync(OpcUaConnection connection, Func<bool> done)
        {
            using var limit = new CancellationTokenSource(Patience);
            try
            {
                while (!done())
                {
                    using var batch = await connection.Notifications.ReadAsync(limit.Token);
                    if (batch.Gap is not GapReason.None)
                        Gap = batch.Gap;
                    for (var row = 0; row < batch.Count; row++)
                        Add(batch.Values, row);
                    batch.Acknowledge();
                }
            }
            catch (OperationCanceledException)
            {
                var events = new List<ConnectionEvent>();
                while (connection.Events.TryRead(out var happened))
                    events.Add(happened);
                throw new TimeoutException(
                    $"Not all values came: {_values.Sum(values => values.Count)}. {connection.Status} {string.Join('\n', events.TakeLast(20))}");
            }
        }

        public void AssertIsTheJournal(IReadOnlyList<JournalEntry> journal)
        {
            var missing = new List<string>();
            var emitted = 0;
            foreach (var entry in journal)
            {
                var values = _values[int.Parse(entry.Node.AsSpan(1), CultureInfo.InvariantCulture)];
                // What was emitted before the item was created is not ours.
                if (entry.Time < values.GetKeyAtIndex(0))
                    continue;
                emitted++;
                if (!values.TryGetValue(entry.Time, out var value) || value.Status != entry.Status || !IsSame(entry, value))
                    missing.Add($"{entry} was {value}");
            }

            Assert.Empty(missing.Take(10));
            Assert.Equal(emitted, _values.Sum(values => values.Count));
        }

        private static bool IsSame(JournalEntry entry, (uint Status, ColumnKind Kind, Variant Value) received) => entry.Type switch
        {
            "Boolean" => received.Value == (Variant)(entry.Value.GetBoolean() ? 1L : 0L),
            "Int64" => received.Value == (Variant)long.Parse(entry.Value.GetString()!, CultureInfo.InvariantCulture),
            "Double" or "Float" => received.Value == (Variant)entry.Value.GetDouble(),
            "String" => received.Value == (Variant)entry.Value.GetString(),
            "DateTime" => received.Value == (Variant)entry.Value.GetDateTime(),
            _ => received.Value == (Variant)entry.Value.GetInt64(),
        };

        private void Add(ValueColumns values, int row)
        {
            var time = values.SourceTime[row] / 1_000_000;
            var status = new StatusCode(values.Status[row]);
            Assert.False(status.HasOverflow);
            Assert.True(
                _values[values.Handle[row]].TryAdd(time, (values.Status[row], values.Kind[row], values.Value(row))),
                $"{NameOf(values.Handle[row])} at {time} came twice.");
        }
    }
}
