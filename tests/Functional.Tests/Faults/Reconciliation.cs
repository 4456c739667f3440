using System.Text.Json;
using Jinan.IndustryBrain.Functional.Tests.Running;

namespace Jinan.IndustryBrain.Functional.Tests.Faults;

/// <summary>What the simulator gave out, what the historian holds and what the ledger says, set against each other.</summary>
/// <param name="Reconciled">Values that stand in both.</param>
/// <param name="Missing">Given out while the ledger says covered, but not stored.</param>
/// <param name="Invented">Stored, but never given out.</param>
/// <param name="Uncovered">Intervals that the ledger says are not covered, after a signal's first value.</param>
/// <param name="Excused">Given out in such an interval and not stored.</param>
internal sealed record Reconciliation(
    long Reconciled,
    IReadOnlyList<StoredSample> Missing,
    IReadOnlyList<StoredSample> Invented,
    IReadOnlyList<UncoveredInterval> Uncovered,
    long Excused)
{
    private const uint BadWaitingForInitialData = 0x80320000;
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(60);

    public static async Task<Reconciliation> OfAsync(DemoRun run, IReadOnlyList<string> factories, long before)
    {
        using var client = new EdgeClient(run);
        await SettleAsync(client, factories, before);
        var parts = new List<Reconciliation>();
        foreach (var factory in factories)
            parts.Add(await OfAsync(client, run.Data, factory, before));
        return new Reconciliation(
            parts.Sum(p => p.Reconciled), [.. parts.SelectMany(p => p.Missing)], [.. parts.SelectMany(p => p.Invented)],
            [.. parts.SelectMany(p => p.Uncovered)], parts.Sum(p => p.Excused));
    }

    // The historian must have everything up to the cut: its frames are alive beyond it.
    private static Task SettleAsync(EdgeClient client, IReadOnlyList<string> factories, long before) => Until.TrueAsync(
        async () => await client.TryGetAsync("historian", "stats") is { } stats
            && factories.All(f => stats.GetProperty("factories").EnumerateArray().Any(s =>
                s.GetProperty("factory").GetString() == f
                && s.TryGetProperty("aliveThrough", out var alive) && alive.ValueKind == JsonValueKind.String
                && StoredSample.Nanoseconds(alive.GetString()!) >= before)),
        SettleLimit, () => "the historian holds everything up to the cut");

    private static async Task<Reconciliation> OfAsync(EdgeClient client, string data, string factory, long before)
    {
        // Before a variable has its first value the server itself says so; that is nothing the machine gave out.
        var stored = (await client.ValuesAsync(factory, before)).Where(s => s.Status != BadWaitingForInitialData).ToList();
        var uncovered = UncoveredInterval.Read(await client.GetAsync("collector", $"coverage?factory={factory}"));
        var journal = PlantJournal.Read(data, factory, before);

        // What was given out before the collector first looked is no loss: each signal's first stored value is where it begins.
        var first = stored.GroupBy(s => s.Signal).ToDictionary(g => g.Key, g => g.Min(s => s.SourceTime));
        var gaps = uncovered.ToLookup(u => u.Signal);
        var inStore = stored.ToHashSet();
        var given = journal.ToHashSet();
        var missing = PlantJournal.Changes(journal)
            .Where(s => first.TryGetValue(s.Signal, out var begin) && s.SourceTime >= begin && !inStore.Contains(s))
            .ToLookup(s => gaps[s.Signal].Any(g => g.From <= s.SourceTime && s.SourceTime <= g.To));
        return new Reconciliation(
            inStore.Count(given.Contains),
            [.. missing[false]],
            [.. inStore.Where(s => !given.Contains(s))],
            [.. uncovered.Where(u => first.TryGetValue(u.Signal, out var begin) && u.To > begin && u.From < before)],
            missing[true].Count());
    }
}

/// <summary>An interval of the coverage ledger that is not covered (Unix ns).</summary>
internal sealed record UncoveredInterval(string Signal, long From, long To, string Reason)
{
    public double Seconds => (To - From) / 1e9;

    public static List<UncoveredInterval> Read(JsonElement reports) =>
        [.. reports.EnumerateArray().SelectMany(report => report.GetProperty("intervals").EnumerateArray()
            .Where(i => i.GetProperty("state").GetString() == "notCovered")
            .Select(i => new UncoveredInterval(
                report.GetProperty("signal").GetString()!,
                Nanoseconds(i.GetProperty("from")),
                Nanoseconds(i.GetProperty("to")),
                i.TryGetProperty("reason", out var reason) ? reason.ToString() : "")))];

    private static long Nanoseconds(JsonElement time) => (time.GetDateTimeOffset().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;
}
