using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.TestKit.City;

/// <summary>Insights as the edge makes them.</summary>
internal static class Insights
{
    private static readonly string Digest = new('a', 64);

    public static Insight Of(string factory, DateTimeOffset from, double? value = 0.75, InsightLevel level = InsightLevel.Ok)
    {
        var window = new InsightWindow("grid", from, from.AddSeconds(20));
        var asset = $"{factory}-m1";
        return new Insight
        {
            Id = InsightId.Of(factory, asset, "demo-capsule", "health", window),
            Factory = factory,
            Enterprise = $"ent-{factory}",
            Sector = "auto",
            Asset = asset,
            AssetType = "welding-robot-joint",
            Model = new ModelReference("demo-capsule", "1.2.3", Digest, "health", "health_index"),
            Window = window,
            State = value is null ? InsightState.CoverageTooLow : InsightState.Computed,
            Reason = value is null ? "coverage 62 % of 80 %" : null,
            Value = value,
            Unit = "1",
            Level = level,
            Contributions = [new Contribution("torque", 1)],
            Evidence = new Evidence([$"{asset}/torque"], 0.98, 200, Digest, 1, 1, 9),
            Hops = new HopTimes(window.To, window.To, window.To),
        };
    }

    public static string Json(params Insight[] insights) => JsonSerializer.Serialize(insights, ContractsJson.Default.InsightArray);

    public static string JsonOf(Insight insight) => JsonSerializer.Serialize(insight, ContractsJson.Default.Insight);
}
