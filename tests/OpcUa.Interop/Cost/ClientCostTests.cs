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

    /// <summary>What else runs on the machine can only add to what a value costs: the best of a few rounds is the closest to it.</summary>
    private const int Rounds = 3;

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
    public async Task Reading_CostsAtLeastTenTimesLessThanNodesClient()
    {
        NodeProcess.Require();
        using var pki = new InteropPki("urn:interop:client");
        var (server, endpoint) = await RichServer.StartAsync(pki, Items);
        await using var disposing = server;

        // A response of 1,000 values allocates about 1,000 bytes for its request, and nothing for a value.
        await CompareAsync(10, bytesEach: 2, async () => (await NodeAsync(endpoint, "--read"), await OursAsync(endpoint, "--read", "--batch", "1000")));
    }

    private async Task CompareAsync(double atLeast, double bytesEach, Func<Task<(ClientCost Node, ClientCost Ours)>> measure)
    {
        var (ratios, allocated) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds && !(ratios.Exists(ratio => ratio >= atLeast) && allocated.Exists(each => each < bytesEach)); round++)
        {
            var (node, ours) = await measure();
            Assert.True(node.Values >= 500 * node.Messages && ours.Values >= 500 * ours.Messages, $"Messages are too small to compare: node {node}; ours {ours}.");
            ratios.Add(node.CpuSecondsAMillion / ours.CpuSecondsAMillion);
            allocated.Add(ours.AllocatedEach!.Value);
            _report.Line(string.Create(CultureInfo.InvariantCulture, $"node-opcua {node}; ours {ours}; ratio {ratios[^1]:F1}"));
        }

        Assert.True(ratios.Max() >= atLeast, $"At least {atLeast} times less was promised; it is {string.Join(", ", ratios)}.");
        Assert.True(allocated.Min() < bytesEach, $"Less than {bytesEach} bytes a value were promised; it is {string.Join(", ", allocated)}.");
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
