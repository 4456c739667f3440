using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Channels;

/// <summary>A server that goes away in mid-stream and comes back, on secured channels.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task NodesServer_StartedAgain_OurClientIsBackAndSaysWhatIsMissing()
    {
        NodeProcess.Require();
        using var pki = new InteropPki("urn:interop:client");
        var (first, endpoint) = await RichServer.StartAsync(pki, items: 20, more: ["--period", "100"]);
        var options = RichServer.Options(endpoint, pki, SecurityPolicyChoice.Aes256Sha256RsaPss, SecurityMode.SignAndEncrypt, User.Password);
        await using var connection = new OpcUaConnection(options);
        connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(100),
            Items = [.. Enumerable.Range(0, 20).Select(i => new MonitoredItemSettings(RichServer.ItemId(i)) { SamplingInterval = TimeSpan.Zero, QueueSize = 100 })],
        });
        connection.Start();
        var series = new Series(20);
        await ReadAsync(values: 200, "values of the first server");
        Assert.Empty(series.Faults);
        Assert.Empty(series.Gaps);

        await first.DisposeAsync();
        var (second, _) = await RichServer.StartAsync(pki, items: 20, new Uri(endpoint).Port, more: ["--period", "100"]);
        await using var disposing = second;
        await connection.ReadUntilAsync(
            batch =>
            {
                series.Add(batch);
                return series.Gaps.Count > 0;
            },
            () => "a batch that says that something is missing");
        await ReadAsync(values: 200, "values of the second server");

        Assert.Equal([GapReason.Disconnected], series.Gaps);
        Assert.Empty(series.Faults);
        Assert.Equal((ConnectionState.Running, 20), (connection.Status.State, connection.Status.Subscriptions[0].Items));

        async Task ReadAsync(int values, string awaited)
        {
            var enough = series.Count + values;
            await connection.ReadUntilAsync(
                batch =>
                {
                    series.Add(batch);
                    return series.Count >= enough && series.EachHasOne;
                },
                () => awaited);
        }
    }

    [Fact]
    public async Task OurServer_StartedAgain_NodesClientIsBackAndGetsEveryValueFromThenOn()
    {
        NodeProcess.Require();
        using var pki = new InteropPki(OurRichServer.Uri);
        var first = Start(pki, port: 0, out var number);
        var port = first.EndPoint.Port;
        var (probe, certificate) = await OurRichServer.ConnectAsync(first, pki);
        await probe.DisposeAsync();
        pki.Trust(certificate);
        var (client, _) = await OurRichServer.ConnectAsync(
            first, pki, "--policy", "Basic256Sha256", "--mode", "SignAndEncrypt", "--user", "engineer", "--password", "secret");
        await using var disposing = client;
        await client.CommandAsync(new { command = "watch", nodes = new[] { "ns=2;s=number" }, queue = 1_000 });
        await PushAsync(number, 1, 20);
        await client.CommandAsync(new { command = "watched", last = 20 });

        await first.DisposeAsync();
        await using var second = Start(pki, port, out number);
        number.SetValue(100.0, DateTime.UtcNow);
        await client.CommandAsync(new { command = "watched", last = 100 });
        await PushAsync(number, 101, 120);
        var answer = await client.CommandAsync(new { command = "watched", last = 120 });

        Assert.True(answer.GetProperty("reconnected").GetInt32() >= 1, answer.ToString());
        var values = answer.GetProperty("changes").GetProperty("ns=2;s=number").EnumerateArray().Select(value => (int)value.GetDouble()).ToList();
        Assert.Equal(Enumerable.Range(0, 21).Concat(Enumerable.Range(100, 21)), values);
    }

    private static OpcUaServer Start(InteropPki pki, int port, out VariableNode number)
    {
        var server = OurRichServer.Make(pki, port);
        var ns = server.AddressSpace.RegisterNamespace(RichServer.NamespaceUri);
        number = server.AddressSpace.AddVariable(
            server.AddressSpace.Objects, new NodeId("number", ns), new QualifiedName(ns, "number"), new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 });
        server.Start();
        return server;
    }

    private static async Task PushAsync(VariableNode number, int first, int last)
    {
        for (var value = first; value <= last; value++)
        {
            number.SetValue((double)value, DateTime.UtcNow);
            await Task.Delay(10);
        }
    }
}
