using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>Events, raised at our server and read by our client.</summary>
public sealed class EventClientTests
{
    const int Message = 6; // in EventFilters.StandardFields

    static MonitoredItemSettings EventsOf(string node) => new(ExpandedNodeId.Parse(node)) { AttributeId = AttributeIds.EventNotifier, QueueSize = 1_000 };

    static async Task<DataPlant> StartAsync(params MonitoredItemSettings[] items)
    {
        var plant = await DataPlant.StartAsync(one =>
        {
            one.Press.IsEventNotifier = true;
            one.Space.AddEventType(one.Id("PressAlarm"), one.Name("PressAlarm"), new NodeId(2130));
            one.Add("force", new VariableSettings(BuiltInType.Double) { InitialValue = 1.0 });
        });
        plant.Subscribe([.. items, DataPlant.Item("force")]);
        // Values come beside events; the first one says that the items are there.
        await plant.MonitoredAsync();
        return plant;
    }

    [Fact]
    public async Task Event_StandardFields_ComeInTheOrderOfTheFilter()
    {
        await using var plant = await StartAsync(EventsOf("i=2253"));
        plant.Space.RaiseEvent(plant.Press, new RaisedEvent("oil is low") { Severity = 700, Time = DataPlant.Start, EventType = plant.Id("PressAlarm") });

        var raised = Assert.Single(await plant.EventsAsync("oil is low", Message));

        Assert.Equal(0, raised.Handle);
        Assert.Equal(16, raised.Fields[0].AsByteString()!.Length);
        Assert.Equal(
            [plant.Id("PressAlarm"), plant.Press.Id, "press", DataPlant.Start],
            new[] { 1, 2, 3, 4 }.Select(i => raised.Fields[i].ToObject()!));
        Assert.NotEqual(default, raised.Fields[5].AsDateTime());
        Assert.Equal((ushort)700, raised.Fields[7].ToObject());
    }

    [Fact]
    public async Task Event_OfAVariable_ReachesTheNotifiersAboveItAndNoOthers()
    {
        await using var plant = await StartAsync(EventsOf($"nsu={DataPlant.Uri};s=press"), EventsOf("i=2253"), EventsOf("i=85"));
        Assert.True(plant.Space.TryFind(plant.Id("force"), out var force));
        plant.Space.RaiseEvent(plant.Space.Objects, new RaisedEvent("elsewhere"));
        plant.Space.RaiseEvent(force, new RaisedEvent("overload"));

        var raised = new List<EventNotification>();
        await plant.ReadAsync("three events", batch =>
        {
            raised.AddRange(batch.Events);
            return raised.Count == 3;
        });

        Assert.Equal(
            [(0, "overload"), (1, "elsewhere"), (1, "overload")],
            raised.Select(one => (one.Handle, DataPlant.MessageOf(one, Message)!)).Order());
        // The Objects folder is no notifier here.
        Assert.Equal(1, plant.Connection.Status.Subscriptions[0].FailedItems);
    }

    [Fact]
    public async Task Filter_TypesComparisonsAndLogic_LetPassWhatTheySay()
    {
        await using var idle = await DataPlant.StartAsync();
        var alarm = new NodeId("PressAlarm", idle.Index);
        var where = EventWhere.OfType(alarm).And(EventWhere.Field("Severity", FilterOperator.GreaterThanOrEqual, 500))
            .Or(EventWhere.Field("Detail/Code", FilterOperator.Equals, 42))
            .And(EventWhere.Not(EventWhere.Field("SourceName", FilterOperator.Equals, "muted")));
        await using var plant = await StartAsync(EventsOf("i=2253") with { EventFilter = EventFilters.Select(where, "Message", "Detail/Code") });
        void Raise(string message, RaisedEvent template) => plant.Space.RaiseEvent(plant.Press, template with { Message = message });
        var ofType = new RaisedEvent("") { EventType = plant.Id("PressAlarm"), Severity = 500 };
        var coded = new RaisedEvent("") { Fields = new Dictionary<string, Variant> { ["Detail/Code"] = 42 } };

        Raise("no alarm", new RaisedEvent("") { Severity = 900 });
        Raise("too mild", ofType with { Severity = 499 });
        Raise("alarm", ofType);
        Raise("muted", ofType with { SourceName = "muted" });
        Raise("coded", coded);
        Raise("other code", coded with { Fields = new Dictionary<string, Variant> { ["Detail/Code"] = 43 } });
        Raise("last", ofType);
        var raised = await plant.EventsAsync("last", field: 0);

        Assert.Equal(["alarm", "coded", "last"], raised.Select(one => DataPlant.MessageOf(one, 0)));
        Assert.Equal([null, 42, null], raised.Select(one => one.Fields[1].ToObject()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Queue_Overflown_SaysSoByAnEventOfItsOwn(bool discardOldest)
    {
        await using var plant = await StartAsync(EventsOf("i=2253") with { QueueSize = 3, DiscardOldest = discardOldest });
        await plant.Connection.SetPublishingAsync(plant.Subscription, enabled: false);
        for (var i = 1; i <= 20; i++) plant.Space.RaiseEvent(plant.Press, new RaisedEvent($"{i}"));
        await plant.Connection.SetPublishingAsync(plant.Subscription, enabled: true);

        var raised = new List<string>();
        await plant.ReadAsync("the overflow event", batch =>
        {
            foreach (var one in batch.Events)
                raised.Add(one.Fields[1].ToObject() is NodeId type && type == ObjectIds.EventQueueOverflowEventType ? "overflow" : DataPlant.MessageOf(one, Message)!);
            return raised.Contains("overflow") && raised.Contains("20");
        });

        Assert.Equal(discardOldest ? ["overflow", "18", "19", "20"] : ["1", "2", "20", "overflow"], raised);
    }

    [Fact]
    public async Task Filters_ThatCannotBe_FailTheirItemAlone_AndSayWhy()
    {
        await using var plant = await StartAsync(
            EventsOf("i=2253") with { EventFilter = EventFilters.Select(EventWhere.Field("Message", FilterOperator.Like, "%oil%")) },
            EventsOf("i=2253") with { EventFilter = new EventFilter() },
            EventsOf("i=2253"));

        Assert.Equal(2, plant.Connection.Status.Subscriptions[0].FailedItems);
        Assert.Equal(2, plant.Connection.Status.Subscriptions[0].Items);
    }

    [Fact]
    public void Condition_CirclesAndSharedElements_AreRefused()
    {
        using var server = new DisposableSpace();
        ContentFilter Filter(params (FilterOperator Operator, uint[] Elements)[] elements) => new()
        {
            Elements = [.. elements.Select(element => new ContentFilterElement
            {
                FilterOperator = element.Operator,
                FilterOperands = [.. element.Elements.Select(index => new ElementOperand { Index = index }.ToExtensionObject())],
            })],
        };

        var toItself = EventCondition.TryRead(Filter((FilterOperator.Not, [0])), server.Space, out var condition);
        Assert.Null(condition);
        Assert.Equal(StatusCodes.BadFilterOperandInvalid, toItself[0].StatusCode);
        // Each level twice the one below: 2^n evaluations, were it allowed.
        EventCondition.TryRead(Filter((FilterOperator.And, [1, 1]), (FilterOperator.Not, [2])), server.Space, out condition);
        Assert.Null(condition);
        Assert.Equal(StatusCodes.BadFilterOperandCountMismatch, EventCondition.TryRead(Filter((FilterOperator.And, [])), server.Space, out _)[0].StatusCode);
        EventCondition.TryRead(new ContentFilter(), server.Space, out condition);
        Assert.NotNull(condition);
    }

    [Fact]
    public void Filter_OfClient_HasOperatorsBeforeOperands()
    {
        var filter = EventWhere.Not(EventWhere.OfType(new NodeId(1)).And(EventWhere.OfType(new NodeId(2)))).ToContentFilter();

        Assert.Equal([FilterOperator.Not, FilterOperator.And, FilterOperator.OfType, FilterOperator.OfType], filter.Elements.Select(element => element.FilterOperator));
        Assert.True(filter.Elements[1].FilterOperands[1].TryDecode<ElementOperand>(out var second));
        Assert.Equal(3u, second!.Index);
        var bytes = Bytes.Of((ref UaWriter w) => filter.Encode(ref w));
        Bytes.AssertDecodes(bytes, (ref UaReader r) => ContentFilter.Decode(ref r), decoded => Assert.Equal(4, decoded.Elements.Length));
    }

    sealed class DisposableSpace : IDisposable
    {
        readonly OpcUaServer _server = new(new OpcUaServerOptions { ApplicationUri = "urn:test" });

        public AddressSpace Space => _server.AddressSpace;

        public void Dispose() => _ = _server.DisposeAsync().AsTask();
    }
}
