using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.Client;
using Jinan.IndustryBrain.OpcUa.Tests.Faults;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.OpcUa.Tests.Complaints;

/// <summary>Memory that grows; measured where nothing else runs beside it. See also <see cref="RestartTests"/> and <see cref="SoakTests"/>.</summary>
[Collection(nameof(AloneCollection))]
public sealed class MemoryTests(ITestOutputHelper output)
{
    // UA-.NETStandard 3134: 20,000 items, and 100 MB more each time that the server is initialised anew. OPC Publisher 2365: dead
    // objects after each restart of the server.
    [Fact]
    public async Task Items_TwentyThousandCreatedAnewAgainAndAgain_CostNoMore()
    {
        const int Items = 20_000;
        await using var harness = new ConnectionHarness();
        harness.Server.MaxMonitoredItemsPerCall = 1_000;
        harness.Server.RefusesTransfer = true;
        var (ours, theirs) = await harness.SubscribeAsync([.. Enumerable.Range(0, Items).Select(i => $"n{i}")]);
        var footprints = new List<Footprint>();
        for (var round = 1; round <= 8; round++)
        {
            await harness.UntilAsync(() => ours.Id == theirs.Id && theirs.Items.Count == Items && harness.Server.WaitingPublishes > 0, "all items");
            harness.Server.Notify(theirs, [.. theirs.Items.Take(5_000).Select(item => (item.RequestedParameters.ClientHandle, (double)round))]);
            using (var batch = await harness.NextBatchAsync()) Assert.Equal(5_000, batch.Count);
            footprints.Add(await Footprint.TakeAsync());
            output.WriteLine($"Round {round}: {footprints[^1]}");

            var before = theirs.Id;
            harness.Server.ItemRequestSizes.Clear();
            harness.Server.ForgetSubscriptions();
            harness.Server.ForgetSessions();
            harness.Server.Cut();
            await harness.UntilAsync(() => ours.Id != 0 && ours.Id != before, "the next subscription");
            theirs = harness.Server.Subscriptions.Single(subscription => subscription.Id == ours.Id);
        }

        new TestReport(output).Line($"{Items:N0} items, after 2 rounds: {footprints[1]}; after {footprints.Count}: {footprints[^1]}");
        // The first two rounds grow the buffers; 20,000 items that stayed would be 2 MB and more each time.
        Assert.True(footprints[^1].Bytes <= footprints[1].Bytes + 2_000_000, $"{footprints[1]} became {footprints[^1]}");
    }

    // UA-.NETStandard 2597, 3809: each read leaves something behind.
    [Fact]
    public async Task Reads_Thousands_LeaveNothingBehind()
    {
        await using var harness = new ConnectionHarness(options => options with { KeepAliveInterval = TimeSpan.FromSeconds(5) });
        harness.Connection.Start();
        await harness.UntilAsync(() => harness.Connection.Status.State is OpcUa.Client.ConnectionState.Running, "the connection");
        var nodes = Enumerable.Range(0, 20).Select(_ => new ReadValueId { NodeId = VariableIds.ServerStatusState, AttributeId = AttributeIds.Value }).ToArray();

        async Task ReadAsync(int times)
        {
            for (var i = 0; i < times; i++) await harness.Connection.ReadAsync(nodes);
        }

        await ReadAsync(500);
        var early = await Footprint.TakeAsync();
        await ReadAsync(4_000);
        var late = await Footprint.TakeAsync();

        new TestReport(output).Line($"After 500 reads: {early}; after 4,500: {late}");
        // 100 bytes left by each would be 400 KB.
        Assert.True(late.Bytes <= early.Bytes + 300_000, $"{early} became {late}");
        Assert.InRange(late.Timers, 0, early.Timers + 4);
    }
}
