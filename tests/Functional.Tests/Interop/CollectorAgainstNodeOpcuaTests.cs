using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.TestKit;
using Jinan.IndustryBrain.OpcUa.Interop.Tests;

namespace Jinan.IndustryBrain.Functional.Tests.Interop;

/// <summary>
/// A server that nobody here wrote, with 1,000 changing variables of ten types: every value that it sent is in the historian with
/// its source time and status.
/// </summary>
public sealed class CollectorAgainstNodeOpcuaTests(ITestOutputHelper output)
{
    private const int Variables = 1_000;
    private const string Factory = "foreign-01";
    private const int ChangesAVariable = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Collector_SubscribedToAForeignServer_HasEveryValueInTheHistorian()
    {
        NodeProcess.Require();
        await using var server = await NodeServer.StartAsync(Variables, periodMs: 1_000, seed: 7);
        await using var run = await DemoRun.StartAsync("--profile", "edge", "--factory", NodePlant.WriteFactory(Factory, server.Endpoint, Variables));
        using var client = new EdgeClient(run);
        await Until.TrueAsync(
            async () => await CountAsync(client) >= Variables * ChangesAVariable, Patience, () => $"{ChangesAVariable} values of each variable");
        var emitted = await server.StopChangesAsync();
        var journal = await server.ReadJournalAsync();
        Assert.Equal(emitted, journal.Count);
        var cut = (journal.Max(e => e.Time) + 1) * 1_000_000;
        await Until.TrueAsync(async () => await IsAliveThroughAsync(client, cut), Patience, () => "the historian is past the last value");

        var stored = await client.ValuesAsync(Factory, cut);
        var expected = Expected(journal, stored);
        new TestReport(output).Line($"{emitted} values emitted, {expected.Count} since the subscription, {stored.Count} stored");
        Assert.True(expected.Count >= Variables * 10, $"only {expected.Count} values were compared");
        Assert.Equal(10, journal.Where(e => e.Type != "Float").Select(e => e.Type).Distinct().Count());
        Assert.Empty(expected.Except(stored.Select(NodePlant.WithoutBadValue)).Take(10));
        Assert.Empty(stored.Select(NodePlant.WithoutBadValue).Except(expected).Take(10));
    }

    private static async Task<int> CountAsync(EdgeClient client)
    {
        var last = await client.TryGetAsync("historian", "stats");
        return last is { } stats
            ? (int)stats.GetProperty("factories").EnumerateArray()
                .Where(f => f.GetProperty("factory").GetString() == Factory).Sum(f => f.GetProperty("values").GetInt64())
            : 0;
    }

    private static async Task<bool> IsAliveThroughAsync(EdgeClient client, long time) =>
        (await client.GetAsync("historian", "stats")).GetProperty("factories").EnumerateArray()
            .Where(f => f.GetProperty("factory").GetString() == Factory)
            .All(f => f.TryGetProperty("aliveThrough", out var alive) && StoredSample.Nanoseconds(alive.GetString()!) >= time);

    // Each variable from the first value on that was stored: what came before was not sent to us.
    private static HashSet<StoredSample> Expected(IReadOnlyList<JournalEntry> journal, List<StoredSample> stored)
    {
        var first = stored.GroupBy(s => s.Signal).ToDictionary(g => g.Key, g => g.Min(s => s.SourceTime));
        return [.. journal.Select(NodePlant.Sample).Where(s => first.TryGetValue(s.Signal, out var begin) && s.SourceTime >= begin)];
    }
}
