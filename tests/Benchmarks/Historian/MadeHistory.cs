using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian;
using Jinan.IndustryBrain.Historian.Segments;
using Jinan.IndustryBrain.Historian.Trends;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Jinan.IndustryBrain.TestKit.History;

namespace Jinan.IndustryBrain.Benchmarks.Historian;

/// <summary>
/// A factory's history, written through the historian's own store as frames would: one signal with a value each second
/// (<see cref="MadeSignal"/>) beside others that have one a minute.
/// </summary>
internal static class MadeHistory
{
    private const string Connection = "plc";
    private const int Others = 4;
    private const int FrameSeconds = 15 * 60;
    private const long Second = 1_000_000_000;

    // A running historian seals what is a quarter of an hour old. Of a whole year these would be 35,000 files, which take long to make.
    private const long SealedAsItRuns = 3 * 86_400;

    public static HistorianOptions Options { get; } = new() { RetentionAge = TimeSpan.Zero, QueryTimeout = TimeSpan.FromMinutes(10) };

    /// <summary>Leaves a history that ends now in the data folder of an edge, as a historian leaves it that was stopped: the newest in the log, the rest sealed, spans made.</summary>
    public static async Task<int> RunAsync(string dataFolder, int days)
    {
        var edge = new EdgeOptions { DataFolder = dataFolder };
        using var database = new Database(Options, edge);
        await using var store = await OpenAsync(database, edge);
        var end = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / FrameSeconds * FrameSeconds;
        await WriteAsync(store, end - (days * 86_400L), end, Console.WriteLine);
        await store.FlushAsync(default);
        TrendKeeper.CatchUp(database, store, default);
        Console.WriteLine($"{store.Figures().Values:N0} values of {store.Factory} until {DateTimeOffset.FromUnixTimeSeconds(end):O}");
        return 0;
    }

    public static Task<FactoryStore> OpenAsync(Database database, EdgeOptions edge) => FactoryStore.OpenAsync(
        database, Options, TimeProvider.System, MadeSignal.Factory, edge.StateOf(HistorianApp.Name, MadeSignal.Factory), default);

    /// <param name="store">Of the factory.</param>
    /// <param name="from">Unix seconds.</param>
    /// <param name="to">Not in it.</param>
    /// <param name="say">How far it is.</param>
    public static async Task WriteAsync(FactoryStore store, long from, long to, Action<string> say)
    {
        var encoder = new FrameEncoder();
        var frames = (to - from) / FrameSeconds;
        for (var n = 0L; n < frames; n++)
        {
            var begin = from + (n * FrameSeconds);
            var columns = new FrameColumns();
            for (var second = begin; second < begin + FrameSeconds; second++)
            {
                var (time, value) = (second * Second, MadeSignal.At(second));
                columns.AddDouble(0, time, time, time, value, 0);
                for (var other = 1; other <= Others && second % 60 == 0; other++)
                    columns.AddDouble(other, time, time, time, value + other, 0);
            }

            var header = new FrameHeader
            {
                Factory = store.Factory, Enterprise = "ent-1", Sector = "auto", Collector = "collector", Position = new FramePosition(1, n + 1), Connection = Connection,
                AliveThrough = (begin + FrameSeconds) * Second, Signals = n == 0 ? Definitions() : [],
            };
            var bytes = encoder.Encode(header, columns).ToArray();
            using (var frame = FrameDecoder.Decode(bytes))
            {
                while (store.Take(bytes, frame) == Taken.Busy)
                    await store.SealAsync(default);
            }

            // The newest stays in the log.
            if (store.IsSealDue() || (begin >= to - SealedAsItRuns && n < frames - 1))
                await store.SealAsync(default);
            if (n % Math.Max(1, frames / 10) == 0)
                say($"  {n * 100 / frames} %");
        }
    }

    private static SignalDefinition[] Definitions() =>
        [.. Enumerable.Range(0, Others + 1).Select(id => new SignalDefinition(
            id, id == 0 ? MadeSignal.Name : $"other{id}", MadeSignal.Asset, "welding-robot-joint", "N.m", SignalType.Double, Connection, 1000))];
}
