using System.Globalization;
using Jinan.IndustryBrain.Functional.Tests.Faults;
using Jinan.IndustryBrain.Functional.Tests.Interop;
using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.OpcUa.Interop.Tests;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.Functional.Tests.Installable;

/// <summary>
/// A bundle's life with a server that nobody here wrote: unpacked, started, killed, restarted, backed up, restored, upgraded. What
/// the server gave out is in the historian, once, or the ledger says that it is not; and that only for what the restore undid.
/// </summary>
public sealed class InstalledEdgeTests(ITestOutputHelper output)
{
    private const int Variables = 200;
    private const int PeriodMs = 1_000;
    private const string Factory = "foreign-01";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Bundle_InstalledKilledBackedUpRestoredAndUpgraded_LosesNoValue()
    {
        NodeProcess.Require();
        InstalledEdge.Require();
        var (first, next) = await PackedEdge.GetAsync();
        await using var server = await NodeServer.StartAsync(Variables, PeriodMs, seed: 11, transfer: true);
        await using var edge = await InstalledEdge.InstallAsync(first);
        var report = new TestReport(output);

        // Empty at first: a console and no factory.
        await edge.BundleAsync("start");
        var version = await VersionAsync(edge);
        await edge.AddCapsuleAsync("auto");
        await edge.AddFactoryAsync(Factory, NodePlant.WithJoint(NodePlant.Factory(Factory, server.Endpoint, Variables, queue: 600)));
        await UntilStoredAsync(edge, Variables * 6);

        await edge.KillAsync();
        await edge.BundleAsync("start");
        await UntilStoredAsync(edge, await CountAsync(edge) + (Variables * 4));

        var backup = Path.Combine(edge.Folder, "backup.tar.gz");
        var undoneFrom = Now();
        // What the server has not published yet is in no backup: from here on all that was given out before is here.
        await UntilAliveThroughAsync(edge, undoneFrom);
        await edge.BrainAsync("backup", "--output", backup);
        await edge.BrainAsync("backup", "verify", backup);
        var atBackup = await CountAsync(edge);
        // These are undone by the restore, and the ledger has to say so.
        await UntilStoredAsync(edge, atBackup + (Variables * 4));
        var (code, refusal) = await edge.TryBrainAsync("restore", backup, "--force");
        Assert.True(code == 1 && refusal.Contains("in use", StringComparison.Ordinal), refusal);
        await edge.BundleAsync("stop");
        (code, refusal) = await edge.TryBrainAsync("restore", backup);
        Assert.True(code == 1 && refusal.Contains("--force", StringComparison.Ordinal), refusal);
        await edge.BrainAsync("restore", backup, "--force");
        var epochs = Directory.GetFiles(Path.Combine(edge.Data, "collector", Factory, "log"), "*.segment").Length;
        await edge.BundleAsync("start");
        await UntilStoredAsync(edge, await CountAsync(edge) + (Variables * 4));
        var undoneTo = Now();
        Assert.True(Directory.GetFiles(Path.Combine(edge.Data, "collector", Factory, "log"), "*.segment").Length > epochs, "a restored log begins a segment of a new epoch");

        // One that does not come up: what ran before runs again.
        var broken = await edge.BreakAsync("first", "0.1.2-broken", "Jinan.IndustryBrain.Historian");
        var (failed, why) = await edge.TryAsync(broken, "upgrade", "--prefix", edge.Prefix, "--wait", "20");
        Assert.True(failed == 1 && why.Contains("runs again", StringComparison.Ordinal), why);
        Assert.Equal(version, await VersionAsync(edge));

        var upgraded = await edge.RunAsync(await edge.UnpackAsync(next, "next"), "--prefix", edge.Prefix);
        report.Line(upgraded.Split('\n').LastOrDefault(l => l.Contains("runs;", StringComparison.Ordinal)) ?? upgraded);
        Assert.Equal(PackedEdge.NextVersion, await VersionAsync(edge));
        await UntilStoredAsync(edge, await CountAsync(edge) + (Variables * 4));

        await ReconcileAsync(edge, server, undoneFrom, undoneTo, report);
        edge.IsDone = true;
    }

    private static async Task ReconcileAsync(InstalledEdge edge, NodeServer server, long undoneFrom, long undoneTo, TestReport report)
    {
        await server.StopChangesAsync();
        var journal = await server.ReadJournalAsync();
        var cut = (journal.Max(e => e.Time) + 1) * 1_000_000;
        using var client = new EdgeClient(edge.Snapshot());
        await Until.TrueAsync(async () => await AliveThroughAsync(client) >= cut, Patience, () => "the historian is past the last value");

        await CheckInsightsAsync(client, report);
        var stored = (await client.ValuesAsync(Factory, cut)).Where(s => s.Signal.StartsWith("machine/", StringComparison.Ordinal)).Select(NodePlant.WithoutBadValue).ToList();
        var gaps = UncoveredInterval.Read(await client.GetAsync("collector", $"coverage?factory={Factory}")).ToLookup(g => g.Signal);
        var begin = stored.GroupBy(s => s.Signal).ToDictionary(g => g.Key, g => g.Min(s => s.SourceTime));
        var given = journal.Select(NodePlant.Sample).Where(s => begin.TryGetValue(s.Signal, out var first) && s.SourceTime >= first).ToHashSet();
        var inStore = stored.ToHashSet();
        var missing = given.Where(s => !inStore.Contains(s)).ToLookup(s => gaps[s.Signal].Any(g => g.From <= s.SourceTime && s.SourceTime <= g.To));

        report.Line(
            $"{given.Count} values given out, {inStore.Count} stored, {missing[true].Count()} in intervals that the ledger says are not covered "
            + $"({gaps.SelectMany(g => g).GroupBy(g => g.Reason).Select(g => $"{g.Key} {g.Average(i => i.Seconds):0.0} s").DefaultIfEmpty("none").Aggregate((a, b) => $"{a}, {b}")})");
        foreach (var sample in missing[false].Take(8))
            report.Line($"missing: {Describe(sample, stored.Where(s => s.Signal == sample.Signal), gaps[sample.Signal])}");
        Assert.Equal(Variables, begin.Count);
        Assert.Empty(missing[false].Take(5));
        Assert.Empty(inStore.Where(s => !given.Contains(s)).Take(5));
        Assert.Equal(stored.Count, inStore.Count);
        // Neither the kill nor the upgrade cost anything: the server kept it.
        Assert.Empty(missing[true].Where(s => s.SourceTime < undoneFrom || s.SourceTime > undoneTo).Take(5));
        Assert.True(missing[true].Any(), "what the restore undid was to be seen in the ledger");
    }

    // A loss that nothing explains: where it lies between what is stored and what the ledger says.
    private static string Describe(StoredSample sample, IEnumerable<StoredSample> stored, IEnumerable<UncoveredInterval> gaps)
    {
        var times = stored.Select(s => s.SourceTime).Order().ToList();
        static string At(long time) => (DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(time / 100)).ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture);
        return $"{sample.Signal} {At(sample.SourceTime)}; stored {At(times.LastOrDefault(t => t < sample.SourceTime))} and {At(times.FirstOrDefault(t => t > sample.SourceTime))}; "
            + $"not covered {string.Join(", ", gaps.Select(g => $"{At(g.From)} to {At(g.To)} {g.Reason}"))}";
    }

    // Every window has one insight: none left out by a kill, none twice after a restore.
    private static async Task CheckInsightsAsync(EdgeClient client, TestReport report)
    {
        var answer = await client.GetAsync("historian", $"insights?factory={Factory}&model={NodePlant.JointModel}&limit=10000");
        var insights = answer.GetProperty("insights").EnumerateArray().ToList();
        var windows = insights.Select(i => (From: i.GetProperty("window").GetProperty("from").GetDateTimeOffset(), To: i.GetProperty("window").GetProperty("to").GetDateTimeOffset()))
            .OrderBy(w => w.From).ToList();
        report.Line($"{insights.Count} insights: {string.Join(", ", insights.GroupBy(i => i.GetProperty("state").GetString()).Select(g => $"{g.Count()} {g.Key}"))}");
        Assert.True(windows.Count >= 3, $"only {windows.Count} windows have an insight");
        Assert.All(windows, w => Assert.Equal(NodePlant.JointWindow, w.To - w.From));
        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Contains(insights, i => i.GetProperty("state").GetString() == "computed");
    }

    private static async Task<string> VersionAsync(InstalledEdge edge) => (await edge.HealthAsync()).GetProperty("version").GetString()!;

    private static async Task UntilStoredAsync(InstalledEdge edge, long values)
    {
        long stored = 0;
        await Until.TrueAsync(async () => (stored = await CountAsync(edge)) >= values, Patience, () => $"{values} values; there are {stored}");
    }

    private static async Task UntilAliveThroughAsync(InstalledEdge edge, long time)
    {
        using var client = new EdgeClient(edge.Snapshot());
        await Until.TrueAsync(async () => await AliveThroughAsync(client) >= time, Patience, () => "the historian has everything up to now");
    }

    private static async Task<long> CountAsync(InstalledEdge edge)
    {
        using var client = new EdgeClient(edge.Snapshot());
        return await client.CountAsync(Factory);
    }

    private static async Task<long> AliveThroughAsync(EdgeClient client) =>
        (await client.GetAsync("historian", "stats")).GetProperty("factories").EnumerateArray()
            .Where(f => f.TryGetProperty("aliveThrough", out var alive) && alive.ValueKind == System.Text.Json.JsonValueKind.String)
            .Select(f => StoredSample.Nanoseconds(f.GetProperty("aliveThrough").GetString()!)).DefaultIfEmpty(0).Min();

    private static long Now() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;
}
