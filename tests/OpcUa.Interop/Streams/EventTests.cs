using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Streams;

/// <summary>Events with the fields that were asked for, through filters by type and severity.</summary>
public sealed class EventTests(RichServer rich, OurRichServer our)
{
    [Fact]
    public async Task OurClient_GetsNodesEvents_ThatPassItsFilter()
    {
        await rich.StartedAsync();
        await using var connection = await rich.ConnectAsync();
        var where = EventWhere.OfType(connection.Plant("ToolWornEventType")).And(EventWhere.Field("Severity", FilterOperator.GreaterThanOrEqual, (ushort)500));
        var item = $"{connection.Plant("Machine").NamespaceIndex}:Item";
        connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(100),
            Items =
            [
                new MonitoredItemSettings(ExpandedNodeId.Parse("i=2253"))
                {
                    AttributeId = AttributeIds.EventNotifier, QueueSize = 100, SamplingInterval = TimeSpan.Zero,
                    EventFilter = EventFilters.Select(where, "EventType", "SourceName", "Time", "Message", "Severity", item),
                },
                new MonitoredItemSettings(ExpandedNodeId.Parse($"nsu={RichServer.NamespaceUri};s=Setpoint.Text")) { SamplingInterval = TimeSpan.Zero },
            ],
        });
        // The value says that the items are there.
        await connection.ReadUntilAsync(batch => batch.Count > 0, () => "a first value");

        await RaiseAsync("未磨损", 400, 1);
        await RaiseAsync("磨损", 600, 2);
        await RaiseAsync("断裂", 900, 3);
        var events = new List<EventNotification>();
        await connection.ReadUntilAsync(
            batch =>
            {
                events.AddRange(batch.Events);
                return events.Count >= 2;
            },
            () => $"two events, after {events.Count},");

        Assert.Equal(["磨损", "断裂"], events.Select(raised => ((LocalizedText)raised.Fields[3].ToObject()!).Text));
        Assert.Equal([connection.Plant("ToolWornEventType"), "Machine", (ushort)600, 2u], new[] { 0, 1, 4, 5 }.Select(field => events[0].Fields[field].ToObject()!));
        Assert.InRange(events[0].Fields[2].AsDateTime(), DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5));

        Task RaiseAsync(string message, int severity, int number) => rich.Node.CommandAsync(new { command = "raise", message, severity, item = number });
    }

    [Fact]
    public async Task NodesClient_GetsOurEvents_ThatPassItsFilter()
    {
        await our.StartedAsync();
        var worn = new NodeId("ToolWornEventType", 2);
        var answer = await our.Client.CommandAsync(new
        {
            command = "events", node = "i=2253", fields = new[] { "EventType", "SourceName", "Message", "Severity", "2:Item" }, of = "ns=2;s=ToolWornEventType",
        });
        Assert.Equal(0u, answer.GetProperty("status").GetUInt32());

        Raise("something else", 500, 1, ObjectIds.BaseEventType);
        Raise("磨损", 600, 2, worn);
        Raise("断裂", 900, 3, worn);
        var events = (await our.Client.CommandAsync(new { command = "raised", count = 2 })).GetProperty("events").EnumerateArray().ToList();

        Assert.Equal(["磨损", "断裂"], events.Select(raised => raised.GetProperty("Message").GetProperty("text").GetString()));
        Assert.Equal(
            ("ns=2;s=ToolWornEventType", "Machine", 600, 2),
            (events[0].GetProperty("EventType").GetString(), events[0].GetProperty("SourceName").GetString(), events[0].GetProperty("Severity").GetInt32(), events[0].GetProperty("2:Item").GetInt32()));

        void Raise(string message, ushort severity, uint item, NodeId type) => our.Server.AddressSpace.RaiseEvent(
            our.Machine, new RaisedEvent(message) { EventType = type, Severity = severity, Fields = new Dictionary<string, Variant> { ["Item"] = item } });
    }
}
