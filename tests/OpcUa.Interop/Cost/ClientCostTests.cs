using System.Globalization;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Cost;

/// <summary>
/// Our client's process beside node-opcua's client, each subscribing to and reading the same 10,000 Doubles of the same node-opcua
/// server, one after the other. Only ratios are asserted: a busy machine makes both slower.
/// </summary>
[Collection(nameof(Alone))]
public sealed class ClientCostTests(ITestOutputHelper output)
{
    private const int Items = 10_000;

    /// <summary>What else runs on the machine can only add to what a value costs: the least of a few rounds, of each side, is the closest to it.</summary>
    private const int Rounds = 5;

    private readonly TestReport _report = new(output);

    [Fact]
    public async Task Subscribing_CostsAtLeastFifteenTimesLessThanNodesClient_AndAllocatesNothingAValue()
    {
        NodeProcess.Require();
        using var pki = new InteropPki("urn:interop:client");
        // Every 100 ms 10,000 changes in one message, as far as the server's core gets.
        var (server, endpoint) = await RichServer.StartAsync(pki, Items, more: ["--period", "100"]);
        await using var disposing = server;

        await CompareAsync(15, bytesEach: 1, async () => (
            await NodeAsync(endpoint),
            await OursAsync(endpoint, "--publishing", "100", "--sampling", "0", "--queue", "10")));
    }

    [Fact]
    public async Task Reading_CostsAtLeastTenTimesLessThanNodesClient_AndAllocatesNothingAValue()
    {
        NodeProcess.Require();
        using var pki = new InteropPki("urn:interop:client");
        var (server, endpoint) = await RichServer.StartAsync(pki, Items);
        await using var disposing = server;

        await CompareAsync(10, bytesEach: 1, async () => (await NodeAsync(endpoint, "--read"), await OursAsync(endpoint, "--read", "--batch", "1000")));
    }

    private async Task CompareAsync(double atLeast, double bytesEach, Func<Task<(ClientCost Node, ClientCost Ours)>> measure)
    {
        var (nodes, ours) = (new List<double>(), new List<ClientCost>());
        for (var round = 0; round < Rounds && !IsKept(); round++)
        {
            var (node, our) = await measure();
            Assert.True(node.Values >= 500 * node.Messages && our.Values >= 500 * our.Messages, $"Messages are too small to compare: node {node}; ours {our}.");
            nodes.Add(node.CpuSecondsAMillion);
            ours.Add(our);
            _report.Line(string.Create(CultureInfo.InvariantCulture, $"node-opcua {node}; ours {our}; ratio of the least so far {Ratio():F1}"));
        }

        Assert.True(Ratio() >= atLeast, $"At least {atLeast} times less was promised; it is {Ratio()}.");
        Assert.True(Allocated() < bytesEach, $"Less than {bytesEach} bytes a value were promised; it is {Allocated()}.");

        bool IsKept() => ours.Count > 0 && Ratio() >= atLeast && Allocated() < bytesEach;
        double Ratio() => nodes.Min() / ours.Min(one => one.CpuSecondsAMillion);
        double Allocated() => ours.Min(one => one.AllocatedEach!.Value);
    }

    private static async Task<ClientCost> NodeAsync(string endpoint, params string[] more)
    {
        await using var client = NodeProcess.Start(
            "cost-client.mjs", ["--endpoint", endpoint, "--node", "ns=3;s=i", "--items", $"{Items}", "--seconds", "6", "--warmup", "4", .. more]);
        return ClientCost.Of(await client.NextAsync("what values cost it"));
    }

    private static async Task<ClientCost> OursAsync(string endpoint, params string[] more) => ClientCost.Of(await BrainProcess.RunAsync(
    [
        "opcua", "bench", endpoint, "--json", "--items", $"{Items}", "--seconds", "6", "--warmup", "4",
        "--nodes", $"nsu={RichServer.NamespaceUri};s=i{{0:D5}}", .. more,
    ]));
}

/// <summary>Tests that measure: nothing else of this project runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
