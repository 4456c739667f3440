namespace Jinan.IndustryBrain.Cli.Tests.OpcUa;

/// <summary>discover, browse, read, write, watch and call against a server, and what they say when something is wrong.</summary>
[Collection("console")]
public sealed class ServerCommandTests : IAsyncDisposable
{
    private static readonly string Temperature = PlantServer.Node("Machine1.Temperature");
    private static readonly string Setpoint = PlantServer.Node("Machine1.Setpoint");

    private readonly PlantServer _plant = new();

    public ValueTask DisposeAsync() => _plant.DisposeAsync();

    [Fact]
    public async Task Discover_Server_ShowsHowItIsReached()
    {
        var text = await Tool.RunAsync("discover", _plant.Url);
        Assert.Equal(0, text.Code);
        Assert.All(["Test plant", "urn:test:server", "None", "Anonymous"], part => Assert.Contains(part, text.Output, StringComparison.Ordinal));

        var endpoint = (await Tool.RunAsync("discover", _plant.Url, "--json")).Json.GetProperty("endpoints")[0];
        Assert.Equal(("None", "None", "Anonymous"), (endpoint.GetProperty("policy").GetString(), endpoint.GetProperty("mode").GetString(), endpoint.GetProperty("users")[0].GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Browse_FromObjects_ShowsTheTreeWithIdsThatLast()
    {
        var result = await Tool.RunAsync("browse", _plant.Url, "--types");
        Assert.Equal(0, result.Code);
        Assert.Contains($"    Machine1  {PlantServer.Node("Machine1")}", result.Output, StringComparison.Ordinal);
        Assert.Contains($"      Temperature  {Temperature}  Double  read  Cel", result.Output, StringComparison.Ordinal);
        Assert.Contains("Double[]", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ServerStatus", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browse_WithSearch_ShowsWhatFitsWithItsPath()
    {
        var result = await Tool.RunAsync("browse", _plant.Url, "--search", "setPOINT");
        Assert.Equal($"Objects/Line1/Machine1/Setpoint  {Setpoint}", result.Output.Trim());
        Assert.Contains("Nothing was found", (await Tool.RunAsync("browse", _plant.Url, "--search", "pressure")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browse_AsJson_IsALineANode()
    {
        var result = await Tool.RunAsync("browse", _plant.Url, PlantServer.Node("Machine1"), "--depth", "1", "--json");
        var temperature = result.JsonLines.Single(line => line.GetProperty("name").GetString() == "Temperature");
        Assert.Equal(
            (Temperature, "Machine1/Temperature", "Double", -1, "Cel"),
            (temperature.GetProperty("node").GetString(), temperature.GetProperty("path").GetString(), temperature.GetProperty("dataType").GetString(),
                temperature.GetProperty("valueRank").GetInt32(), temperature.GetProperty("unit").GetString()));
    }

    [Fact]
    public async Task Browse_WithALimit_SaysThatThereIsMore()
    {
        _plant.AddNumbers(50);
        var result = await Tool.RunAsync("browse", _plant.Url, PlantServer.Node("Numbers"), "--limit", "10");
        Assert.Equal(10, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("--limit", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ValuesOfSeveralKinds_ShowsThemWithTypeAndQuality()
    {
        var result = await Tool.RunAsync("read", _plant.Url, Temperature, PlantServer.Node("Machine1.Name"), PlantServer.Node("Machine1.Curve"));
        Assert.Equal(0, result.Code);
        Assert.All(["20.5", "Double", "good", "焊接", "[1, 2.5]", "Double[]"], part => Assert.Contains(part, result.Output, StringComparison.Ordinal));

        var json = (await Tool.RunAsync("read", _plant.Url, PlantServer.Node("Machine1.Curve"), "--json")).Json;
        Assert.Equal(2.5, json.GetProperty("value")[1].GetDouble());
        Assert.Equal("Good", json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Read_NodeThatIsNotThere_FailsAloneAndLinksToTheGuide()
    {
        var result = await Tool.RunAsync("read", _plant.Url, Temperature, PlantServer.Node("Nothing"), "nsu=urn:nobody;s=x");
        Assert.Equal(2, result.Code);
        Assert.Contains("20.5", result.Output, StringComparison.Ordinal);
        Assert.Contains("docs/connect-a-plc.md#badnodeidunknown", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NotANumber_IsATextInJson()
    {
        _plant.Temperature.SetValue(double.NaN, DateTime.UnixEpoch.AddYears(50));
        Assert.Equal("NaN", (await Tool.RunAsync("read", _plant.Url, Temperature, "--json")).Json.GetProperty("value").GetString());
    }

    [Fact]
    public async Task Read_Structure_ShowsItsFieldsByName()
    {
        _plant.AddStructure();
        var node = PlantServer.Node("Machine1.Position");
        Assert.Contains("{X: 3.5, Label: left}", (await Tool.RunAsync("read", _plant.Url, node)).Output, StringComparison.Ordinal);
        var value = (await Tool.RunAsync("read", _plant.Url, node, "--json")).Json.GetProperty("value");
        Assert.Equal((3.5, "left"), (value.GetProperty("X").GetDouble(), value.GetProperty("Label").GetString()));
    }

    [Theory]
    [InlineData("http://127.0.0.1", "opc.tcp://host:port")]
    [InlineData("opc.tcp://127.0.0.1:1", "docs/connect-a-plc.md#unreachable")]
    public async Task Read_AddressThatIsNone_SaysWhatToDo(string url, string says)
    {
        var result = await Tool.RunAsync("read", url, "i=1", "--timeout", "5s");
        Assert.Equal(1, result.Code);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("is no node id", "read", "{url}", "torque")]
    [InlineData("deprecated", "read", "{url}", "i=1", "--security", "Basic256")]
    [InlineData("not a security mode", "read", "{url}", "i=1", "--mode", "Loud")]
    [InlineData("needs a security policy", "read", "{url}", "i=1", "--security", "None", "--mode", "Sign")]
    [InlineData("needs --user", "read", "{url}", "i=1", "--password-file", "x")]
    [InlineData("belong together", "read", "{url}", "i=1", "--certificate", "x")]
    [InlineData("give one of them", "read", "{url}", "i=1", "--user", "a", "--token-file", "x")]
    [InlineData("is no duration", "read", "{url}", "i=1", "--timeout", "soon")]
    [InlineData("is no duration", "watch", "{url}", "i=1", "--interval", "often")]
    [InlineData("--items is 0", "bench", "{url}", "--items", "0")]
    [InlineData("there is no 's5'", "export", "{url}", "--template", "s5")]
    public async Task Command_OptionThatDoesNotFit_SaysWhatWould(string says, params string[] args)
    {
        var result = await Tool.RunAsync([.. args.Select(arg => arg == "{url}" ? _plant.Url : arg)]);
        Assert.Equal(1, result.Code);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Write_WithYes_WritesInTheVariablesType()
    {
        var result = await Tool.RunAsync("write", _plant.Url, Setpoint, "42.5", "--yes");
        Assert.Equal(0, result.Code);
        Assert.Contains("1 -> 42.5 (Double)", result.Output, StringComparison.Ordinal);
        Assert.Equal(42.5, _plant.Setpoint.Value.Value.ToObject());
    }

    [Theory]
    [InlineData("y\n", 0, 5.0)]
    [InlineData("n\n", 1, 1.0)]
    [InlineData("", 1, 1.0)]
    public async Task Write_WithoutYes_AsksFirst(string answer, int code, double value)
    {
        var result = await Tool.RunAsync(answer, ["write", _plant.Url, Setpoint, "5"]);
        Assert.Equal(code, result.Code);
        Assert.Contains("is 1 (good", result.Error, StringComparison.Ordinal);
        Assert.Contains("Write 5?", result.Error, StringComparison.Ordinal);
        Assert.Equal(value, _plant.Setpoint.Value.Value.ToObject());
    }

    [Fact]
    public async Task Write_NegativeNumber_IsAValueAndNoOption()
    {
        Assert.Equal(0, (await Tool.RunAsync("write", _plant.Url, Setpoint, "-5.5", "--yes")).Code);
        Assert.Equal(-5.5, _plant.Setpoint.Value.Value.ToObject());
    }

    [Theory]
    [InlineData("Machine1.Setpoint", "101", 2, "badoutofrange")]
    [InlineData("Machine1.Temperature", "1", 2, "badnotwritable")]
    [InlineData("Machine1.Setpoint", "hot", 1, "'hot' is no Double")]
    [InlineData("Machine1", "1", 1, "is no variable")]
    public async Task Write_ThatCannotBe_SaysWhyAndChangesNothing(string node, string value, int code, string says)
    {
        var result = await Tool.RunAsync("write", _plant.Url, PlantServer.Node(node), value, "--yes");
        Assert.Equal(code, result.Code);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Equal(1.0, _plant.Setpoint.Value.Value.ToObject());
    }

    [Fact]
    public async Task Call_ByName_GivesTheOutputsByTheirNames()
    {
        var result = await Tool.RunAsync("call", _plant.Url, PlantServer.Node("Machine1"), "Add", "1.5", "2", "--yes");
        Assert.Equal(0, result.Code);
        Assert.Contains("sum = 3.5", result.Output, StringComparison.Ordinal);
        Assert.Contains("takes 2 arguments (a, b)", (await Tool.RunAsync("call", _plant.Url, PlantServer.Node("Machine1"), "Add", "1", "--yes")).Error, StringComparison.Ordinal);
        Assert.Contains("has no method 'Stop'", (await Tool.RunAsync("call", _plant.Url, PlantServer.Node("Machine1"), "Stop", "--yes")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_OfARange_GivesWhatWasStoredInIt()
    {
        var start = DateTime.UnixEpoch.AddYears(50);
        for (var i = 0; i < 10; i++)
            _plant.Cycles.SetValue(i, start.AddSeconds(i));
        string[] range = ["history", _plant.Url, PlantServer.Node("Machine1.Cycles"), "--from", "2020-01-01T00:00:02Z", "--to", "2020-01-01T00:00:05Z"];
        var result = await Tool.RunAsync([.. range, "--json"]);
        Assert.Equal(0, result.Code);
        Assert.Equal([2, 3, 4], result.JsonLines.Select(line => line.GetProperty("value").GetInt32()));

        var cut = await Tool.RunAsync([.. range, "--limit", "2"]);
        Assert.Equal(2, cut.Output.Trim().Split('\n').Length);
        Assert.Contains("--limit", cut.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Tool.RunAsync("history", _plant.Url, PlantServer.Node("Machine1.Cycles"), "--from", "2010-01-01T00:00:00Z", "--to", "2010-01-02T00:00:00Z")).Code);
    }

    [Fact]
    public async Task History_OfAVariableWithoutOne_SaysWhatToDo()
    {
        var result = await Tool.RunAsync("history", _plant.Url, Temperature, "--last", "1h");
        Assert.Equal(1, result.Code);
        Assert.Contains("docs/connect-a-plc.md#badhistoryoperationunsupported", result.Error, StringComparison.Ordinal);
        Assert.Contains("stands alone", (await Tool.RunAsync("history", _plant.Url, Temperature, "--last", "1h", "--from", "2020-01-01")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ValuesThatChange_AreALineEach()
    {
        var running = Tool.RunAsync("watch", _plant.Url, Temperature, "--interval", "50ms", "--count", "2", "--json", "--for", "30s");
        await Until(() => _plant.Items == 1, "the item to be watched");
        _plant.Temperature.SetValue(21.0, DateTime.UnixEpoch.AddYears(55));
        var lines = (await running).JsonLines;
        Assert.Equal([20.5, 21.0], lines.Select(line => line.GetProperty("value").GetDouble()));
        Assert.Equal(DateTime.UnixEpoch.AddYears(55), lines[^1].GetProperty("sourceTime").GetDateTime());
        Assert.Equal(0, (await running).Code);
    }

    [Fact]
    public async Task Watch_NodeThatIsNotThere_IsToldAndCounts()
    {
        var result = await Tool.RunAsync("watch", _plant.Url, Temperature, PlantServer.Node("Nothing"), "--interval", "50ms", "--for", "2s");
        Assert.Equal(2, result.Code);
        Assert.Contains("#badnodeidunknown", result.Error, StringComparison.Ordinal);
        Assert.Contains("20.5", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ThatEnds_LeavesNothingAtTheServer()
    {
        await Tool.RunAsync("watch", _plant.Url, Temperature, "--interval", "50ms", "--count", "1", "--for", "30s");
        await Until(() => (_plant.Sessions, _plant.Subscriptions, _plant.Items) == (0, 0, 0), "the session to be closed");
    }

    internal static async Task Until(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited in vain for {what}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
