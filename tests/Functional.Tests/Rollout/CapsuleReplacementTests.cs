using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.Functional.Tests.Rollout;

/// <summary>A capsule's file is replaced while values flow.</summary>
public sealed class CapsuleReplacementTests(ITestOutputHelper output)
{
    private const string Factory = "auto-01";
    private const string Plugin = "auto";
    private const string NewVersion = "9.0.0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Replace_CapsuleWhileValuesFlow_ChangesTheVersionOnceAnAssetAndLeavesNoWindowOut()
    {
        await using var run = await DemoRun.StartAsync("--plant", DemoPlants.OneFactoryASector());
        using var client = new EdgeClient(run);
        var target = Path.Combine(run.Data, "capsules", Plugin + ".capsule");
        await Until.TrueAsync(async () => (await InsightsAsync(client)).Any(i => i.State == InsightState.Computed), Patience, () => "a first computed insight");

        // What does not verify is refused with its reason, and the running version goes on.
        var good = await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken);
        var damaged = good.ToArray();
        damaged[damaged.Length / 2] ^= 0x55;
        await ReplaceAsync(target, damaged);
        await Until.TrueAsync(
            async () => (await client.GetAsync("inference", "capsules")).GetProperty("files").EnumerateArray()
                .Any(f => f.GetProperty("state").GetString() == "refused" && f.GetProperty("message").GetString() is { Length: > 10 }),
            Patience, () => "the damaged capsule is refused with a reason");
        var before = (await InsightsAsync(client)).Count;
        await Until.TrueAsync(async () => (await InsightsAsync(client)).Count > before + 1, Patience, () => "the old version goes on");

        await PackAsync(run, WithVersion(NewVersion), target);
        await Until.TrueAsync(
            async () => (await InsightsAsync(client)).Where(i => i.Model.Version == NewVersion).GroupBy(i => i.Asset).Count(g => g.Count() >= 2) == 2,
            Patience, () => "two windows of each asset by the new version");

        var insights = await InsightsAsync(client);
        Assert.Equal(insights.Count, insights.Select(i => i.Id).Distinct().Count());
        foreach (var asset in insights.GroupBy(i => i.Asset))
        {
            var series = asset.OrderBy(i => i.Window.From).ToList();
            var versions = series.Select(i => i.Model.Version).ToList();
            Assert.Equal(1, versions.Zip(versions.Skip(1)).Count(pair => pair.First != pair.Second));
            Assert.All(series.Zip(series.Skip(1)), pair => Assert.Equal(pair.First.Window.To, pair.Second.Window.From));
            new TestReport(output).Line($"{asset.Key}: {series.Count} windows without a gap, {versions.Count(v => v == NewVersion)} of them by {NewVersion}");
        }
    }

    private static async Task<List<Insight>> InsightsAsync(EdgeClient client) =>
        await client.TryGetAsync("historian", $"insights?factory={Factory}&limit=10000") is { } answer
            ? [.. answer.GetProperty("insights").EnumerateArray().Select(i => i.Deserialize(ContractsJson.Default.Insight)!)]
            : [];

    private static async Task ReplaceAsync(string target, byte[] content)
    {
        await File.WriteAllBytesAsync(target + ".new", content, TestContext.Current.CancellationToken);
        File.Move(target + ".new", target, overwrite: true);
    }

    private static string WithVersion(string version)
    {
        var copy = Directory.CreateTempSubdirectory("industrybrain-plugin-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "plugins", Plugin)))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var path = Path.Combine(copy, "capsule.json");
        var declaration = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        declaration["version"] = version;
        File.WriteAllText(path, declaration.ToJsonString());
        return copy;
    }

    private static async Task PackAsync(DemoRun run, string plugin, string target)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet",
            [
                Checkout.OutputOf("src/Cli", "brain"), "capsule", "pack", plugin, "--out", target,
                "--key-folder", Path.Combine(run.Data, "keys"), "--publishers", Path.Combine(run.Data, "publishers"),
            ])
        { RedirectStandardError = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
