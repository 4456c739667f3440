using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>Event filters as a server receives them: read, and what was taken is put to events.</summary>
internal static class EventTargets
{
    public static IEnumerable<FuzzTarget> All()
    {
        var space = new AddressSpace("urn:fuzz", TimeProvider.System);
        var alarm = new NodeId("alarm", 1);
        space.AddEventType(alarm, new QualifiedName(1, "alarm"), ObjectIds.BaseEventType);
        var press = space.AddObject(space.Objects, new NodeId("press", 1), new QualifiedName(1, "press"));
        var now = DateTime.UnixEpoch;
        EventRecord[] records =
        [
            EventRecord.Overflow(now),
            EventRecord.Of(press, new RaisedEvent("oil is low") { Severity = 700, EventType = alarm, Time = now }, now),
            EventRecord.Of(press, new RaisedEvent("odd") { EventType = new NodeId("unknown", 9), Fields = Fields() }, now),
        ];
        yield return new FuzzTarget("events/filter", [.. Filters(alarm).Select(filter => OpcUaTypes.Encoded(filter, withId: false))], input => Check(input, space, records));
    }

    static Dictionary<string, Variant> Fields() => new()
    {
        ["Force"] = double.NaN,
        ["Limit"] = 7.5,
        ["State/Id"] = true,
        ["Axes"] = new[] { 1.0, 2.0 },
        ["Big"] = ulong.MaxValue,
        ["Text"] = (string?)null,
        ["Where"] = new NodeId("press", 1),
        ["Any"] = new Variant[] { 1, "a" },
    };

    static IEnumerable<EventFilter> Filters(NodeId alarm)
    {
        yield return EventFilters.Select();
        yield return EventFilters.Select(EventWhere.Field("Severity", FilterOperator.GreaterThanOrEqual, 500), "EventType", "Time", "Message");
        var severity = Field("Severity");
        foreach (var kind in Enum.GetValues<FilterOperator>())
            yield return Where(Element(kind, severity, Literal((ushort)600), Literal(800)));
        foreach (var (field, value) in Fields())
            yield return Where(Element(FilterOperator.Equals, Field(field.Split('/')), Literal(value)));
        yield return Where(
            Element(FilterOperator.And, Other(1), Other(2)),
            Element(FilterOperator.Or, Other(3), Other(4)),
            Element(FilterOperator.Not, Other(5)),
            Element(FilterOperator.Between, severity, Literal(1), Literal(1_000)),
            Element(FilterOperator.InList, Field("SourceName"), Literal("press"), Literal(new LocalizedText("en", "lathe")), Field("Message")),
            Element(FilterOperator.OfType, Literal(alarm)));
        yield return Where(Element(FilterOperator.LessThan, Field("Time"), Literal(DateTime.UnixEpoch)));
        yield return Where(Element(FilterOperator.IsNull, Field("Text")));
    }

    static EventFilter Where(params ContentFilterElement[] elements) => EventFilters.Select(null, "EventId", "Message", "Force") with { WhereClause = new ContentFilter { Elements = elements } };

    static ContentFilterElement Element(FilterOperator kind, params ExtensionObject[] operands) => new() { FilterOperator = kind, FilterOperands = operands };

    static ExtensionObject Literal(Variant value) => new LiteralOperand { Value = value }.ToExtensionObject();

    static ExtensionObject Other(uint index) => new ElementOperand { Index = index }.ToExtensionObject();

    static ExtensionObject Field(params string[] path) =>
        new SimpleAttributeOperand { BrowsePath = [.. path.Select(name => new QualifiedName(name))], AttributeId = AttributeIds.Value }.ToExtensionObject();

    static void Check(byte[] input, AddressSpace space, EventRecord[] records)
    {
        var reader = new UaReader(input, FuzzLimits.Encoding);
        var wished = EventFilter.Decode(ref reader).ToExtensionObject();
        var status = EventItemFilter.TryRead(wished, space, out var filter, out var result);
        if (status.IsBad != filter is null) throw new RuleBrokenException($"{status}, and the filter is {(filter is null ? "not" : "")} there.");
        if (!result.IsNull && !result.TryDecode<EventFilterResult>(out _)) throw new RuleBrokenException("The result is none.");
        if (filter is null) throw new OpcUaException(status, "Refused.");
        foreach (var record in records)
        {
            if (filter.Passes(record) != filter.Passes(record)) throw new RuleBrokenException("The same event passes and does not.");
            if (filter.Select(record).Length != filter.FieldCount) throw new RuleBrokenException("Other fields than were asked for.");
        }
    }
}
