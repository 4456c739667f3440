using System.Text.Json;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Collector.Tests;

/// <summary>Events of a real server, stored as a text signal.</summary>
public sealed class EventsTests
{
    private const string Signal = "name: s0, node: s0, type: double";

    [Fact]
    public async Task Collect_Events_AreRowsWithTheirTimeInOrderWithTheValues()
    {
        await using var workshop = Furnished(out var press);
        await using var collector = await workshop.CollectAsync(workshop.Configuration("events: [ { node: \"i=2253\", minimumSeverity: 400 } ]", Signal));
        await UntilWatchedAsync(collector);
        var time = new DateTime(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
        workshop.Space.RaiseEvent(press, new RaisedEvent("too little") { Severity = 399, Time = time });
        workshop.Space.RaiseEvent(press, new RaisedEvent("压力过高") { Severity = 800, Time = time.AddSeconds(1) });
        workshop.Space.RaiseEvent(press, new RaisedEvent(new string('x', 5_000)) { Severity = 400, Time = time.AddSeconds(1) });
        await workshop.Sink.UntilAsync(rows => rows.Count(row => row.Text is not null) == 2, "the two events");

        var definition = Assert.Single(collector.Signals, signal => signal.FullName == "plc1/events");
        Assert.Equal((SignalType.Text, "plc1", "opcua-server"), (definition.Type, definition.Asset, definition.AssetType));
        var rows = workshop.Sink.Rows().Where(row => row.Signal == definition.Id).ToArray();
        Assert.All(rows, row => Assert.Equal(OpcUaTime.ToUnixNanoseconds(time.AddSeconds(1)), row.Time));
        var first = JsonDocument.Parse(rows[0].Text!).RootElement;
        Assert.Equal(["id", "type", "source", "severity", "message"], first.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("i=2041", "press", 800, "压力过高"), (Text(first, "type"), Text(first, "source"), first.GetProperty("severity").GetInt32(), Text(first, "message")));
        Assert.Contains("压力过高", rows[0].Text!, StringComparison.Ordinal);
        Assert.NotEqual(Text(first, "id"), Text(JsonDocument.Parse(rows[1].Text!).RootElement, "id"));
        Assert.Equal(1_024, Text(JsonDocument.Parse(rows[1].Text!).RootElement, "message").Length);
        Assert.Equal(2, collector.Reports()[0].Counts.Events);
    }

    [Fact]
    public async Task Collect_EventsOfATypeOfTheServer_AreFilteredByIt()
    {
        await using var workshop = Furnished(out var press);
        workshop.Space.AddEventType(workshop.Id("Jam"), workshop.Name("Jam"));
        await using var collector = await workshop.CollectAsync(workshop.Configuration(
            $"events: [ {{ node: \"i=2253\", types: [ \"nsu={Workshop.Namespace};s=Jam\" ] }} ]", Signal));
        await UntilWatchedAsync(collector);
        workshop.Space.RaiseEvent(press, new RaisedEvent("something else"));
        workshop.Space.RaiseEvent(press, new RaisedEvent("jammed") { EventType = workshop.Id("Jam") });
        await workshop.Sink.UntilAsync(rows => rows.Any(row => row.Text is not null), "the event");
        var only = JsonDocument.Parse(Assert.Single(workshop.Sink.Rows(), row => row.Text is not null).Text!).RootElement;
        Assert.Equal(("jammed", $"nsu={Workshop.Namespace};s=Jam"), (Text(only, "message"), Text(only, "type")));
    }

    [Fact]
    public async Task Restart_EventsRaisedBetween_ComeOnceAndTheSilenceBeforeIsCovered()
    {
        await using var workshop = Furnished(out var press);
        var configuration = workshop.Configuration("events: [ { node: \"i=2253\" } ]", Signal);
        await using (var before = await workshop.CollectAsync(configuration))
        {
            await UntilWatchedAsync(before);
            await Workshop.UntilAsync(() => Workshop.Coverage(before, 1).Any(piece => piece.State == CoverageState.Covered), "coverage without any event");
            workshop.Space.RaiseEvent(press, new RaisedEvent("first"));
            await workshop.Sink.UntilAsync(rows => rows.Any(row => row.Text is not null), "the first event");
        }

        workshop.Space.RaiseEvent(press, new RaisedEvent("between"));
        await using var after = await workshop.CollectAsync(configuration);
        workshop.Space.RaiseEvent(press, new RaisedEvent("last"));
        await workshop.Sink.UntilAsync(rows => rows.Any(row => row.Text?.Contains("last", StringComparison.Ordinal) == true), "the last event");
        var messages = workshop.Sink.Rows().Distinct().Where(row => row.Text is not null).Select(row => Text(JsonDocument.Parse(row.Text!).RootElement, "message"));
        Assert.Equal(["first", "between", "last"], messages);
        Assert.DoesNotContain(Workshop.Coverage(after, 1), piece => piece.Reason is not null);
    }

    [Fact]
    public async Task Collect_NotifierThatIsNone_IsRefusedAndValuesCome()
    {
        await using var workshop = Furnished(out _);
        await using var collector = await workshop.CollectAsync(workshop.Configuration($"events: [ {{ node: \"nsu={Workshop.Namespace};s=nothere\" }} ]", Signal));
        await workshop.Sink.UntilAsync(rows => rows.Count == 1, "the value");
        await Workshop.UntilAsync(() => collector.Reports()[0].Refused.Count > 0, "the refusal");
        Assert.Equal(("plc1/events", "BadNodeIdUnknown"), (collector.Reports()[0].Refused[0].Signal, collector.Reports()[0].Refused[0].Status));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static Task UntilWatchedAsync(FactoryCollector collector) => Workshop.UntilAsync(
        () => collector.Reports()[0] is { State: "Running", Counts.Values: > 0 }, "the subscription");

    private static Workshop Furnished(out ObjectNode press)
    {
        var workshop = new Workshop();
        workshop.Add("s0", new VariableSettings(BuiltInType.Double) { InitialValue = 1.0 });
        press = workshop.Space.AddObject(workshop.Space.Objects, workshop.Id("press"), workshop.Name("press"));
        workshop.Server.Start();
        return workshop;
    }
}
