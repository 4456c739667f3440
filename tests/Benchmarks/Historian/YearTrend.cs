using System.Diagnostics;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian;
using Jinan.IndustryBrain.Historian.Query;
using Jinan.IndustryBrain.Historian.Segments;
using Jinan.IndustryBrain.Historian.Trends;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Benchmarks.Historian;

/// <summary>
/// How long the trend of one signal over a long time takes that has a value each second, beside others that have one a minute:
/// worked out of the values, and put together of spans. Through the historian's own store and segments.
/// </summary>
internal static class YearTrend
{
    private const string Factory = "auto-01";
    private const string Asset = "auto-01-m1";
    private const string Connection = "plc";
    private const int Others = 4;
    private const long Second = 1_000_000_000;
    private static readonly long Start = TrendSpan.TimeOf(TrendSpan.IndexOf(1_760_000_000 * Second));

    public static async Task<int> RunAsync(int days)
    {
        var folder = Directory.CreateTempSubdirectory("industrybrain-year-").FullName;
        try
        {
            var options = new HistorianOptions { RetentionAge = TimeSpan.Zero, QueryTimeout = TimeSpan.FromMinutes(10) };
            var edge = new EdgeOptions { DataFolder = folder };
            var own = edge.StateOf(HistorianApp.Name, Factory);
            using var database = new Database(options, edge);
            using var runner = new QueryRunner(database, options, TimeProvider.System);
            var buckets = new BucketQuery(runner, new ValueQueries(runner));
            var watch = Stopwatch.StartNew();
            await using (var store = await FactoryStore.OpenAsync(database, options, TimeProvider.System, Factory, own, default))
            {
                await WriteAsync(store, days);
                Say($"{store.Figures().Values:N0} values written in {watch.Elapsed.TotalSeconds:0} s: {store.Figures().Segments} segments, {Size(own, "*.parquet")}");
                watch.Restart();
                TrendKeeper.CatchUp(database, store, default);
                Say($"spans made in {watch.Elapsed.TotalSeconds:0.0} s, one core: {Size(own, TrendStore.FileName + "*")}");
            }

            // As after a start: nothing is in memory but what the system keeps of files.
            await using var opened = await FactoryStore.OpenAsync(database, options, TimeProvider.System, Factory, own, default);
            var signal = opened.Catalogue.Find($"{Asset}/torque")!;
            foreach (var width in new[] { 24L, 12, 1 })
            {
                var request = new BucketRequest(signal, Start, Start + (days * 86_400L * Second), width * 3600 * Second, false);
                await MeasureAsync($"spans, {days} days in buckets of {width} h", 5, () => buckets.RunAsync(opened, request, default));
                await MeasureAsync($"values, {days} days in buckets of {width} h", width == 24 ? 3 : 1, () => buckets.OfValuesAsync(opened, request, null, default));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string name, int times, Func<Task<IReadOnlyList<Bucket>>> ask)
    {
        var took = new List<double>();
        var count = 0;
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            count = (await ask()).Count(bucket => bucket.Count > 0);
            took.Add(watch.Elapsed.TotalMilliseconds);
        }

        Say($"{name}: {count} buckets; first {took[0]:N0} ms, then {string.Join(", ", took.Skip(1).Select(ms => $"{ms:N0}"))} ms");
    }

    private static async Task WriteAsync(FactoryStore store, int days)
    {
        const int minutes = 20;
        var encoder = new FrameEncoder();
        var random = new Random(1);
        var value = 50.0;
        var frames = days * 24L * 60 / minutes;
        for (var n = 0L; n < frames; n++)
        {
            var columns = new FrameColumns();
            for (var second = 0; second < minutes * 60; second++)
            {
                var time = Start + (((n * minutes * 60) + second) * Second);
                value += Math.Round((random.NextDouble() - 0.5) * 4) / 10;
                columns.AddDouble(0, time, time, time, value, 0);
                for (var other = 1; other <= Others && second % 60 == 0; other++)
                    columns.AddDouble(other, time, time, time, value + other, 0);
            }

            var header = new FrameHeader
            {
                Factory = Factory, Enterprise = "ent-1", Sector = "auto", Collector = "collector", Position = new FramePosition(1, n + 1), Connection = Connection,
                AliveThrough = Start + ((n + 1) * minutes * 60 * Second), Signals = n == 0 ? Definitions() : [],
            };
            var bytes = encoder.Encode(header, columns).ToArray();
            using (var frame = FrameDecoder.Decode(bytes))
            {
                while (store.Take(bytes, frame) == Taken.Busy)
                    await store.SealAsync(default);
            }

            if (store.IsSealDue())
                await store.SealAsync(default);
            if (n % (frames / 10) == 0)
                Say($"  {n * 100 / frames} %");
        }

        await store.SealAsync(default);
    }

    private static SignalDefinition[] Definitions() =>
        [.. Enumerable.Range(0, Others + 1).Select(id => new SignalDefinition(
            id, id == 0 ? "torque" : $"other{id}", Asset, "welding-robot-joint", "N.m", SignalType.Double, Connection, 1000))];

    private static string Size(string folder, string pattern) =>
        $"{Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) / 1e6:N1} MB";

    private static void Say(string text) => Console.WriteLine(text);
}
