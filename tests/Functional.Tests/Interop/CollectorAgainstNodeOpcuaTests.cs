using System.Globalization;
using System.Text;
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
        await using var run = await DemoRun.StartAsync("--profile", "edge", "--factory", WriteFactory(server.Endpoint));
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
        Assert.Empty(expected.Except(stored.Select(WithoutBadValue)).Take(10));
        Assert.Empty(stored.Select(WithoutBadValue).Except(expected).Take(10));
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
        return [.. journal.Select(Sample).Where(s => first.TryGetValue(s.Signal, out var begin) && s.SourceTime >= begin)];
    }

    private static StoredSample Sample(JournalEntry entry) => WithoutBadValue(new StoredSample(
        $"machine/{entry.Node}", entry.Time * 1_000_000, TextOf(entry), entry.Status));

    // Whether a server sends a value beside a bad status is its own affair.
    private static StoredSample WithoutBadValue(StoredSample sample) =>
        sample.Status >> 30 >= 2 ? sample with { Value = "" } : sample;

    private static string TextOf(JournalEntry entry) => entry.Type switch
    {
        "Boolean" => entry.Value.GetBoolean() ? "1" : "0",
        "DateTime" => ((entry.Value.GetDateTimeOffset().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100.0).ToString("R", CultureInfo.InvariantCulture),
        "Int64" => double.Parse(entry.Value.GetString()!, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        "String" => entry.Value.GetString()!,
        _ => entry.Value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
    };

    // The variables' types go around in ten, as scripts/values.mjs has them.
    private static readonly string[] Types =
        ["int64", "int64", "int64", "int64", "int64", "int64", "int64", "double", "text", "int64"];

    private static string WriteFactory(string endpoint)
    {
        var yaml = new StringBuilder($"""
            schema: 1
            factory: {Factory}
            enterprise: ent-{Factory}
            sector: materials
            connections:
              - id: plc1
                endpoint: {endpoint}
                security: {"{ policy: None, mode: None }"}
                publishing: 500ms
            assets:
              - id: machine
                type: foreign-machine
                connection: plc1
                signals:

            """);
        for (var i = 0; i < Variables; i++)
            yaml.Append(CultureInfo.InvariantCulture,
                $"      - {{ name: v{i:0000}, node: \"nsu={NodeServer.NamespaceUri};s=v{i:0000}\", unit: \"1\", type: {Types[i % 10]}, sampling: 0ms, queue: 20 }}\n");
        var path = Path.Combine(Directory.CreateTempSubdirectory("industrybrain-factory-").FullName, "factory.yaml");
        File.WriteAllText(path, yaml.ToString());
        return path;
    }
}
