using System.Net;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests.Cockpit;

/// <summary>The cockpit's figures, from insights that came the ordinary way.</summary>
public sealed class CityFigureTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private static readonly FactoryRegistry Registry = FactoryRegistry.Read(RepositoryRoot.File("apphost", "demo", "plant.json"));
    private BrainHost _brain = null!;
    private string _bureau = "";

    public async ValueTask InitializeAsync()
    {
        _brain = await BrainHost.StartAsync(fixture.Issuer);
        _bureau = await fixture.Issuer.BureauTokenAsync();
    }

    public ValueTask DisposeAsync() => _brain.DisposeAsync();

    [Fact]
    public async Task Overview_BeforeAnyPeriod_HasNoFigureAndNoDecision()
    {
        var overview = await _brain.ReadAsync("/api/v1/overview", _bureau);
        Assert.Equal(JsonValueKind.Null, overview.GetProperty("city").GetProperty("factories").ValueKind);
        Assert.Equal(4, overview.GetProperty("sectors").GetArrayLength());
        Assert.Empty(overview.GetProperty("decisions").EnumerateArray());
    }

    [Fact]
    public async Task Overview_OfAPeriod_CountsFactoriesAndMachines_EachWithItsLineage()
    {
        await FillAndCloseAsync((_, insight) => insight);
        var overview = await _brain.ReadAsync("/api/v1/overview", _bureau);
        Assert.Equal(40, overview.GetProperty("city").GetProperty("factories").GetProperty("value").GetDouble());
        foreach (var sector in overview.GetProperty("sectors").EnumerateArray())
        {
            foreach (var what in new[] { "factories", "machines" })
            {
                var cell = sector.GetProperty(what);
                Assert.Equal("published", cell.GetProperty("state").GetString());
                Assert.Equal(10, cell.GetProperty("value").GetDouble());
                var lineage = cell.GetProperty("lineage");
                Assert.Equal("measured", lineage.GetProperty("basis").GetString());
                Assert.NotEmpty(lineage.GetProperty("formula").GetString()!);
                Assert.NotEmpty(lineage.GetProperty("inputs").GetString()!);
                Assert.True(lineage.GetProperty("ageSeconds").GetDouble() >= 0);
            }

            var health = Assert.Single(sector.GetProperty("health").EnumerateArray());
            Assert.Equal(0.98, health.GetProperty("mean").GetProperty("lineage").GetProperty("coverage").GetDouble(), 9);
        }
    }

    [Fact]
    public async Task Profile_OfASector_SpreadsItsFactoriesInGroupsOfK()
    {
        await FillAndCloseAsync((factory, insight) => insight with { Value = int.Parse(factory.Id[^2..]) / 10.0 });
        var spread = Assert.Single((await _brain.ReadAsync("/api/v1/sectors/auto/profile", _bureau)).GetProperty("figures").GetProperty("spreads").EnumerateArray());
        var groups = spread.GetProperty("groups").EnumerateArray().ToList();
        Assert.Equal(2, groups.Count);
        Assert.All(groups, group => Assert.Equal(5, group.GetProperty("enterprises").GetInt32()));
        Assert.Equal(0.3, groups[0].GetProperty("mean").GetDouble(), 9);
        Assert.Equal(0.8, groups[1].GetProperty("mean").GetDouble(), 9);
    }

    [Fact]
    public async Task FaultOfFive_IsShared_WithoutACount_AndNeedsADecision()
    {
        await FillAndCloseAsync((factory, insight) => factory is { Sector: "auto" } && int.Parse(factory.Id[^2..]) <= 6
            ? insight with { Level = InsightLevel.Warning, Contributions = [new("current", 0.2), new("torque", -0.8)] }
            : insight);
        var fault = Assert.Single((await _brain.ReadAsync("/api/v1/sectors/auto/profile", _bureau)).GetProperty("sharedFaults").EnumerateArray());
        Assert.Equal("torque", fault.GetProperty("signal").GetString());
        Assert.Equal(5, fault.GetProperty("atLeast").GetInt32());
        Assert.Empty((await _brain.ReadAsync("/api/v1/sectors/materials/profile", _bureau)).GetProperty("sharedFaults").EnumerateArray());

        var decision = (await _brain.ReadAsync("/api/v1/overview", _bureau)).GetProperty("decisions")[0];
        Assert.Equal("shared-fault", decision.GetProperty("rule").GetString());
        Assert.Equal("high", decision.GetProperty("urgency").GetString());
        Assert.Equal("/sectors/auto", decision.GetProperty("link").GetString());
        Assert.Contains("at least 5 unrelated enterprises share the anomaly 'torque'", decision.GetProperty("text").GetString(), StringComparison.Ordinal);

        // Six of ten have it: told as a number, it would tell of the four that do not.
        var warning = Levels(await _brain.ReadAsync("/api/v1/overview", _bureau), "auto")["warning"];
        Assert.Equal("suppressed", warning.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, warning.GetProperty("value").ValueKind);
    }

    [Fact]
    public async Task FaultOfFour_IsNotShared()
    {
        await FillAndCloseAsync((factory, insight) => factory is { Sector: "auto" } && int.Parse(factory.Id[^2..]) <= 4
            ? insight with { Level = InsightLevel.Alarm } : insight);
        Assert.Empty((await _brain.ReadAsync("/api/v1/sectors/auto/profile", _bureau)).GetProperty("sharedFaults").EnumerateArray());
    }

    [Fact]
    public async Task OldData_OfEverySector_AreAtMostFiveDecisions()
    {
        await FillAndCloseAsync((_, insight) => insight);
        _brain.Time.Advance(TimeSpan.FromMinutes(10));
        var decisions = (await _brain.ReadAsync("/api/v1/overview", _bureau)).GetProperty("decisions").EnumerateArray().ToList();
        Assert.Equal(4, decisions.Count(decision => decision.GetProperty("rule").GetString() == "old-data"));
        Assert.InRange(decisions.Count, 4, 5);
        Assert.All(decisions, decision => Assert.True(decision.GetProperty("lineage").GetProperty("ageSeconds").GetDouble() > 500));
    }

    [Fact]
    public async Task Health_ThatFell_NeedsADecision()
    {
        for (var period = 0; period < 7; period++)
            await FillAndCloseAsync((_, insight) => insight with { Value = period == 6 ? 0.6 : 0.9 });
        var fell = (await _brain.ReadAsync("/api/v1/overview", _bureau)).GetProperty("decisions").EnumerateArray()
            .First(decision => decision.GetProperty("rule").GetString() == "health-fell");
        Assert.Contains("33.3 %", fell.GetProperty("text").GetString(), StringComparison.Ordinal);
        var trend = (await _brain.ReadAsync("/api/v1/sectors/auto/trend?take=5", _bureau))[0].GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(5, trend.Count);
        Assert.Equal(0.6, trend[^1].GetProperty("value").GetDouble(), 9);
    }

    [Fact]
    public async Task Map_HasEveryDistrict_AndHidesWhatIsTooFew()
    {
        await FillAndCloseAsync((_, insight) => insight);
        var districts = (await _brain.ReadAsync("/api/v1/map", _bureau)).GetProperty("districts").EnumerateArray()
            .ToDictionary(district => district.GetProperty("district").GetString()!);
        Assert.Equal(14, districts.Count);
        Assert.Equal("技术创新策源地", districts["gaoxin"].GetProperty("role").GetString());
        Assert.Equal("cluster", districts["gaoxin"].GetProperty("part").GetString());
        Assert.Equal(20, districts["gaoxin"].GetProperty("density").GetProperty("value").GetDouble());
        Assert.Equal(1, districts["gaoxin"].GetProperty("health").GetProperty("value").GetDouble());
        Assert.Equal(JsonValueKind.Null, districts["shanghe"].GetProperty("density").ValueKind);
        var hidden = districts["laiwu"].GetProperty("sectors")[0].GetProperty("factories");
        Assert.Equal("suppressed", hidden.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, hidden.GetProperty("value").ValueKind);
    }

    [Theory]
    [InlineData("/api/v1/overview")]
    [InlineData("/api/v1/map")]
    [InlineData("/api/v1/sectors/auto/profile")]
    [InlineData("/api/v1/sectors/auto/trend")]
    public async Task Bureau_NeverSeesAFactoryOrAMachine(string path)
    {
        await FillAndCloseAsync((_, insight) => insight);
        var text = (await _brain.ReadAsync(path, _bureau)).GetRawText();
        Assert.DoesNotContain("auto-0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ent-", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Description_HoldsTheCockpitsAddresses_AndNoPage()
    {
        using var answer = await _brain.GetAsync("/openapi/v1.json", null);
        var paths = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.Contains("/api/v1/overview", paths);
        Assert.Contains("/api/v1/sectors/{sector}/profile", paths);
        Assert.All(paths, path => Assert.StartsWith("/api/", path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trend_OfTooManyPeriods_IsRefused()
    {
        using var answer = await _brain.GetAsync("/api/v1/sectors/auto/trend?take=5000", _bureau);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static Dictionary<string, JsonElement> Levels(JsonElement overview, string sector) =>
        overview.GetProperty("sectors").EnumerateArray().Single(s => s.GetProperty("sector").GetString() == sector)
            .GetProperty("levels").EnumerateArray()
            .ToDictionary(level => level.GetProperty("level").GetString()!, level => level.GetProperty("factories"));

    /// <summary>Every factory has an insight of one machine in the period that is open, which is then closed.</summary>
    private async Task FillAndCloseAsync(Func<RegisteredFactory, Insight, Insight> change)
    {
        var now = _brain.Time.GetUtcNow();
        var from = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddSeconds(5);
        foreach (var factory in Registry.Factories)
        {
            var insight = change(factory, Insights.Of(factory.Id, from) with { Enterprise = factory.Enterprise });
            await _brain.PostedAsync(factory.Id, await fixture.Issuer.FactoryTokenAsync(factory.Id), Insights.Json(insight));
        }

        _brain.Time.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(31));
        await _brain.Publisher.PublishClosedAsync(CancellationToken.None);
    }
}
