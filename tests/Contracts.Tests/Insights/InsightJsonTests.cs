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

    private static readonly Insight Computed = Sample with { State = InsightState.Computed, Reason = null, Value = 186.5, Unit = "h" };

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
    public void Serialize_InsightWithoutAnInterval_IsWhatReadersOfBeforeRead() =>
        Assert.DoesNotContain("interval", JsonSerializer.Serialize(Computed, ContractsJson.Default.Insight), StringComparison.Ordinal);

    [Fact]
    public void Deserialize_InsightStoredBeforeThereWereIntervals_HasNone()
    {
        var stored = """
            {"schema":1,"id":"i","factory":"f","enterprise":"e","sector":"materials","asset":"a","assetType":"t",
             "model":{"capsule":"c","version":"1.0.0","digest":"d","name":"n","kind":"remaining_useful_life"},
             "window":{"kind":"grid","from":"1970-01-01T00:00:00+00:00","to":"1970-01-01T00:00:20+00:00"},
             "state":"computed","value":186.5,"unit":"h","level":"ok","contributions":[],
             "evidence":{"signals":[],"coverage":1,"values":1,"digest":"d","epoch":1,"firstSequence":1,"lastSequence":1},"retrospective":false,
             "hops":{"source":"1970-01-01T00:00:00+00:00","collected":"1970-01-01T00:00:00+00:00","computed":"1970-01-01T00:00:00+00:00"}}
            """;
        var insight = JsonSerializer.Deserialize(stored, ContractsJson.Default.Insight)!;
        Assert.Equal(186.5, insight.Value);
        Assert.Null(insight.Interval);
        // Written again it is, member by member, what it was.
        Assert.True(JsonElement.DeepEquals(
            JsonDocument.Parse(stored).RootElement, JsonSerializer.SerializeToElement(insight, ContractsJson.Default.Insight)));
    }

    [Theory]
    [InlineData(false, """{"low":150.25,"high":220,"coverage":0.9}""")]
    [InlineData(true, """{"low":150.25,"high":220,"coverage":0.9,"isOpen":true}""")]
    public void Serialize_Interval_GivesTheSameBack(bool isOpen, string expected)
    {
        var insight = Computed with { Interval = new(150.25, 220, 0.9) { IsOpen = isOpen } };
        var json = JsonSerializer.SerializeToElement(insight, ContractsJson.Default.Insight);
        Assert.Equal(expected, json.GetProperty("interval").GetRawText());
        Assert.Equal(insight.Interval, json.Deserialize(ContractsJson.Default.Insight)!.Interval);
    }

    [Theory]
    [InlineData("""{"low":150,"high":220}""", "coverage")]
    [InlineData("""{"low":150,"high":220,"coverage":0.9,"samples":[1]}""", "samples")]
    public void Deserialize_IntervalThatIsNotWhole_OrMore_IsRefused(string interval, string part)
    {
        var json = JsonSerializer.Serialize(Computed, ContractsJson.Default.Insight)
            .Replace("\"unit\":", $"\"interval\":{interval},\"unit\":", StringComparison.Ordinal);
        Assert.Contains(part, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ContractsJson.Default.Insight)).Message, StringComparison.Ordinal);
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
