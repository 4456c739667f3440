using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Streams;

/// <summary>10,000 items in one subscription, encrypted: every value of every item, once, in order.</summary>
public sealed class TenThousandItemsTests(RichServer rich, OurRichServer our)
{
    [Fact]
    public async Task OurClient_OnNodesServer_GetsEveryValueOfEach()
    {
        await rich.StartedAsync();
        await using var connection = new OpcUaConnection(rich.Options(SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityMode.SignAndEncrypt));
        connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(250),
            Items = [.. Enumerable.Range(0, RichServer.Items).Select(i => new MonitoredItemSettings(RichServer.ItemId(i)) { SamplingInterval = TimeSpan.Zero, QueueSize = 1_000 })],
        });
        connection.Start();
        var series = new Series(RichServer.Items);
        await connection.ReadUntilAsync(
            batch =>
            {
                series.Add(batch);
                return series.EachHasOne;
            },
            () => $"a first value of {series.Behind(0)} items");

        var reached = await rich.StepAsync(5, pauseMs: 300);
        await connection.ReadUntilAsync(
            batch =>
            {
                series.Add(batch);
                return series.Behind(reached) == 0;
            },
            () => $"the last value of {series.Behind(reached)} items");

        Assert.Empty(series.Faults);
        Assert.Empty(series.Gaps);
        Assert.True(series.Count >= RichServer.Items * 6L, $"{series.Count} values came.");
        Assert.Equal((RichServer.Items, 0), (connection.Status.Subscriptions[0].Items, connection.Status.Subscriptions[0].FailedItems));
    }

    [Fact]
    public async Task NodesClient_OnOurServer_GetsEveryValueOfEach()
    {
        await our.StartedAsync();
        var (client, _) = await OurRichServer.ConnectAsync(our.Server, our.Pki, "--policy", "Aes128_Sha256_RsaOaep", "--mode", "SignAndEncrypt");
        await using var disposing = client;
        // The first 1,000 belong to other tests too.
        var nodes = Enumerable.Range(1_000, RichServer.Items - 1_000).Concat(Enumerable.Range(300, 700)).Select(i => FormattableString.Invariant($"ns=2;s=i{i:D5}")).ToArray();
        var watching = await client.CommandAsync(new { command = "watch", nodes, queue = 100, publishing = 200 });
        await client.CommandAsync(new { command = "watched", count = 1 });
        for (var value = 1; value <= 5; value++)
        {
            foreach (var item in our.Items.Skip(300))
                item.SetValue((double)value, DateTime.UtcNow);
        }

        var answer = await client.CommandAsync(new { command = "watched", last = 5 });

        Assert.Equal(0, watching.GetProperty("refused").GetInt32());
        var ofItems = answer.GetProperty("changes").EnumerateObject().ToList();
        Assert.Equal(nodes.Length, ofItems.Count);
        Assert.All(ofItems, item => Assert.Equal([0, 1, 2, 3, 4, 5], item.Value.EnumerateArray().Select(value => value.GetInt32())));
    }
}
