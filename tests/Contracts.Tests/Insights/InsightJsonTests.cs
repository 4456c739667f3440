using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Contracts.Tests.Insights;

public sealed class InsightJsonTests
{
    private static readonly InsightWindow Window = new(
        "context", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(20), "wafer-7");

    private static readonly Insight Sample = new()
    {
        Id = InsightId.Of("semi-01", "semi-01-m1", "etch-quality", "quality", Window),
        Factory = "semi-01",
        Enterprise = "ent-semi-01",
        Sector = "semiconductors",
        Asset = "semi-01-m1",
        AssetType = "plasma-etcher",
        Model = new("etch-quality", "1.0.0", "ab", "quality", "quality_probability"),
        Window = Window,
        State = InsightState.CoverageTooLow,
        Reason = "coverage 62 % of 80 %",
        Level = InsightLevel.None,
        Contributions = [new("pressure", -0.25)],
        Evidence = new(["semi-01-m1/pressure"], 0.62, 120, "cd", 1, 2, 3),
        Hops = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
    };

    [Fact]
    public void Serialize_Insight_GivesTheSameBack()
    {
        var json = JsonSerializer.Serialize(Sample, ContractsJson.Default.Insight);
        var back = JsonSerializer.Deserialize(json, ContractsJson.Default.Insight)!;

        Assert.Equal(json, JsonSerializer.Serialize(back, ContractsJson.Default.Insight));
        Assert.Contains("\"state\":\"coverage_too_low\"", json);
        Assert.DoesNotContain("\"value\"", json);
    }

    [Fact]
    public void Deserialize_UnknownMember_IsRefused()
    {
        var json = JsonSerializer.Serialize(Sample, ContractsJson.Default.Insight)
            .Replace("{\"schema\"", "{\"raw\":[1,2,3],\"schema\"", StringComparison.Ordinal);

        Assert.Contains("raw", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ContractsJson.Default.Insight)).Message);
    }

    [Fact]
    public void Of_SameWindow_IsStableAndTellsWindowsApart()
    {
        Assert.Equal(Sample.Id, InsightId.Of("semi-01", "semi-01-m1", "etch-quality", "quality", Window));
        Assert.Equal(32, Sample.Id.Length);
        Assert.NotEqual(Sample.Id, InsightId.Of("semi-01", "semi-01-m1", "etch-quality", "quality", Window with { Context = "wafer-8" }));
        Assert.NotEqual(Sample.Id, InsightId.Of("semi-01", "semi-01-m2", "etch-quality", "quality", Window));
    }
}
