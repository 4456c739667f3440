using Jinan.IndustryBrain.OpcUa.Tests.Faults;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>What reconnects leave behind, counted in the whole process: no other test runs meanwhile.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ReconnectTests
{
    [Fact]
    public async Task Reconnects_TwoHundred_LeaveNoSocketBehind()
    {
        await using var harness = new ConnectionHarness(options => options with { LongestBackOff = TimeSpan.FromMilliseconds(5) });
        var (_, theirs) = await harness.SubscribeAsync("a");
        var before = await Footprint.TakeAsync();

        for (var round = 1; round <= 200; round++)
        {
            harness.Server.Cut();
            await harness.UntilAsync(() => harness.Server.ConnectionsAccepted > round && harness.Server.WaitingPublishes > 0, $"reconnect {round}");
            // A cut may hit the greeting: what counts is that the value comes.
            harness.Server.Notify(theirs, (theirs.Items[0].RequestedParameters.ClientHandle, round));
            Assert.Equal((0, (double)round), await harness.NextAsync());
        }

        Assert.Equal(1, harness.Server.OpenConnections);
        var after = await Footprint.TakeAsync();
        Assert.True(after.Descriptors <= before.Descriptors + 10, $"{before} became {after}");
        Assert.True(after.Timers <= before.Timers + 10, $"{before} became {after}");
        Assert.Equal(1, harness.Server.SessionsCreated);
    }
}
