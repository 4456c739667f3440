using System.Text;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.TestKit.City;
using Jinan.IndustryBrain.Uplink.Disclosure;

namespace Jinan.IndustryBrain.Uplink.Tests;

/// <summary>Nothing leaves but what the disclosure contract names.</summary>
public sealed class DisclosureTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>
{
    /// <summary>A value that no sensor gives by chance.</summary>
    private const string Raw = "31415.926535";

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task MarkedRawValues_InEveryPlaceThatIsNoContract_AreInNoByteThatIsSent()
    {
        await using var city = await FakeCity.StartAsync();
        await using var edge = new Edge();
        edge.Register("auto-01", fixture.Issuer.TokenEndpoint, city.Address);
        await edge.StartAsync();

        var honest = Insights.Of("auto-01", Start);
        var json = Insights.JsonOf(honest);
        string[] smuggled =
        [
            json.Replace("\"schema\":1", $"\"schema\":1,\"window_values\":[{Raw},{Raw}]"),
            json.Replace("\"coverage\":0.98", $"\"coverage\":0.98,\"raw\":\"{Raw}\""),
            json.Replace("\"kind\":\"grid\"", $"\"kind\":\"grid\",\"samples\":{{\"torque\":{Raw}}}"),
            json.Replace("\"signal\":\"torque\"", $"\"signal\":\"torque\",\"value\":{Raw}"),
        ];
        Assert.All(smuggled, text => Assert.Contains(Raw, text));
        foreach (var text in smuggled)
            Assert.Equal("DROP", await edge.DeliverAsync(text));

        var talkative = Insights.Of("auto-01", Start.AddSeconds(20), value: null) with { Reason = $"last torque was {Raw} Nm" };
        Assert.Equal("SUCCESS", await edge.DeliverAsync(Insights.JsonOf(talkative)));
        Assert.Equal("SUCCESS", await edge.DeliverAsync(json));

        var arrived = new HashSet<string>();
        while (arrived.Count < 2)
            arrived.UnionWith((await city.NextAsync("two insights")).Insights.Select(insight => insight.Id));
        foreach (var bytes in city.EveryByte)
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Raw)) < 0, "A marked raw value was sent to the city.");
        Assert.Equal(smuggled.Length, (await File.ReadAllLinesAsync(edge.DeadLetters)).Length);
    }

    [Fact]
    public async Task Interval_OfAnAnswer_StaysWhereTheValueLeaves()
    {
        await using var city = await FakeCity.StartAsync();
        await using var edge = new Edge();
        edge.Register("auto-01", fixture.Issuer.TokenEndpoint, city.Address);
        await edge.StartAsync();
        Assert.Equal("SUCCESS", await edge.DeliverAsync(Insights.JsonOf(Insights.Of("auto-01", Start) with { Interval = new(0.625, 0.875, 0.9) { IsOpen = true } })));

        var arrived = Assert.Single((await city.NextAsync("the insight")).Insights);
        Assert.Equal(0.75, arrived.Value);
        Assert.Null(arrived.Interval);
        foreach (var bytes in city.EveryByte)
            Assert.DoesNotContain("interval", Encoding.UTF8.GetString(bytes), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"schema\":1}")]
    public async Task Malformed_IsDroppedAndPutAside(string text)
    {
        await using var edge = new Edge();
        await edge.StartAsync();
        Assert.Equal("DROP", await edge.DeliverAsync(text));
        Assert.Single(await File.ReadAllLinesAsync(edge.DeadLetters));
    }

    [Theory]
    [InlineData("auto-77")]
    [InlineData("../auto-01")]
    public async Task InsightOfNoFactoryHere_IsDropped(string factory)
    {
        await using var edge = new Edge();
        await edge.StartAsync();
        Assert.Equal("DROP", await edge.DeliverAsync(Insights.JsonOf(Insights.Of(factory, Start))));
    }

    [Fact]
    public void Contract_CoversEveryFieldOfAnInsight_OrSaysThatItStays()
    {
        string[] stays = [nameof(Insight.Reason), nameof(Insight.Interval)];
        var full = Insights.Of("auto-01", Start) with { Reason = "r", Label = "l", Retrospective = true, Interval = new(0.5, 0.9, 0.9) };
        var sent = DisclosureContract.Project(full);
        foreach (var property in typeof(Insight).GetProperties().Where(property => property.Name != "EqualityContract"))
        {
            var before = property.GetValue(full);
            Assert.NotNull(before);
            var after = property.GetValue(sent);
            if (stays.Contains(property.Name))
                Assert.Null(after);
            else
                Assert.Equivalent(before, after);
        }
    }
}
