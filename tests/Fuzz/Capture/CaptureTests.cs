using System.Net.Sockets;
using Jinan.IndustryBrain.Fuzz.Targets;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.DataTypes;
using Jinan.IndustryBrain.OpcUa.Tests.Server;
using Jinan.IndustryBrain.OpcUa.Transport;
using SubscriptionSettings = Jinan.IndustryBrain.OpcUa.Client.SubscriptionSettings;

namespace Jinan.IndustryBrain.Fuzz.Capture;

/// <summary>Makes the corpus: everything our client and our server say while they do a bit of everything.</summary>
public sealed class CaptureTests(ITestOutputHelper output)
{
    const int PerType = 6;
    const int MaxBody = 3_000;

    readonly List<RecordingStream> _streams = [];

    [Fact]
    public void Corpus_IsSmallAndHoldsWhatTheTargetsNeed()
    {
        Assert.InRange(CapturedCorpus.All.Sum(message => message.Bytes.Length * 2), 1, 300 * 1024);
        var known = ServiceMessages.KnownEncodingIds.ToHashSet();
        Assert.All(CapturedCorpus.All, message => Assert.Contains(CapturedCorpus.IdOf(message.Bytes), known));
        uint[] needed =
        [
            PublishResponse.BinaryEncodingId, ReadResponse.BinaryEncodingId, CreateSessionRequest.BinaryEncodingId, BrowseResponse.BinaryEncodingId,
            HistoryReadRequest.BinaryEncodingId, HistoryReadResponse.BinaryEncodingId,
        ];
        Assert.All(needed, id => Assert.NotEmpty(CapturedCorpus.Of(id)));
        var kinds = CapturedCorpus.All.Select(message => KindOf(Decoded(message.Bytes))).ToHashSet();
        Assert.Superset(new HashSet<string> { "PublishResponse/events", "ReadResponse/structures", "PublishResponse/structures", "CreateMonitoredItemsRequest/events" }, kinds);
    }

    /// <summary>With FUZZ_CAPTURE=1 the files are written; without, what would be is held against what is there.</summary>
    [Fact]
    public async Task Capture_OfClientAndServer_MakesTheCorpus()
    {
        await using (var plant = new TestServer())
        {
            foreach (var (name, value) in Values())
                plant.Add(name, new VariableSettings(value.Type) { ValueRank = value.IsArray ? 1 : -1, InitialValue = value, Write = _ => StatusCodes.Good });
            var machine = AddPastAndStructures(plant);
            await RunClientAsync(plant, machine);
            await RunRestAsync(plant);
        }

        var messages = new SortedDictionary<string, List<byte[]>>(StringComparer.Ordinal);
        foreach (var stream in _streams)
        {
            foreach (var bytes in new[] { stream.Sent, stream.Received }) Collect(bytes, messages);
        }

        foreach (var (name, bodies) in messages) output.WriteLine($"{name}: {bodies.Count}");
        if (Environment.GetEnvironmentVariable("FUZZ_CAPTURE") == "1")
            CapturedCorpus.Save(messages.SelectMany(pair => pair.Value.Select(body => (pair.Key.Split('/')[0], body))));
        else
            Assert.Superset(CapturedCorpus.All.Select(message => KindOf(Decoded(message.Bytes))).ToHashSet(), messages.Keys.ToHashSet());
    }

    // A variable with a past, and one that holds a structure of structures.
    static StructureValue AddPastAndStructures(TestServer plant)
    {
        var space = plant.Server.AddressSpace;
        var past = plant.Add("past", new VariableSettings(BuiltInType.Double) { HistoryCapacity = 100 });
        for (var i = 0; i < 20; i++) past.SetValue((double)i, TestServer.Start.AddSeconds(i));
        NodeId Id(NodeId type) => new(type.Text!, plant.Namespace);
        void Define(NodeId type, StructureDefinition definition) =>
            space.AddStructureType(Id(type), new QualifiedName(plant.Namespace, type.Text!), definition with
            {
                Fields = [.. definition.Fields.Select(field => field.DataType.NamespaceIndex == 0 ? field : field with { DataType = Id(field.DataType) })],
            });
        space.AddEnumerationType(Id(Types.Mode), new QualifiedName(plant.Namespace, "Mode"), Types.Modes);
        Define(Types.Point, Types.PointDefinition);
        Define(Types.Axis, Types.AxisDefinition);
        Define(Types.Recipe, Types.RecipeDefinition);
        Define(Types.Reading, Types.ReadingDefinition);
        Define(Types.Machine, Types.MachineDefinition);
        StructureValue Of(NodeId type) => new(space.DataTypes.FindStructure(Id(type))!);
        StructureValue Point(double x, float y) => Of(Types.Point).Set("X", x).Set("Y", y);
        var machine = Of(Types.Machine)
            .Set("Mode", 7)
            .Set("Axes", [Of(Types.Axis).Set("Name", "A").Set("At", Point(1, 2)).Set("Limits", new[] { -1.5, 1.5 }), Of(Types.Axis).Set("Name", "温度").Set("Torque", (short)3)])
            .Set("Grid", Variant.FromMatrix(BuiltInType.Int32, new[] { 1, 2, 3, 4, 5, 6 }, 2, 3))
            .Set("Anything", Of(Types.Reading).Set("Where", Point(5, 6)).ToExtensionObject())
            .Set("Home", Point(7, 8));
        plant.Add("machine", new VariableSettings(BuiltInType.ExtensionObject) { DataType = Id(Types.Machine), InitialValue = machine.ToExtensionObject(), Write = _ => StatusCodes.Good });
        plant.Add("recipe", new VariableSettings(BuiltInType.ExtensionObject) { DataType = Id(Types.Recipe), InitialValue = Of(Types.Recipe).Set("Id", 7u).Set("Note", "slow").ToExtensionObject() });
        return machine;
    }

    // The product's client: connect, browse, read, write, call, translate, subscribe, take some notifications and events, read the past
    // in pages, learn the types of structures, close.
    async Task RunClientAsync(TestServer plant, StructureValue machine)
    {
        var options = new ConnectionOptions { EndpointUrl = plant.Server.EndpointUrl, Identity = UserIdentity.WithPassword("operator", "operator-secret") };
        await using var connection = new OpcUaConnection(options, TimeProvider.System, DialAsync);
        connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(20),
            Items =
            [
                .. Values().Select(pair => new MonitoredItemSettings(ExpandedNodeId.Parse($"nsu=urn:test:plant;s={pair.Name}"))),
                new MonitoredItemSettings(ExpandedNodeId.Parse("nsu=urn:test:plant;s=temperature")) { QueueSize = 100 },
                new MonitoredItemSettings(ExpandedNodeId.Parse("nsu=urn:test:plant;s=machine")),
                new MonitoredItemSettings(ExpandedNodeId.Parse("nsu=urn:test:plant;s=nowhere")),
                new MonitoredItemSettings(ExpandedNodeId.Parse("i=2253"))
                {
                    AttributeId = AttributeIds.EventNotifier,
                    EventFilter = EventFilters.Select(EventWhere.Field("Severity", FilterOperator.GreaterThanOrEqual, 500), "EventId", "EventType", "Time", "SourceName", "Message", "Severity"),
                },
            ],
        });
        connection.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 12; i++)
        {
            if (i % 4 == 3) plant.Server.AddressSpace.RaiseEvent(plant.Folder, new RaisedEvent(new string('!', i)) { Severity = 700 });
            plant.Push((10 * i) + 1, (10 * i) + (i % 3 == 0 ? 40 : 3));
            using var batch = await connection.Notifications.ReadAsync(patience.Token);
            batch.Acknowledge();
        }

        var nodes = Values().Select(pair => new NodeId(pair.Name, plant.Namespace)).ToList();
        await connection.ReadAsync([.. nodes.Select(node => new ReadValueId { NodeId = node, AttributeId = AttributeIds.Value })]);
        await connection.ReadAsync([new ReadValueId { NodeId = plant.Temperature.Id, AttributeId = AttributeIds.DisplayName }, new ReadValueId { NodeId = new NodeId("nowhere", 9), AttributeId = AttributeIds.Value }]);
        await connection.WriteAsync([.. Values().Select((pair, i) => new WriteValue { NodeId = nodes[i], AttributeId = AttributeIds.Value, Value = new DataValue(pair.Value) })]);
        await connection.CallAsync([new CallMethodRequest { ObjectId = plant.Folder.Id, MethodId = plant.Temperature.Id, InputArguments = [1.0, "text"] }]);
        await connection.BrowseAsync([new BrowseDescription { NodeId = plant.Folder.Id, ResultMask = 63, IncludeSubtypes = true }], maxReferencesPerRequest: 5);
        await connection.BrowseAsync([new BrowseDescription { NodeId = new NodeId(85), ResultMask = 63, IncludeSubtypes = true }]);
        var typed = new[] { "machine", "recipe" }.Select(name => new NodeId(name, plant.Namespace)).ToList();
        await connection.LoadDataTypesOfAsync(typed);
        await connection.ReadAsync([.. typed.Select(node => new ReadValueId { NodeId = node, AttributeId = AttributeIds.Value })]);
        await connection.WriteAsync([new WriteValue { NodeId = typed[0], AttributeId = AttributeIds.Value, Value = new DataValue(machine.ToExtensionObject()) }]);
        var past = new[] { "past", "temperature" }.Select(name => new NodeId(name, plant.Namespace)).ToList();
        await foreach (var page in connection.HistoryReadRawAsync(past, TestServer.Start, TestServer.Start.AddHours(1), maxValuesPerNode: 7)) output.WriteLine($"{page.Values.Count} values, {page.Status}");
        await connection.TranslateAsync([new BrowsePath
        {
            StartingNode = plant.Folder.Id,
            RelativePath = new RelativePath { Elements = [new RelativePathElement { TargetName = new QualifiedName(plant.Namespace, "temperature") }] },
        }]);
        await connection.DisposeAsync();
    }

    // What the product's client says only when something went wrong, or never.
    async Task RunRestAsync(TestServer plant)
    {
        var options = new ConnectionOptions { EndpointUrl = plant.Server.EndpointUrl };
        var address = OpcUaConnection.Validated(options);
        await using var channel = await ClientChannel.OpenAsync(address, ServerEndpoint.Unsecured, options, DialAsync, TimeProvider.System, CancellationToken.None);
        var token = NodeId.Null;

        async Task<T?> AskAsync<T>(IServiceRequest request)
            where T : class, IServiceResponse, IIdentifiedStructure<T>
        {
            request.RequestHeader = RequestHeaders.Make(TimeProvider.System, TimeSpan.FromSeconds(10), token);
            try
            {
                return await channel.RequestAsync<T>(request, TimeSpan.FromSeconds(10), CancellationToken.None);
            }
            catch (OpcUaException refused)
            {
                // A refusal is a message too.
                output.WriteLine($"{typeof(T).Name}: {refused.StatusCode}");
                return null;
            }
        }

        await AskAsync<FindServersResponse>(new FindServersRequest { EndpointUrl = plant.Server.EndpointUrl });
        await AskAsync<GetEndpointsResponse>(new GetEndpointsRequest { EndpointUrl = plant.Server.EndpointUrl });
        var session = await AskAsync<CreateSessionResponse>(new CreateSessionRequest { EndpointUrl = plant.Server.EndpointUrl, RequestedSessionTimeout = 60_000 });
        token = session!.AuthenticationToken;
        await AskAsync<ActivateSessionResponse>(new ActivateSessionRequest { UserIdentityToken = new AnonymousIdentityToken { PolicyId = "anonymous" }.ToExtensionObject() });
        var subscription = await AskAsync<CreateSubscriptionResponse>(new CreateSubscriptionRequest { RequestedPublishingInterval = 20, RequestedMaxKeepAliveCount = 10, RequestedLifetimeCount = 100, PublishingEnabled = true });
        var id = subscription!.SubscriptionId;
        var items = await AskAsync<CreateMonitoredItemsResponse>(new CreateMonitoredItemsRequest
        {
            SubscriptionId = id,
            ItemsToCreate =
            [
                new MonitoredItemCreateRequest
                {
                    ItemToMonitor = new ReadValueId { NodeId = plant.Temperature.Id, AttributeId = AttributeIds.Value },
                    MonitoringMode = MonitoringMode.Reporting,
                    RequestedParameters = new MonitoringParameters { ClientHandle = 3, QueueSize = 10, Filter = new DataChangeFilter().ToExtensionObject() },
                },
            ],
        });
        var item = items!.Results[0].MonitoredItemId;
        var published = await AskAsync<PublishResponse>(new PublishRequest());
        await AskAsync<RepublishResponse>(new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = 99 });
        await AskAsync<RepublishResponse>(new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = published!.NotificationMessage.SequenceNumber });
        await AskAsync<ModifyMonitoredItemsResponse>(new ModifyMonitoredItemsRequest { SubscriptionId = id, ItemsToModify = [new MonitoredItemModifyRequest { MonitoredItemId = item, RequestedParameters = new MonitoringParameters { QueueSize = 5 } }] });
        await AskAsync<SetMonitoringModeResponse>(new SetMonitoringModeRequest { SubscriptionId = id, MonitoringMode = MonitoringMode.Sampling, MonitoredItemIds = [item] });
        await AskAsync<ModifySubscriptionResponse>(new ModifySubscriptionRequest { SubscriptionId = id, RequestedPublishingInterval = 50, RequestedMaxKeepAliveCount = 10, RequestedLifetimeCount = 100 });
        await AskAsync<SetPublishingModeResponse>(new SetPublishingModeRequest { SubscriptionIds = [id], PublishingEnabled = true });
        await AskAsync<TransferSubscriptionsResponse>(new TransferSubscriptionsRequest { SubscriptionIds = [id, 77] });
        await AskAsync<DeleteMonitoredItemsResponse>(new DeleteMonitoredItemsRequest { SubscriptionId = id, MonitoredItemIds = [item, 55] });
        await AskAsync<DeleteSubscriptionsResponse>(new DeleteSubscriptionsRequest { SubscriptionIds = [id] });
        await AskAsync<CloseSessionResponse>(new CloseSessionRequest { DeleteSubscriptions = true });
        await channel.CloseAsync();
    }

    async ValueTask<Stream> DialAsync(EndpointAddress address, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancel);
        var stream = new RecordingStream(new NetworkStream(socket, ownsSocket: true));
        _streams.Add(stream);
        return stream;
    }

    // Policy None: the body of a message stands in the clear behind 24 bytes of headers, or behind the longer ones of an OPN chunk.
    static void Collect(byte[] stream, SortedDictionary<string, List<byte[]>> messages)
    {
        using var assembler = new MessageAssembler(new TransportLimits());
        foreach (var frame in FrameMutator.Split(stream))
        {
            if (FrameMutator.SequenceAt(frame) is not { } at || !ChunkHeader.TryRead(frame, 1 << 20, out var header)) continue;
            var requestId = BitConverter.ToUInt32(frame, at + 4);
            if (!assembler.TryAdd(header.Kind, requestId, frame.AsMemory(at + 8), out var body) || header.Kind is ChunkKind.Abort) continue;
            var reader = new UaReader(body.Span);
            var message = ServiceMessages.Decode(ref reader);
            var name = KindOf(message);
            if (!messages.TryGetValue(name, out var bodies)) messages.Add(name, bodies = []);
            if (bodies.Count < PerType && body.Length <= MaxBody && bodies.TrueForAll(known => known.Length != body.Length)) bodies.Add(WithoutSecrets(body.ToArray(), message));
        }
    }

    static IServiceMessage Decoded(byte[] body)
    {
        var reader = new UaReader(body);
        return ServiceMessages.Decode(ref reader);
    }

    // Of each kind some are kept: events and structures would be crowded out by what comes before them.
    static string KindOf(IServiceMessage message)
    {
        var name = message.GetType().Name;
        return message switch
        {
            PublishResponse publish when publish.NotificationMessage.NotificationData.Any(data => data.TryDecode<EventNotificationList>(out _)) => $"{name}/events",
            PublishResponse publish when publish.NotificationMessage.NotificationData.Any(data => data.TryDecode<DataChangeNotification>(out var changes) && changes!.MonitoredItems.Any(item => IsStructure(item.Value))) => $"{name}/structures",
            ReadResponse read when read.Results.Any(IsStructure) => $"{name}/structures",
            CreateMonitoredItemsRequest create when create.ItemsToCreate.Any(item => item.RequestedParameters.Filter.TryDecode<EventFilter>(out _)) => $"{name}/events",
            _ => name,
        };
    }

    static bool IsStructure(DataValue value) => value.Value is { Type: BuiltInType.ExtensionObject };

    // A token or nonce that opened a session once opens nothing now, but a scanner of repositories cannot know.
    static byte[] WithoutSecrets(byte[] body, IServiceMessage message)
    {
        var clean = message switch
        {
            IServiceRequest request => WithoutToken(request),
            CreateSessionResponse created => created with { AuthenticationToken = new NodeId(new byte[32], 1), ServerNonce = new byte[32] },
            ActivateSessionResponse activated => activated with { ServerNonce = new byte[32] },
            _ => message,
        };
        return clean == message && message is not IServiceRequest ? body : Running.OpcUaTypes.Encoded(clean, withId: true);
    }

    static IServiceRequest WithoutToken(IServiceRequest request)
    {
        if (!request.RequestHeader.AuthenticationToken.IsNull)
            request.RequestHeader = request.RequestHeader with { AuthenticationToken = new NodeId(new byte[32], 1) };
        return request;
    }

    static IEnumerable<(string Name, Variant Value)> Values()
    {
        yield return ("double", 1.5);
        yield return ("float", 2.5f);
        yield return ("int", -7);
        yield return ("ulong", ulong.MaxValue);
        yield return ("bool", true);
        yield return ("text", "温度");
        yield return ("bytes", new byte[] { 1, 2, 3 });
        yield return ("time", TestServer.Start);
        yield return ("guid", new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        yield return ("local", new LocalizedText("zh", "温度"));
        yield return ("status", StatusCodes.BadTimeout);
        yield return ("doubles", new[] { 1.0, 2.0, 3.0 });
        yield return ("texts", new[] { "a", null, "" });
        yield return ("range", new ExtensionObject(new NodeId(886), ExtensionObjectEncoding.Binary, new byte[16]));
    }
}
