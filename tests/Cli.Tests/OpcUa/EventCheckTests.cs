using System.Text.Json;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Cli.Tests.OpcUa;

/// <summary>check subscribes to the events of a file as the collector would.</summary>
[Collection("console")]
public sealed class EventCheckTests : IAsyncDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("opcua-events-").FullName, "factory.yaml");
    private readonly PlantServer _plant = new();

    public EventCheckTests() => _plant.AddEvents();

    public async ValueTask DisposeAsync()
    {
        await _plant.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    [Fact]
    public async Task Check_EventsOfTwoNotifiers_CountsThoseThatPassTheirFilters()
    {
        await WriteAsync($$"""
              - { node: i=2253, minimumSeverity: 500 }
              - { node: "{{PlantServer.Node("Machine1")}}", types: ["{{PlantServer.Node("Machine1.OilLow")}}"] }
        """);
        using var done = new CancellationTokenSource();
        var raising = RaiseAsync(done.Token);

        var json = await CheckUntilSeenAsync();
        var text = await Tool.RunAsync("check", _file, "--seconds", "0");
        await done.CancelAsync();
        var (severe, ofType) = await raising;

        Assert.Equal(0, json.Code);
        var events = json.Json.GetProperty("connections")[0].GetProperty("events");
        Assert.Equal((2, 2), (events.GetProperty("notifiers").GetInt32(), events.GetProperty("accepted").GetInt32()));
        // A third of what was raised is severe, another of the type, and the last third is neither.
        Assert.InRange(events.GetProperty("seen").GetInt64(), 1, severe + ofType);
        Assert.Equal(1, json.Json.GetProperty("connections")[0].GetProperty("accepted").GetInt32());
        Assert.Contains("plc1: events of 2 of 2 notifiers, ", text.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (_plant.Subscriptions, _plant.Items));
    }

    [Fact]
    public async Task Check_EventsThatPassNoFilter_AreNotSeen()
    {
        await WriteAsync("      - { node: i=2253 }");
        using var done = new CancellationTokenSource();
        var raising = RaiseAsync(done.Token);
        await CheckUntilSeenAsync();
        await WriteAsync("      - { node: i=2253, minimumSeverity: 900 }");

        var result = await Tool.RunAsync("check", _file, "--seconds", "1", "--json");
        await done.CancelAsync();

        Assert.True((await raising).Severe > 0);
        Assert.Equal(0, result.Json.GetProperty("connections")[0].GetProperty("events").GetProperty("seen").GetInt64());
        Assert.Equal(0, result.Code);
    }

    [Fact]
    public async Task Check_EventsThatTheServerCannotGive_AreToldByLine()
    {
        await WriteAsync($$"""
              - { node: "{{PlantServer.Node("Line1")}}" }
              - { node: "{{PlantServer.Node("Machine1.Temperature")}}" }
              - { node: "{{PlantServer.Node("Gone")}}" }
              - { node: "nsu=urn:other;s=x" }
              - { node: i=2253, types: ["{{PlantServer.Node("Machine1")}}"] }
              - { node: i=2253, types: ["nsu=urn:other;s=y"] }
              - { node: i=2253, types: ["{{PlantServer.Node("NoSuchType")}}"] }
              - { node: i=2253 }
        """);

        var result = await Tool.RunAsync("check", _file, "--seconds", "0", "--json");

        Assert.Equal(2, result.Code);
        var faults = result.Json.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("isFault").GetBoolean()).ToList();
        Assert.Equal([9, 10, 11, 12, 13, 14, 15], faults.Select(finding => finding.GetProperty("line").GetInt32()));
        Assert.All(
            faults.Zip(["gives no events", "gives no events", "badnodeidunknown", "no namespace 'urn:other'", "is no type of events", "no namespace 'urn:other'", "badnodeidunknown"]),
            pair => Assert.Contains(pair.Second, pair.First.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.All(faults.Take(4), fault => Assert.EndsWith(".node", fault.GetProperty("path").GetString(), StringComparison.Ordinal));
        Assert.All(faults.Skip(4), fault => Assert.EndsWith(".types", fault.GetProperty("path").GetString(), StringComparison.Ordinal));
        // This server watches for types that it does not know, too: nothing will ever come of them, which only the check tells.
        Assert.Equal(3, result.Json.GetProperty("connections")[0].GetProperty("events").GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Check_EventQueueThatTheServerShortens_IsANote()
    {
        await using var small = new PlantServer(options => options with { Limits = new ServerLimits { MaxQueueSize = 50 } });
        await WriteAsync("      - { node: i=2253 }", small.Url);

        var result = await Tool.RunAsync("check", _file, "--seconds", "0", "--json");

        Assert.Equal(0, result.Code);
        var note = Assert.Single(result.Json.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("path").GetString() == "connections[0].events[0].node");
        Assert.Equal((9, false), (note.GetProperty("line").GetInt32(), note.GetProperty("isFault").GetBoolean()));
        Assert.Equal("1000 was asked for, the server keeps 50", note.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Check_FileWithoutEvents_SaysNothingOfThem()
    {
        await WriteAsync("");

        var json = await Tool.RunAsync("check", _file, "--seconds", "0", "--json");
        var text = await Tool.RunAsync("check", _file, "--seconds", "0");

        Assert.Equal(JsonValueKind.Null, json.Json.GetProperty("connections")[0].GetProperty("events").ValueKind);
        Assert.DoesNotContain("notifiers", text.Output, StringComparison.Ordinal);
    }

    // A machine that is busy publishes late: it is watched for longer until something came.
    async Task<ToolResult> CheckUntilSeenAsync()
    {
        for (var seconds = 1; ; seconds *= 2)
        {
            var result = await Tool.RunAsync("check", _file, "--seconds", $"{seconds}", "--json");
            if (result.Code != 0 || result.Json.GetProperty("connections")[0].GetProperty("events").GetProperty("seen").GetInt64() > 0)
                return result;
            Assert.True(seconds < 32, "No event came in 32 seconds.");
        }
    }

    // One of each kind every 20 ms until it is enough.
    async Task<(int Severe, int OfType)> RaiseAsync(CancellationToken stop)
    {
        var rounds = 0;
        while (!stop.IsCancellationRequested)
        {
            _plant.RaiseEvent("", 600);
            _plant.RaiseEvent("Machine1.OilLow", 100);
            _plant.RaiseEvent("", 100);
            rounds++;
            await Task.Delay(20, CancellationToken.None);
        }

        return (rounds, rounds);
    }

    Task WriteAsync(string events, string? url = null) => File.WriteAllTextAsync(
        _file, PlantServer.FactoryYaml(url ?? _plant.Url, "type: double", events.Length > 0 ? $"\n    events:\n{events}" : ""));
}
