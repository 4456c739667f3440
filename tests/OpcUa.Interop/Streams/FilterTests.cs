using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Streams;

/// <summary>Deadbands and queues, as each side asks for them and as the other keeps them.</summary>
public sealed class FilterTests(RichServer rich, OurRichServer our)
{
    // Of a range of 200, 5 percent are 10.
    private static readonly double[] Course = [4, 9, 12, 23, 24, 40, 0];

    [Fact]
    public async Task OurClient_WithDeadbands_GetsWhatPassesThem()
    {
        await rich.StartedAsync();
        await using var connection = await rich.ConnectAsync();
        await SetAsync(0);
        var subscription = connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(100),
            Items = [Item() with { AbsoluteDeadband = 10 }, Item() with { PercentDeadband = 5 }, Item()],
        });
        var got = new List<double>[] { [], [], [] };
        void Take(NotificationBatch batch)
        {
            for (var row = 0; row < batch.Count; row++)
                got[batch.Values.Handle[row]].Add(batch.Values.Double(row));
        }

        await connection.ReadUntilAsync(
            batch =>
            {
                Take(batch);
                return got.All(values => values.Count > 0);
            },
            () => "a first value of each item");
        foreach (var value in Course)
            await SetAsync(value);
        await connection.ReadUntilAsync(
            batch =>
            {
                Take(batch);
                return got.All(values => values.Count > 1 && values[^1] == 0);
            },
            () => $"the last value, after {string.Join(" | ", got.Select(values => string.Join(", ", values)))},");

        Assert.Equal([0, 12, 23, 40, 0], got[0]);
        Assert.Equal([0, 12, 23, 40, 0], got[1]);
        Assert.Equal([0, .. Course], got[2]);
        Assert.All([0, 1, 2], handle => Assert.Equal((StatusCodes.Good, 100u), (subscription.ItemStatusOf(handle).Status, subscription.ItemStatusOf(handle).QueueSize)));

        static MonitoredItemSettings Item() =>
            new(ExpandedNodeId.Parse($"nsu={RichServer.NamespaceUri};s=Analog")) { SamplingInterval = TimeSpan.Zero, QueueSize = 100 };
        Task SetAsync(double value) => rich.Node.CommandAsync(new { command = "set", node = "Analog", type = "Double", value });
    }

    [Theory]
    [InlineData("deadband", 10)]
    [InlineData("percent", 5)]
    public async Task NodesClient_WithADeadband_GetsWhatPassesIt(string kind, double deadband)
    {
        await our.StartedAsync();
        our.Analog.SetValue(0.0, DateTime.UtcNow);
        var (client, _) = await OurRichServer.ConnectAsync(our.Server, our.Pki);
        await using var disposing = client;
        await client.CommandAsync(new Dictionary<string, object>
        {
            ["command"] = "watch", ["nodes"] = new[] { "ns=2;s=Analog" }, ["queue"] = 100, [kind] = deadband,
        });
        await client.CommandAsync(new { command = "watched", count = 1 });

        foreach (var value in Course)
            our.Analog.SetValue(value, DateTime.UtcNow);
        var answer = await client.CommandAsync(new { command = "watched", count = 2, last = 0 });

        Assert.Equal([0, 12, 23, 40, 0], answer.GetProperty("changes").GetProperty("ns=2;s=Analog").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public async Task OurClient_WithAShortQueue_SeesTheOverflowAndTheEndThatItAskedFor()
    {
        await rich.StartedAsync();
        await using var connection = await rich.ConnectAsync();
        var oldestGo = new MonitoredItemSettings(RichServer.ItemId(100)) { SamplingInterval = TimeSpan.Zero, QueueSize = 3 };
        var subscription = connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(100), Items = [oldestGo, oldestGo with { DiscardOldest = false }],
        });
        await connection.ReadUntilAsync(batch => batch.Count == 2, () => "first values");
        // Other tests step the items too; from here on nothing is published until all have stepped.
        await connection.SetPublishingAsync(subscription, enabled: false);
        var before = (await connection.ReadValuesAsync(connection.Plant("i00100")))[0].Value;
        var reached = await rich.StepAsync(10);
        var got = new List<double>[] { [], [] };
        var overflows = 0;
        await connection.SetPublishingAsync(subscription, enabled: true);
        await connection.ReadUntilAsync(
            batch =>
            {
                overflows += batch.OverflowCount;
                for (var row = 0; row < batch.Count; row++)
                    got[batch.Values.Handle[row]].Add(batch.Values.Double(row));
                return got[0].Count > 0 && got[0][^1] >= reached && got[1].Count > 0;
            },
            () => "what the queues kept");

        Assert.True(before.TryGetDouble(out var first));
        Assert.Equal(3, got[0].Count);
        Assert.Equal([got[0][0], got[0][0] + 1, got[0][0] + 2], got[0]);
        // The first ones stay, and the newest takes the last place (OPC 10000-4, 7.21).
        Assert.True(got[1][0] <= first + 1, $"{got[1][0]} after {first}");
        Assert.True(overflows >= 2, $"{overflows} overflows");
    }

    [Fact]
    public async Task NodesClient_WithAShortQueue_SeesTheNewestOfOurServer()
    {
        await our.StartedAsync();
        var (client, _) = await OurRichServer.ConnectAsync(our.Server, our.Pki);
        await using var disposing = client;
        var item = our.Items[200];
        // The first publishing time is half a second away: all changes meet in the queue.
        await client.CommandAsync(new { command = "watch", nodes = new[] { "ns=2;s=i00200" }, queue = 3, publishing = 500 });
        await client.CommandAsync(new { command = "watched", count = 1 });
        var now = DateTime.UtcNow;
        for (var value = 1; value <= 50; value++)
            item.SetValue((double)value, now.AddTicks(value));

        var answer = await client.CommandAsync(new { command = "watched", last = 50 });

        Assert.Equal([0, 48, 49, 50], answer.GetProperty("changes").GetProperty("ns=2;s=i00200").EnumerateArray().Select(value => value.GetDouble()));
    }
}
