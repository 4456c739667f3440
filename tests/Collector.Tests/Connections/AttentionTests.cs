using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Collector.Tests.Connections;

public sealed class AttentionTests
{
    [Fact]
    public async Task Report_OfALivingConnection_NamesFlatLinesAndSignalsThatNeverCame()
    {
        await using var workshop = new Workshop { Options = new CollectorOptions { SnapshotInterval = TimeSpan.FromMilliseconds(100), FlatAfter = TimeSpan.FromSeconds(1) } };
        var moving = workshop.Add("moving", new VariableSettings(BuiltInType.Double) { InitialValue = 1.0 });
        Workshop.Set(workshop.Add("flat", new VariableSettings(BuiltInType.Double)), 5.0);
        workshop.Add("never", new VariableSettings(BuiltInType.Double));
        workshop.Server.Start();
        await using var collector = await workshop.CollectAsync(workshop.Configuration(
            "", "name: moving, node: moving, type: double", "name: flat, node: flat, type: double", "name: never, node: never, type: double"));
        var number = 1.0;
        await Workshop.UntilAsync(
            () =>
            {
                Workshop.Set(moving, ++number);
                return collector.Reports() is [{ Attention: { FlatCount: > 0 } }] && collector.Reports()[0].Counts.Values > 2;
            },
            "a flat line");
        var attention = collector.Reports()[0].Attention;
        Assert.Equal("m1/flat", Assert.Single(attention.Flat).Signal);
        Assert.Equal(["m1/never"], attention.NeverSeen);
        Assert.Equal((1, 1), (attention.FlatCount, attention.NeverSeenCount));
    }
}
