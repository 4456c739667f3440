using System.Diagnostics;
using Jinan.IndustryBrain.Historian;
using Jinan.IndustryBrain.Historian.Query;
using Jinan.IndustryBrain.Historian.Segments;
using Jinan.IndustryBrain.Historian.Trends;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Jinan.IndustryBrain.TestKit.History;

namespace Jinan.IndustryBrain.Benchmarks.Historian;

/// <summary>
/// How long the trend of one signal of a <see cref="MadeHistory"/> takes within the historian: worked out of the values, and put
/// together of spans.
/// </summary>
internal static class YearTrend
{
    private const long Second = 1_000_000_000;
    private const long Day = 86_400;
    private static readonly long Start = TrendSpan.TimeOf(TrendSpan.IndexOf(1_760_000_000 * Second)) / Second;

    public static async Task<int> RunAsync(int days)
    {
        var folder = Directory.CreateTempSubdirectory("industrybrain-year-").FullName;
        try
        {
            var edge = new EdgeOptions { DataFolder = folder };
            var own = edge.StateOf(HistorianApp.Name, MadeSignal.Factory);
            var options = MadeHistory.Options;
            using var database = new Database(options, edge);
            using var runner = new QueryRunner(database, options, TimeProvider.System);
            var buckets = new BucketQuery(runner, new ValueQueries(runner));
            var watch = Stopwatch.StartNew();
            await using (var store = await MadeHistory.OpenAsync(database, edge))
            {
                await MadeHistory.WriteAsync(store, Start, Start + (days * Day), Say);
                await store.SealAsync(default);
                Say($"{store.Figures().Values:N0} values written in {watch.Elapsed.TotalSeconds:0} s: {store.Figures().Segments} segments, {Size(own, "*.parquet")}");
                watch.Restart();
                TrendKeeper.CatchUp(database, store, default);
                Say($"spans made in {watch.Elapsed.TotalSeconds:0.0} s, one core: {Size(own, TrendStore.FileName + "*")}");
            }

            // As after a start: nothing is in memory but what the system keeps of files.
            await using var opened = await MadeHistory.OpenAsync(database, edge);
            var signal = opened.Catalogue.Find($"{MadeSignal.Asset}/{MadeSignal.Name}")!;
            foreach (var hours in new[] { 24L, 12, 1 })
            {
                var request = new BucketRequest(signal, Start * Second, (Start + (days * Day)) * Second, hours * 3600 * Second, false);
                await MeasureAsync($"spans, {days} days in buckets of {hours} h", 5, () => buckets.RunAsync(opened, request, default));
                await MeasureAsync($"values, {days} days in buckets of {hours} h", hours == 24 ? 3 : 1, () => buckets.OfValuesAsync(opened, request, null, default));
            }

            // What the console asks for shorter times: of the last days, which lie in small segments, and of a day among large ones.
            foreach (var (from, length, width) in new[] { (days - 5, 5 * Day, 600L), (days - 1, Day, 120), (days - 1, 3600, 5), (1, 5 * Day, 600) })
            {
                var begin = Start + (from * Day);
                var request = new BucketRequest(signal, begin * Second, (begin + length) * Second, width * Second, false);
                await MeasureAsync($"{length / 3600} h from day {from} in buckets of {width} s", 5, () => buckets.RunAsync(opened, request, default));
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

    private static string Size(string folder, string pattern) =>
        $"{Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) / 1e6:N1} MB";

    private static void Say(string text) => Console.WriteLine(text);
}
