using Jinan.IndustryBrain.TestKit.City;
using Jinan.IndustryBrain.Uplink.Sending;

namespace Jinan.IndustryBrain.Uplink.Tests;

public sealed class OutboxLimitTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task FullOutbox_HandsMessagesBack_AndTakesThemOnceTheCityIsThere()
    {
        await using var city = await FakeCity.StartAsync();
        city.Answer = _ => (503, "{}");
        await using var edge = new Edge();
        edge.Register("auto-01", fixture.Issuer.TokenEndpoint, city.Address);
        await edge.StartAsync("--Uplink:MaxOutboxBytes=4194304");

        var accepted = 0;
        string answer;
        while ((answer = await edge.DeliverAsync(Large(accepted))) == "SUCCESS")
            Assert.True(++accepted < 1000, "The outbox takes more than it may hold.");
        Assert.Equal("RETRY", answer);
        Assert.Equal(accepted, (await edge.GetAsync("/status")).GetProperty("pending").GetInt64());
        Assert.Equal(0, (await edge.GetAsync("/status")).GetProperty("deadLetters").GetInt64());

        city.Answer = _ => (200, """{"refused":[]}""");
        await edge.WaitForAsync(status => status.GetProperty("pending").GetInt64() == 0, "an empty outbox");
        Assert.Equal("SUCCESS", await edge.DeliverAsync(Large(accepted)));
    }

    [Fact]
    public void BackOff_DoublesUpToItsLimit_AndHonoursWhatTheCityAsks()
    {
        var backOff = new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        for (var failure = 0; failure < 100; failure++)
        {
            var full = TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, Math.Min(failure, 20))));
            Assert.InRange(backOff.Next(null), full / 2, full);
        }

        backOff.Reset();
        Assert.Equal(TimeSpan.FromSeconds(20), backOff.Next(TimeSpan.FromSeconds(20)));
        Assert.Equal(TimeSpan.FromSeconds(30), backOff.Next(TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Options_WithFaults_ListThemAll() => Assert.Equal(8, new UplinkOptions
    {
        MaxBatch = 0,
        MaxBatchBytes = 1,
        Linger = TimeSpan.FromHours(1),
        MaxOutboxBytes = 1,
        FirstBackOff = TimeSpan.Zero,
        RequestTimeout = TimeSpan.Zero,
        TaskInterval = TimeSpan.Zero,
        ExportLines = 0,
    }.FindFaults().Count());

    private static string Large(int number)
    {
        var insight = Insights.Of("auto-01", Start.AddSeconds(20 * number));
        return Insights.JsonOf(insight with
        {
            Evidence = insight.Evidence with { Signals = [.. Enumerable.Range(0, 1000).Select(i => $"auto-01-m1/signal-number-{i:0000}")] },
        });
    }
}
