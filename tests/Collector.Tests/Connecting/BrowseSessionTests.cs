using System.Diagnostics;
using System.Text.Json;
using Jinan.IndustryBrain.Collector.Connecting;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Collector.Tests.Connecting;

public sealed class BrowseSessionTests
{
    [Fact]
    public async Task Nodes_OfALargeFolder_ComePageByPage()
    {
        await using var workshop = Furnished(lines: 1, variables: 450);
        await using var edge = await EmptyEdge.StartAsync();
        var session = await edge.OpenAsync(workshop.Server.EndPoint.Port);
        var root = await edge.GetAsync($"/connecting/sessions/{session}/nodes");
        var line = root.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("name").GetString() == "line0");
        Assert.True(line.GetProperty("mayHaveChildren").GetBoolean());

        var (names, after) = (new List<string>(), 0);
        while (true)
        {
            var page = await edge.GetAsync(
                $"/connecting/sessions/{session}/nodes?node={Uri.EscapeDataString(line.GetProperty("node").GetString()!)}&path=Objects/line0&after={after}&limit=200");
            Assert.Equal(450, page.GetProperty("total").GetInt32());
            names.AddRange(page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()!));
            if (!page.TryGetProperty("next", out var next))
                break;
            after = next.GetInt32();
        }

        Assert.Equal(Enumerable.Range(0, 450).Select(i => $"v{i:00000}"), names);
        var first = (await edge.GetAsync($"/connecting/sessions/{session}/nodes?node={Uri.EscapeDataString(line.GetProperty("node").GetString()!)}&path=Objects/line0&limit=1"))
            .GetProperty("nodes")[0];
        Assert.Equal("Objects/line0/v00000", first.GetProperty("path").GetString());
        Assert.Equal("double", first.GetProperty("variable").GetProperty("type").GetString());
        Assert.False(first.GetProperty("mayHaveChildren").GetBoolean());
    }

    [Fact]
    public async Task Search_AHundredThousandNodes_FindsWithinBoundsWhileOthersAreServed()
    {
        await using var workshop = Furnished(lines: 100, variables: 1_000);
        await using var edge = await EmptyEdge.StartAsync();
        var session = await edge.OpenAsync(workshop.Server.EndPoint.Port);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var longest = TimeSpan.Zero;
        JsonElement found;
        var clock = Stopwatch.StartNew();
        do
        {
            var asked = Stopwatch.GetTimestamp();
            found = await edge.GetAsync($"/connecting/sessions/{session}/search?text=line77%20v00042");
            await edge.GetAsync($"/connecting/sessions/{session}/nodes?limit=5");
            var took = Stopwatch.GetElapsedTime(asked);
            longest = took > longest ? took : longest;
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"not complete within two minutes: {found.GetProperty("progress")}");
            await Task.Delay(50);
        }
        while (!found.GetProperty("progress").GetProperty("isComplete").GetBoolean());

        Assert.Equal(100_101, found.GetProperty("progress").GetProperty("known").GetInt32());
        var node = Assert.Single(found.GetProperty("nodes").EnumerateArray());
        Assert.Equal("Objects/line77/v00042", node.GetProperty("path").GetString());
        var all = await edge.GetAsync($"/connecting/sessions/{session}/search?text=V000&limit=10");
        Assert.Equal((10_000, 10_000, 10), (all.GetProperty("total").GetInt32(), all.GetProperty("variables").GetInt32(), all.GetProperty("next").GetInt32()));
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"complete after {clock.Elapsed}, longest answer {longest.TotalMilliseconds:0} ms, {grown >> 20} MiB more");
        Assert.True(longest < TimeSpan.FromSeconds(5), $"an answer took {longest}");
        Assert.True(grown < 100 << 20, $"{grown >> 20} MiB for 100,000 nodes");
    }

    [Fact]
    public async Task Search_MoreNodesThanAreKept_SaysThatThereAreMore()
    {
        await using var workshop = Furnished(lines: 2, variables: 200);
        await using var edge = await EmptyEdge.StartAsync(new ConnectingLimits { IndexedNodes = 150 });
        var session = await edge.OpenAsync(workshop.Server.EndPoint.Port);
        JsonElement progress = default;
        await Waiting.UntilAsync(async () =>
        {
            progress = (await edge.GetAsync($"/connecting/sessions/{session}/search?text=v")).GetProperty("progress");
            return progress.GetProperty("isComplete").GetBoolean();
        });
        Assert.True(progress.GetProperty("isCut").GetBoolean());
        Assert.Equal(150, progress.GetProperty("known").GetInt32());
    }

    [Fact]
    public async Task Signals_OfABranch_AreThoseThatAColumnCanHold()
    {
        await using var workshop = Furnished(lines: 2, variables: 3);
        var folder = workshop.Space.AddFolder(workshop.Space.Objects, workshop.Id("odd"), workshop.Name("odd"));
        workshop.Space.AddVariable(folder, workshop.Id("odd.list"), workshop.Name("list"), new VariableSettings(BuiltInType.Double) { ValueRank = 1 });
        workshop.Space.AddVariable(folder, workshop.Id("odd.text"), workshop.Name("text"), new VariableSettings(BuiltInType.String) { InitialValue = "a" });
        await using var edge = await EmptyEdge.StartAsync(new ConnectingLimits { Signals = 5 });
        var session = await edge.OpenAsync(workshop.Server.EndPoint.Port);

        var odd = await SignalsAsync(new { below = new { node = Node("odd"), path = "Objects/odd" } });
        var text = Assert.Single(odd.GetProperty("signals").EnumerateArray());
        Assert.Equal(("Objects/odd/text", "text", Node("odd.text")), (text.GetProperty("path").GetString(), text.GetProperty("type").GetString(), text.GetProperty("node").GetString()));
        Assert.Equal("Objects/odd/list: Double[]", Assert.Single(odd.GetProperty("left").EnumerateArray()).GetString());
        Assert.Equal("signal.notPossible", odd.GetProperty("leftDetails")[0].GetProperty("messageCode").GetProperty("code").GetString());

        var everything = await SignalsAsync(new { below = new { node = "i=85", path = "Objects" } });
        Assert.True(everything.GetProperty("isCut").GetBoolean());
        Assert.Equal(5, everything.GetProperty("signals").GetArrayLength() + everything.GetProperty("leftCount").GetInt32());

        var named = await SignalsAsync(new { nodes = new[] { new { node = Node("line1.v00002"), path = "Objects/line1/v00002" } } });
        Assert.Equal("double", Assert.Single(named.GetProperty("signals").EnumerateArray()).GetProperty("type").GetString());

        Task<JsonElement> SignalsAsync(object request) => edge.PostAsync($"/connecting/sessions/{session}/signals", request);
    }

    [Fact]
    public async Task Values_GoodAndMissing_ComeWithQualityAndAdvice()
    {
        await using var workshop = Furnished(lines: 1, variables: 1);
        await using var edge = await EmptyEdge.StartAsync();
        var session = await edge.OpenAsync(workshop.Server.EndPoint.Port);
        var values = await edge.PostAsync($"/connecting/sessions/{session}/values", new { nodes = new[] { Node("line0.v00000"), Node("nothing") } });
        Assert.Equal((0.0, 0u), (values[0].GetProperty("number").GetDouble(), values[0].GetProperty("status").GetUInt32()));
        Assert.True(values[0].TryGetProperty("sourceTime", out _));
        Assert.Equal("BadNodeIdUnknown", values[1].GetProperty("statusName").GetString());
        Assert.Contains("docs/connect-a-plc.md#badnodeidunknown", values[1].GetProperty("whatToDo").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_TriedWithADeadband_IsWhatComesAndWhatCannotCome()
    {
        await using var workshop = Furnished(lines: 1, variables: 2);
        await using var edge = await EmptyEdge.StartAsync();
        var session = await edge.OpenAsync(workshop.Server.EndPoint.Port);
        using var stop = new CancellationTokenSource();
        // Half a unit each time: one signal wants to hear of it, the other one only of ten units.
        var moving = MoveAsync([.. workshop.Space.TryFind(workshop.Id("line0.v00000"), out var one) && workshop.Space.TryFind(workshop.Id("line0.v00001"), out var two)
            ? new[] { (VariableNode)one, (VariableNode)two } : []], stop.Token);
        var answer = await edge.PostAsync($"/connecting/sessions/{session}/load", new
        {
            publishingMs = 100,
            seconds = 2,
            signals = new object[]
            {
                new { node = Node("line0.v00000"), path = "a", type = "double", samplingMs = 20 },
                new { node = Node("line0.v00001"), path = "b", type = "double", samplingMs = 20, deadband = "10" },
                new { node = Node("nothing"), path = "c", type = "double", samplingMs = 1_000 },
            },
        });
        await stop.CancelAsync();
        await moving;
        Assert.Equal(101, answer.GetProperty("mostValuesASecond").GetDouble(), 6);
        var trial = answer.GetProperty("trial");
        Assert.Equal(2, trial.GetProperty("accepted").GetInt32());
        Assert.InRange(trial.GetProperty("seenValuesASecond").GetDouble(), 1, 60);
        var note = trial.GetProperty("notes").EnumerateArray().Single(n => n.TryGetProperty("node", out var node) && node.GetString() == Node("nothing"));
        Assert.True(note.GetProperty("isFault").GetBoolean());
        await edge.RefusedAsync(400, $"/connecting/sessions/{session}/load", new
        {
            signals = new[] { new { node = Node("line0.v00001"), path = "b", type = "double", deadband = "much" } },
        });
    }

    [Fact]
    public async Task Sessions_TooManyAtOnce_AreRefused_AndIdleOnesEnd()
    {
        await using var workshop = Furnished(lines: 1, variables: 1);
        await using var edge = await EmptyEdge.StartAsync(new ConnectingLimits { Sessions = 2, IdleTime = TimeSpan.FromSeconds(1) });
        var first = await edge.OpenAsync(workshop.Server.EndPoint.Port);
        await edge.OpenAsync(workshop.Server.EndPoint.Port);
        var third = new { url = EmptyEdge.UrlOf(workshop.Server.EndPoint.Port), factory = "press-shop" };
        var refused = await edge.RefusedAsync(429, "/connecting/sessions", third);
        Assert.Contains("2 sessions are open already", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await edge.Http.DeleteAsync($"/connecting/sessions/{first}");
        await edge.OpenAsync(workshop.Server.EndPoint.Port);
        await Waiting.UntilAsync(() => Task.FromResult(edge.Sessions.Count == 0));
        Assert.Equal(404, (int)(await edge.Http.GetAsync($"/connecting/sessions/{first}/nodes")).StatusCode);
    }

    [Fact]
    public async Task Signals_AsATable_ComeBackTheSame()
    {
        await using var edge = await EmptyEdge.StartAsync();
        var signals = new[]
        {
            new { node = Node("a,\"b\""), path = "Objects/a", type = "double", asset = "press", name = "torque", unit = "N.m", samplingMs = 250.0, deadband = "2 %" },
        };
        var csv = await (await edge.Http.PostAsync("/connecting/signals/write", System.Net.Http.Json.JsonContent.Create(signals))).Content.ReadAsStringAsync();
        Assert.StartsWith("node,path,asset,name,type,unit,sampling,deadband", csv, StringComparison.Ordinal);
        var read = await edge.Http.PostAsync("/connecting/signals/read", new StringContent(csv + "not a node,x,,,double,,,\r\n"));
        var answer = JsonSerializer.Deserialize<JsonElement>(await read.Content.ReadAsStringAsync());
        var back = Assert.Single(answer.GetProperty("signals").EnumerateArray());
        Assert.Equal((Node("a,\"b\""), 250.0, "2 %"), (back.GetProperty("node").GetString(), back.GetProperty("samplingMs").GetDouble(), back.GetProperty("deadband").GetString()));
        Assert.StartsWith("line 3: node:", Assert.Single(answer.GetProperty("faults").EnumerateArray()).GetString(), StringComparison.Ordinal);
        var code = Assert.Single(answer.GetProperty("faultDetails").EnumerateArray()).GetProperty("messageCode");
        Assert.Equal(("table.badNode", "3"), (code.GetProperty("code").GetString(), code.GetProperty("values")[0].GetString()));
    }

    private static string Node(string name) => $"nsu={Workshop.Namespace};s={name}";

    private static async Task MoveAsync(VariableNode[] variables, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        try
        {
            for (var i = 0; await timer.WaitForNextTickAsync(cancellationToken); i++)
            {
                foreach (var variable in variables)
                    Workshop.Set(variable, 100 + (i % 2 * 0.5));
            }
        }
        catch (OperationCanceledException)
        {
            // The trial is over.
        }
    }

    private static Workshop Furnished(int lines, int variables)
    {
        var workshop = new Workshop();
        for (var line = 0; line < lines; line++)
        {
            var folder = workshop.Space.AddFolder(workshop.Space.Objects, workshop.Id($"line{line}"), workshop.Name($"line{line}"));
            for (var i = 0; i < variables; i++)
            {
                workshop.Space.AddVariable(
                    folder, workshop.Id($"line{line}.v{i:00000}"), workshop.Name($"v{i:00000}"), new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 });
            }
        }

        workshop.Server.Start();
        return workshop;
    }
}
