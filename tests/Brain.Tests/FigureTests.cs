using System.Net;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests;

public sealed class FigureTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private static readonly FactoryRegistry Registry = FactoryRegistry.Read(RepositoryRoot.File("apphost", "demo", "plant.json"));
    private readonly TestIssuer _issuer = fixture.Issuer;
    private BrainHost _brain = null!;
    private string _bureau = "";

    public async ValueTask InitializeAsync()
    {
        _brain = await BrainHost.StartAsync(_issuer);
        _bureau = await _issuer.BureauTokenAsync();
    }

    public ValueTask DisposeAsync() => _brain.DisposeAsync();

    [Fact]
    public async Task Bureau_SeesSectorsAndTheFirstDistrict_AndTheOthersAsSuppressed()
    {
        await FillAndCloseAsync();
        var sector = Figure(await _brain.ReadAsync("/api/v1/sectors/auto", _bureau), 0);
        Assert.Equal("published", sector.GetProperty("state").GetString());
        Assert.Equal(10, sector.GetProperty("enterprises").GetInt32());
        Assert.Equal(10, sector.GetProperty("insights").GetInt64());
        Assert.Equal(0.75, sector.GetProperty("mean").GetDouble(), 9);
        var lineage = sector.GetProperty("lineage");
        Assert.Equal("measured", lineage.GetProperty("basis").GetString());
        Assert.Equal(0.98, lineage.GetProperty("coverage").GetDouble(), 9);
        Assert.NotEmpty(lineage.GetProperty("formula").GetString()!);
        Assert.True(lineage.GetProperty("ageSeconds").GetDouble() > 0);

        var districts = (await _brain.ReadAsync("/api/v1/sectors/auto/districts", _bureau)).EnumerateArray()
            .ToDictionary(scope => scope.GetProperty("district").GetString()!, scope => scope.GetProperty("figures")[0]);
        Assert.Equal(5, districts["gaoxin"].GetProperty("enterprises").GetInt32());
        foreach (var hidden in new[] { "zhangqiu", "laiwu" })
        {
            Assert.Equal("suppressed", districts[hidden].GetProperty("state").GetString());
            Assert.Contains("fewer than 5", districts[hidden].GetProperty("reason").GetString());
            foreach (var number in new[] { "mean", "insights", "enterprises" })
                Assert.Equal(JsonValueKind.Null, districts[hidden].GetProperty(number).ValueKind);
            Assert.All(
                districts[hidden].GetProperty("levels").EnumerateObject(),
                level => Assert.Equal(JsonValueKind.Null, level.Value.GetProperty("insights").ValueKind));
        }
    }

    [Theory]
    [InlineData("/api/v1/city")]
    [InlineData("/api/v1/sectors")]
    [InlineData("/api/v1/districts")]
    [InlineData("/api/v1/districts/gaoxin")]
    [InlineData("/api/v1/periods")]
    [InlineData("/api/v1/status")]
    public async Task Bureau_NeverSeesAFactoryOrAMachine(string path)
    {
        await FillAndCloseAsync();
        var text = (await _brain.ReadAsync(path, _bureau)).GetRawText();
        Assert.DoesNotContain("auto-0", text);
        Assert.DoesNotContain("ent-", text);
    }

    [Theory]
    [InlineData("/api/v1/factories/auto-01/insights")]
    [InlineData("/api/v1/factories/auto-01/summary")]
    public async Task Bureau_OnAFactory_IsForbidden(string path)
    {
        using var answer = await _brain.GetAsync(path, _bureau);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Figures_BeforeThePeriodIsOver_AreNotThere()
    {
        await FillAsync();
        await _brain.Publisher.PublishClosedAsync(CancellationToken.None);
        Assert.Empty((await _brain.ReadAsync("/api/v1/sectors/auto", _bureau))[0].GetProperty("figures").EnumerateArray());
    }

    [Fact]
    public async Task LateInsight_ChangesNoFigure()
    {
        var from = await FillAndCloseAsync();
        var before = (await _brain.ReadAsync("/api/v1/sectors", _bureau))[0].GetProperty("figures")[0].GetProperty("insights").GetInt64();
        var late = Insights.Of("auto-01", from.AddSeconds(1));
        await _brain.PostedAsync("auto-01", await _issuer.FactoryTokenAsync("auto-01"), Insights.Json(late));
        await _brain.Publisher.PublishClosedAsync(CancellationToken.None);
        var periods = await _brain.ReadAsync("/api/v1/periods", _bureau);
        Assert.Equal(1, periods.GetArrayLength());
        var after = (await _brain.ReadAsync("/api/v1/sectors", _bureau))[0].GetProperty("figures")[0].GetProperty("insights").GetInt64();
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Period_OfFreeChoice_IsRefused()
    {
        var from = await FillAndCloseAsync();
        using var odd = await _brain.GetAsync($"/api/v1/sectors?period={Uri.EscapeDataString(from.AddSeconds(7).ToString("O"))}", _bureau);
        Assert.Equal(HttpStatusCode.BadRequest, odd.StatusCode);
        var listed = (await _brain.ReadAsync("/api/v1/periods", _bureau))[0].GetString()!;
        var whole = await _brain.ReadAsync($"/api/v1/sectors?period={Uri.EscapeDataString(listed)}", _bureau);
        Assert.Equal(10, whole[0].GetProperty("figures")[0].GetProperty("enterprises").GetInt32());
    }

    [Fact]
    public async Task UnknownSector_Is404AndSaysWhichThereAre()
    {
        using var answer = await _brain.GetAsync("/api/v1/sectors/shipyards", _bureau);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("semiconductors", await answer.Content.ReadAsStringAsync());
    }

    private static JsonElement Figure(JsonElement scopes, int scope) => scopes[scope].GetProperty("figures")[0];

    /// <returns>The start of the window that every factory of the sector `auto` has an insight of.</returns>
    private async Task<DateTimeOffset> FillAsync()
    {
        // The whole window lies in the period that is still open.
        var now = _brain.Time.GetUtcNow();
        var from = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddSeconds(5);
        foreach (var factory in Registry.Factories.Where(factory => factory.Sector == "auto"))
        {
            var insight = Insights.Of(factory.Id, from) with { Enterprise = factory.Enterprise };
            await _brain.PostedAsync(factory.Id, await _issuer.FactoryTokenAsync(factory.Id), Insights.Json(insight));
        }

        return from;
    }

    private async Task<DateTimeOffset> FillAndCloseAsync()
    {
        var from = await FillAsync();
        _brain.Time.Advance(TimeSpan.FromMinutes(2));
        await _brain.Publisher.PublishClosedAsync(CancellationToken.None);
        return from;
    }
}
