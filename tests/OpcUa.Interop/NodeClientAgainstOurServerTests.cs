using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>node-opcua's client, which nobody here wrote, against this repository's server.</summary>
public sealed class NodeClientAgainstOurServerTests(OurServer our) : IClassFixture<OurServer>
{
    private OpcUaServer Server => our.Server;

    private NodeProcess Client => our.Client;

    [Fact]
    public async Task Discovery_AnyClient_NamesServerEndpointAndUserTokens()
    {
        var answer = await Client.CommandAsync(new { command = "endpoints" });

        Assert.Equal("urn:test:server", answer.GetProperty("servers")[0].GetString());
        var endpoint = answer.GetProperty("endpoints")[0];
        Assert.Equal(Server.EndpointUrl, endpoint.GetProperty("url").GetString());
        Assert.Equal([0, 1], endpoint.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Browse_FromRoot_FindsEveryNodeOnce(int referencesPerResponse)
    {
        var answer = await Client.CommandAsync(new { command = "browse", root = "i=84", limit = referencesPerResponse });

        var nodes = answer.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()!).ToList();
        Assert.Equal(nodes.Count, nodes.Distinct().Count());
        Assert.Contains("ns=0;i=2253", nodes);
        Assert.Contains("ns=0;i=2259", nodes);
        Assert.Contains("ns=2;s=m1.Reset", nodes);
        for (var i = 0; i < OurServer.SensorCount; i++)
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"ns=2;s=m1.s{i}"), nodes);
        if (referencesPerResponse > 0)
            Assert.True(answer.GetProperty("responses").GetInt32() > nodes.Count, "Continuation points were not used.");
    }

    [Fact]
    public async Task TranslatePath_ToVariable_GivesItsNodeId()
    {
        var answer = await Client.CommandAsync(new { command = "translate", start = "i=84", path = "/Objects/2:m1/2:s3" });

        Assert.Equal(0u, answer.GetProperty("status").GetUInt32());
        Assert.Equal("ns=2;s=m1.s3", answer.GetProperty("targets")[0].GetString());
    }

    [Fact]
    public async Task Read_ValuesOfAllTypes_GivesThemWithBothTimes()
    {
        var source = new DateTime(2026, 3, 4, 5, 6, 7, 891, DateTimeKind.Utc);
        our.Sensors[0].SetValue(-12.75, source, StatusCodes.UncertainInitialValue);

        var answer = await Client.CommandAsync(new
        {
            command = "read",
            nodes = new[] { "ns=2;s=m1.s0", "ns=2;s=m1.boolean", "ns=2;s=m1.int64", "ns=2;s=m1.text", "ns=2;s=m1.array", "i=2259", "ns=2;s=nowhere" },
        });

        var values = answer.GetProperty("values");
        Assert.Equal(-12.75, values[0].GetProperty("value").GetDouble());
        Assert.Equal(StatusCodes.UncertainInitialValue.Code, values[0].GetProperty("status").GetUInt32());
        Assert.Equal("2026-03-04T05:06:07.891Z", values[0].GetProperty("source").GetString());
        Assert.NotNull(values[0].GetProperty("server").GetString());
        Assert.True(values[1].GetProperty("value").GetBoolean());
        Assert.Equal("-9007199254740993", values[2].GetProperty("value").GetString());
        Assert.Equal("温度 23 °C", values[3].GetProperty("value").GetString());
        Assert.Equal([1.5, -2.5], values[4].GetProperty("value").EnumerateArray().Select(item => item.GetDouble()));
        Assert.Equal(0, values[5].GetProperty("value").GetInt32());
        Assert.Equal(StatusCodes.BadNodeIdUnknown.Code, values[6].GetProperty("status").GetUInt32());
    }

    [Fact]
    public async Task Write_WritableAndOthers_StoresTheOneAndRefusesTheOthers()
    {
        Assert.Equal(0u, await WriteAsync("ns=2;s=m1.setpoint", "Double", 42.5));
        Assert.Equal(42.5, our.Written);
        Assert.Equal(StatusCodes.BadOutOfRange.Code, await WriteAsync("ns=2;s=m1.setpoint", "Double", -1.0));
        Assert.Equal(StatusCodes.BadTypeMismatch.Code, await WriteAsync("ns=2;s=m1.setpoint", "Int32", 1));
        Assert.Equal(StatusCodes.BadNotWritable.Code, await WriteAsync("ns=2;s=m1.s0", "Double", 1.0));
    }

    [Fact]
    public async Task Call_WithArguments_GivesOutputs()
    {
        var answer = await Client.CommandAsync(new
        {
            command = "call",
            @object = "ns=2;s=m1",
            method = "ns=2;s=m1.Reset",
            arguments = new object[] { new { type = "String", value = "bearing" }, new { type = "Double", value = 0.5 } },
        });
        var missing = await Client.CommandAsync(new { command = "call", @object = "ns=2;s=m1", method = "ns=2;s=m1.Reset", arguments = Array.Empty<object>() });

        Assert.Equal(0u, answer.GetProperty("status").GetUInt32());
        Assert.Equal("bearing at 0.5", answer.GetProperty("arguments")[0].GetString());
        Assert.Equal(StatusCodes.BadArgumentsMissing.Code, missing.GetProperty("status").GetUInt32());
    }

    [Fact]
    public async Task Subscribe_ValuesPushedFasterThanPublished_GetsEveryOneInOrder()
    {
        // Not with what another test left there.
        foreach (var sensor in our.Sensors)
            sensor.SetValue(0.0, DateTime.UtcNow);
        using var stop = new CancellationTokenSource();
        var pushing = PushAsync(stop.Token);
        var nodes = Enumerable.Range(0, OurServer.SensorCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"ns=2;s=m1.s{i}")).ToArray();

        var answer = await Client.CommandAsync(new { command = "subscribe", nodes, sampling = 0, queue = 1_000, publishing = 100, @for = 3_000 });
        await stop.CancelAsync();
        var pushed = await pushing;

        var changes = answer.GetProperty("changes").EnumerateArray().GroupBy(change => change.GetProperty("node").GetString()!).ToList();
        Assert.Equal(OurServer.SensorCount, changes.Count);
        foreach (var ofNode in changes)
        {
            var values = ofNode.Select(change => (int)change.GetProperty("value").GetDouble()).ToList();
            Assert.True(values.Count > 50, $"{ofNode.Key} got {values.Count} of {pushed} values.");
            // From the first one on, none is missing and none comes twice.
            Assert.Equal(Enumerable.Range(values[0], values.Count), values);
        }

        Assert.Equal(0, Server.Metrics.Dropped);
    }

    [Fact]
    public async Task Subscribe_QuietVariableWithDeadband_GetsKeepAlivesAndOnlyLargeChanges()
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        our.Sensors[1].SetValue(10.0, start);
        var subscribing = Client.CommandAsync(new { command = "subscribe", nodes = new[] { "ns=2;s=m1.s1" }, publishing = 50, deadband = 1.0, @for = 2_500 });
        await ItemsAsync(1);
        our.Sensors[1].SetValue(10.5, start.AddSeconds(1));
        our.Sensors[1].SetValue(11.5, start.AddSeconds(2));
        our.Sensors[1].SetValue(12.0, start.AddSeconds(3));

        var answer = await subscribing;

        var values = answer.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("value").GetDouble());
        Assert.Equal([10.0, 11.5], values);
        Assert.True(answer.GetProperty("keepAlives").GetInt32() >= 2, answer.ToString());
    }

    [Fact]
    public async Task Session_UserNameAndPassword_AdmitsTheRightOne()
    {
        await using var known = await our.ConnectAsync("--user", "engineer", "--password", "secret");
        var answer = await known.CommandAsync(new { command = "read", nodes = new[] { "i=2259" } });

        Assert.Equal(0, answer.GetProperty("values")[0].GetProperty("value").GetInt32());
        await Assert.ThrowsAsync<InvalidOperationException>(() => our.ConnectAsync("--user", "engineer", "--password", "wrong"));
    }

    private async Task<uint> WriteAsync(string node, string type, object value) =>
        (await Client.CommandAsync(new { command = "write", node, type, value })).GetProperty("status").GetUInt32();

    // Every 20 ms a number that is one more than the last, on all sensors.
    private async Task<int> PushAsync(CancellationToken stop)
    {
        var count = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!stop.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            count++;
            foreach (var sensor in our.Sensors)
                sensor.SetValue((double)count, DateTime.UtcNow);
        }

        return count;
    }

    private async Task ItemsAsync(int count)
    {
        for (var i = 0; i < 500 && Server.MonitoredItemCount < count; i++)
            await Task.Delay(20);
        Assert.Equal(count, Server.MonitoredItemCount);
    }
}
