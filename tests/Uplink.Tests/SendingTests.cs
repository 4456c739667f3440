using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Uplink.Tests;

public sealed class SendingTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly Edge _edge = new();
    private FakeCity _city = null!;

    public async ValueTask InitializeAsync()
    {
        _city = await FakeCity.StartAsync();
        _edge.Register("auto-01", fixture.Issuer.TokenEndpoint, _city.Address);
        _edge.Register("auto-02", fixture.Issuer.TokenEndpoint, _city.Address);
        await _edge.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _city.DisposeAsync();
    }

    [Fact]
    public async Task Insight_Delivered_ReachesTheCityWithTheFactorysToken()
    {
        Assert.Equal("SUCCESS", await _edge.DeliverAsync(Insights.JsonOf(Insight(0))));
        var received = await _city.NextAsync("the insight");
        Assert.Equal("/api/v1/factories/auto-01/insights", received.Path);
        var token = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(received.Authorization["Bearer ".Length..]);
        Assert.Equal("auto-01", token.GetPayloadValue<string>("factory"));
        Assert.Equal(Insight(0).Id, Assert.Single(received.Insights).Id);
        Assert.NotNull(received.Insights[0].Hops.Uplinked);
        await _edge.WaitForAsync(status => status.GetProperty("pending").GetInt64() == 0, "an empty outbox");
    }

    [Fact]
    public async Task Factories_SendApart_EachWithItsOwnToken()
    {
        await _edge.DeliverAsync(Insights.JsonOf(Insights.Of("auto-01", Start)));
        await _edge.DeliverAsync(Insights.JsonOf(Insights.Of("auto-02", Start)));
        var received = new[] { await _city.NextAsync("the first"), await _city.NextAsync("the second") };
        foreach (var batch in received)
        {
            var token = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(batch.Authorization["Bearer ".Length..]);
            Assert.All(batch.Insights, insight => Assert.Equal(token.GetPayloadValue<string>("factory"), insight.Factory));
        }

        Assert.Equal(2, received.Select(batch => batch.Path).Distinct().Count());
    }

    [Fact]
    public async Task CityAway_InsightsAreKeptOverARestartAndSentLater()
    {
        _city.Answer = _ => (503, "{}");
        for (var i = 0; i < 5; i++)
            await _edge.DeliverAsync(Insights.JsonOf(Insight(i)));
        await _edge.WaitForAsync(status => Of(status, "auto-01").GetProperty("state").GetString() == "waiting", "that it waits");
        Assert.Equal(("city.outOfService", "503"), CodeOf(await _edge.GetAsync("/status"), "faultCode"));
        await _edge.StopAsync();

        _city.Answer = _ => (200, """{"stored":5,"duplicates":0,"refused":[]}""");
        await _edge.StartAsync();
        var ids = new HashSet<string>();
        while (ids.Count < 5)
        {
            var received = await _city.NextAsync("five insights");
            if (received.Status == 200)
                ids.UnionWith(received.Insights.Select(insight => insight.Id));
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(i => Insight(i).Id).Order(), ids.Order());
        await _edge.WaitForAsync(status => status.GetProperty("pending").GetInt64() == 0, "an empty outbox");
    }

    [Fact]
    public async Task TokenRefused_IsReplacedOnceAndTheBatchSentAgain()
    {
        var refused = 0;
        _city.Answer = _ => Interlocked.Increment(ref refused) == 1 ? (401, "{}") : (200, """{"refused":[]}""");
        await _edge.DeliverAsync(Insights.JsonOf(Insight(0)));
        Assert.Equal(401, (await _city.NextAsync("the first try")).Status);
        Assert.Equal(200, (await _city.NextAsync("the second try")).Status);
        await _edge.WaitForAsync(status => status.GetProperty("pending").GetInt64() == 0, "an empty outbox");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(413)]
    public async Task PoisonInsight_IsFoundAndPutAside_AllOthersArrive(int status)
    {
        var poison = Insight(3).Id;
        _city.Answer = batch => batch.Insights.Any(insight => insight.Id == poison)
            ? (status, """{"detail":"not that one"}""")
            : (200, """{"refused":[]}""");
        for (var i = 0; i < 8; i++)
            await _edge.DeliverAsync(Insights.JsonOf(Insight(i)));

        await _edge.WaitForAsync(answer => answer.GetProperty("pending").GetInt64() == 0, "an empty outbox");
        var arrived = new HashSet<string>();
        while (arrived.Count < 7)
        {
            var received = await _city.NextAsync("seven insights");
            if (received.Status == 200)
                arrived.UnionWith(received.Insights.Select(insight => insight.Id));
        }

        Assert.DoesNotContain(poison, arrived);
        var letter = Assert.Single(await File.ReadAllLinesAsync(_edge.DeadLettersOf("auto-01")));
        Assert.Contains(poison, letter);
        Assert.Contains("not that one", letter);
    }

    [Fact]
    public async Task FactoryRefusedAltogether_LosesNothing()
    {
        _city.Answer = _ => (403, """{"detail":"not registered","detailCode":{"code":"refusal.notRegistered","values":["auto-01"]}}""");
        await _edge.DeliverAsync(Insights.JsonOf(Insight(0)));
        await _edge.WaitForAsync(
            status => Of(status, "auto-01").GetProperty("fault").GetString()?.Contains("not registered") == true, "why it waits");
        var status = await _edge.GetAsync("/status");
        Assert.Equal(("refusal.notRegistered", "auto-01"), CodeOf(status, "faultCode"));
        Assert.Equal(1, status.GetProperty("pending").GetInt64());
        Assert.Equal(0, status.GetProperty("deadLetters").GetInt64());
        Assert.False(File.Exists(_edge.DeadLettersOf("auto-01")));
    }

    [Fact]
    public async Task ItemsThatTheCityNames_AreDeadLettersAndNotSentAgain()
    {
        _city.Answer = batch => batch.Insights.Count > 0
            ? (200, """{"stored":0,"duplicates":0,"refused":[{"index":0,"reason":"it is from the future","reasonCode":{"code":"refusal.badShare","values":["x"]}}]}""")
            : (200, """{"refused":[]}""");
        await _edge.DeliverAsync(Insights.JsonOf(Insight(0)));
        await _edge.WaitForAsync(status => status.GetProperty("deadLetters").GetInt64() == 1, "a dead letter");
        Assert.Contains("from the future", await File.ReadAllTextAsync(_edge.DeadLettersOf("auto-01")));
        Assert.Equal(("refusal.badShare", "x"), CodeOf(await _edge.GetAsync("/status"), "lastRefusalCode"));
        await _edge.WaitForAsync(status => status.GetProperty("pending").GetInt64() == 0, "an empty outbox");
    }

    [Fact]
    public async Task CredentialsCorrected_AreTakenUpWithoutARestart()
    {
        _edge.Register("auto-01", fixture.Issuer.TokenEndpoint, _city.Address, secret: "wrong");
        await _edge.DeliverAsync(Insights.JsonOf(Insight(0)));
        await _edge.WaitForAsync(
            status => Of(status, "auto-01").GetProperty("fault").GetString()?.Contains("clientSecret") == true, "what to check");
        var status = await _edge.GetAsync("/status");
        Assert.Equal(("city.noToken", fixture.Issuer.TokenEndpoint), CodeOf(status, "faultCode"));
        Assert.DoesNotContain("wrong", status.GetRawText(), StringComparison.Ordinal);
        _edge.Register("auto-01", fixture.Issuer.TokenEndpoint, _city.Address);
        Assert.Single((await _city.NextAsync("the insight")).Insights);
    }

    private static Insight Insight(int number) => Insights.Of("auto-01", Start.AddSeconds(20 * number));

    private static (string?, string?) CodeOf(System.Text.Json.JsonElement status, string member)
    {
        var code = Of(status, "auto-01").GetProperty(member);
        return (code.GetProperty("code").GetString(), code.GetProperty("values")[0].GetString());
    }

    private static System.Text.Json.JsonElement Of(System.Text.Json.JsonElement status, string factory) =>
        status.GetProperty("factories").EnumerateArray().Single(entry => entry.GetProperty("factory").GetString() == factory);
}
