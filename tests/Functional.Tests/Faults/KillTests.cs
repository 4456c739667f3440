using System.Globalization;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.Functional.Tests.Faults;

/// <summary>Services are killed outright while values flow; afterwards nothing is missing that the ledger does not name.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly int Rounds = Number("KILL_ROUNDS", 5);
    private const double PublishingSeconds = 0.5;
    private static readonly string[] Others = ["historian", "inference", "uplink", "sidecar", "gateway", "brain", "identity"];
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan RestartLimit = TimeSpan.FromSeconds(90);
    private readonly TestReport _report = new(output);

    [Fact]
    public async Task Kill_EveryServiceInTurnThenAllAtOnce_LosesNothingThatTheLedgerDoesNotName()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends POSIX signals");
        var factoriesASector = Number("KILL_FACTORIES_A_SECTOR", 1);
        await using var run = await DemoRun.StartAsync("--plant", DemoPlants.FactoriesASector(factoriesASector));
        using var client = new EdgeClient(run);
        var factories = (await client.GetAsync("collector", "factories")).EnumerateArray().Select(f => f.GetProperty("factory").GetString()!).ToList();
        Assert.Equal(factoriesASector * 4, factories.Count);
        await Until.TrueAsync(() => HasInsightsAsync(client, factories), StartLimit, () => "every factory has values and a computed insight");

        var kills = 0;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var service in Others)
                await run.KillAsync([service], RestartLimit);
            kills += Others.Length;
        }

        await run.KillAsync(Others, RestartLimit);
        kills += Others.Length;
        var others = await Reconciliation.OfAsync(run, factories, Now());
        _report.Line($"all but the collector: {others.Reconciled} values reconciled, {kills} kills, {others.Missing.Count + others.Invented.Count} differences");
        Assert.Empty(others.Missing);
        Assert.Empty(others.Invented);
        Assert.Empty(others.Uncovered);
        await AssertEvidenceAsync(client, factories);

        var outages = new List<(long From, long To)>();
        for (var round = 0; round < Rounds; round++)
            outages.Add(await KillCollectorAsync(run, client, ["collector"]));
        outages.Add(await KillCollectorAsync(run, client, ["collector", .. Others]));
        var all = await Reconciliation.OfAsync(run, factories, Now());
        _report.Line(
            $"with the collector: {all.Reconciled} values reconciled, {outages.Count} kills, {all.Missing.Count + all.Invented.Count} differences; "
            + $"{all.Excused} values in {all.Uncovered.Count} uncovered intervals, the longest of {all.Uncovered.Select(u => u.Seconds).DefaultIfEmpty().Max():0.000} s");
        Assert.Empty(all.Missing);
        Assert.Empty(all.Invented);
        Assert.All(all.Uncovered, interval => Assert.Contains(outages, o =>
            interval.Seconds <= ((o.To - o.From) / 1e9) + PublishingSeconds && interval.From <= o.To && interval.To >= o.From));

        await AssertInsightsAsync(client, factories);
        await AssertCityAsync(run, client, factories);
    }

    // From the kill until every connection is there again.
    private static async Task<(long From, long To)> KillCollectorAsync(DemoRun run, EdgeClient client, IReadOnlyList<string> names)
    {
        var from = Now();
        await run.KillAsync([.. names], RestartLimit);
        await Until.TrueAsync(
            async () => await client.TryGetAsync("collector", "connections") is { } connections
                && connections.EnumerateArray().All(c => c.GetProperty("state").GetString() == "Running"),
            RestartLimit, () => "every connection is there again");
        return (from, Now());
    }

    private static async Task<bool> HasInsightsAsync(EdgeClient client, IReadOnlyList<string> factories)
    {
        foreach (var factory in factories)
            if (await client.TryGetAsync("historian", $"insights?factory={factory}&state=computed&limit=1") is not { } answer
                || answer.GetProperty("insights").GetArrayLength() == 0)
                return false;
        return true;
    }

    /// <summary>Each window of a machine and model has one insight, and no window is left out.</summary>
    private async Task AssertInsightsAsync(EdgeClient client, IReadOnlyList<string> factories)
    {
        var total = 0;
        foreach (var factory in factories)
        {
            var insights = await InsightCheck.ReadAsync(client, factory);
            total += insights.Count;
            Assert.Equal(insights.Count, insights.Select(i => i.Id).Distinct().Count());
            foreach (var series in insights.GroupBy(i => (i.Asset, i.Model.Capsule, i.Model.Name)))
                AssertContiguous([.. series.OrderBy(i => i.Window.From)]);
        }

        _report.Line($"{total} insights, each window once, none left out");
    }

    /// <summary>Each insight was made of the values that its window has, as in a run without kills.</summary>
    private async Task AssertEvidenceAsync(EdgeClient client, IReadOnlyList<string> factories)
    {
        var checkedInsights = 0;
        foreach (var factory in factories)
        {
            var insights = await InsightCheck.ReadAsync(client, factory);
            var stored = await client.RowsAsync(factory, Now());
            var others = InsightCheck.WithOtherEvidence(insights, stored);
            Assert.True(others.Count == 0, $"made of other values than the machine gave out:\n{string.Join('\n', others)}");
            checkedInsights += insights.Count(i => i.State == InsightState.Computed);
        }

        _report.Line($"{checkedInsights} computed insights, each of exactly the values that its window has");
    }

    /// <summary>The city has what the edge has, and nothing else.</summary>
    private async Task AssertCityAsync(DemoRun run, EdgeClient client, IReadOnlyList<string> factories)
    {
        var compared = 0;
        foreach (var factory in factories)
        {
            using var city = new CityClient(run.Data, factory);
            foreach (var atEdge in (await InsightCheck.ReadAsync(client, factory)).GroupBy(i => i.Asset))
            {
                Insight[] arrived = [];
                string[] missing = [], invented = [];
                await Until.TrueAsync(
                    async () =>
                    {
                        arrived = await city.TryReadInsightsAsync(atEdge.Key) ?? [];
                        // One answer holds the newest; older ones than that cannot be compared.
                        var oldest = arrived.Length < CityClient.MostInOneAnswer ? DateTimeOffset.MinValue : arrived.Min(i => i.Hops.Source);
                        missing = [.. atEdge.Where(i => i.Hops.Source > oldest).Select(i => i.Id).Except(arrived.Select(i => i.Id))];
                        invented = [.. arrived.Select(i => i.Id).Except((await InsightCheck.ReadAsync(client, factory)).Select(i => i.Id))];
                        return arrived.Length > 0 && missing.Length == 0 && invented.Length == 0;
                    },
                    RestartLimit,
                    () => $"the city has the insights of {atEdge.Key} that the edge has; {missing.Length} are missing, {invented.Length} are not the edge's");
                compared += arrived.Length;
            }
        }

        _report.Line($"{compared} insights at the city, the same as at the edge");
    }

    private static void AssertContiguous(IReadOnlyList<Insight> series)
    {
        if (series[0].Window.Kind != "grid")
        {
            Assert.Equal(series.Count, series.Select(i => i.Window.Context).Distinct().Count());
            return;
        }

        for (var i = 1; i < series.Count; i++)
            Assert.Equal(series[0].Window.To - series[0].Window.From, series[i].Window.From - series[i - 1].Window.From);
    }

    // The long form takes more of both.
    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static long Now() => (DateTimeOffset.UtcNow.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;
}
