using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Historian.Tests;

internal static class TestInsights
{
    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(TestFrames.Start / 1_000_000_000);

    public static string Json(string factory, int number) =>
        JsonSerializer.Serialize(Of(factory, number), ContractsJson.Default.Insight);

    public static Insight Of(string factory, int number)
    {
        var window = new InsightWindow("grid", Start.AddSeconds(10 * number), Start.AddSeconds(10 * number + 10));
        var asset = $"{factory}-m{1 + number % 2}";
        return new()
        {
            Id = InsightId.Of(factory, asset, "auto.weld", "health", window),
            Factory = factory, Enterprise = "ent-1", Sector = "auto", Asset = asset, AssetType = "welding-robot-joint",
            Model = new("auto.weld", "1.0.0", "abc", "health", "health_index"),
            Window = window,
            State = number % 3 == 0 ? InsightState.CoverageTooLow : InsightState.Computed,
            Value = number % 3 == 0 ? null : number,
            Evidence = new([$"{asset}/torque"], 1, 10, "d", 1, 1, 1),
            Hops = new(window.To, window.To, window.To),
        };
    }
}
