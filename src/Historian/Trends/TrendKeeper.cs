using System.Data.Common;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Trends;

/// <summary>Makes the spans of all factories, one factory at a time, some time after their values came.</summary>
internal sealed class TrendKeeper(FactoryStores stores, Database database, TimeProvider time, ILogger<TrendKeeper> logger) : BackgroundService
{
    private const int SpansAtOnce = 96;
    private const int MostSpansAtOnce = SpansAtOnce * 365;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var records in stores.All)
                await CatchUpAsync(records.Values, stoppingToken);
        }
    }

    private async Task CatchUpAsync(FactoryStore store, CancellationToken ct)
    {
        try
        {
            await Task.Run(() => CatchUp(database, store, ct), ct);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
        catch (Exception e) when (e is DbException or IOException)
        {
            // The trends go on being worked out of the values; the next round tries again.
            Log.TrendsFailed(logger, store.Factory, e.Message);
        }
    }

    /// <summary>Makes all spans that are over.</summary>
    public static void CatchUp(Database database, FactoryStore store, CancellationToken ct)
    {
        var trends = store.Trends;
        if (!trends.KnowsAllSignals)
            trends.BeginAt(FirstTimes(database, store));
        var ends = EndsOf(store.Catalogue);
        for (var most = SpansAtOnce; trends.TakeWork(signal => ends.TryGetValue(signal, out var end) ? end : null, most) is { Count: > 0 } work;)
        {
            try
            {
                // Those of a stretch are read together; there are as many stretches as connections, as a rule.
                foreach (var stretch in work.GroupBy(one => (one.First, one.End)).ToList())
                {
                    var made = Make(database, store, [.. stretch], ct);
                    trends.Commit(made);
                    // A value of 1970 makes for a long time in which nothing comes.
                    most = made.Exists(one => one.Spans.Count > 0) ? SpansAtOnce : Math.Min(most * 2, MostSpansAtOnce);
                }
            }
            catch
            {
                trends.GiveUp();
                throw;
            }
        }
    }

    // A span later than the one that is over: what comes a little out of order must not make each span twice.
    private static Dictionary<int, long> EndsOf(Catalogue catalogue) => catalogue.Signals
        .Where(signal => signal.Type != SignalType.Text && catalogue.AliveThroughOf(signal.Connection) > long.MinValue)
        .ToDictionary(signal => signal.Id, signal => TrendSpan.IndexOf(catalogue.AliveThroughOf(signal.Connection)) - 1);

    private static Dictionary<int, long> FirstTimes(Database database, FactoryStore store)
    {
        var times = new Dictionary<int, long>();
        using var snapshot = store.Snapshot();
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT signal, epoch_ns(min(source_time)) FROM {snapshot.Source()} v GROUP BY signal";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            times[reader.GetInt32(0)] = reader.GetInt64(1);
        return times;
    }

    private static List<(TrendWork, IReadOnlyList<TrendSpan> Spans)> Make(Database database, FactoryStore store, List<TrendWork> stretch, CancellationToken ct)
    {
        var (from, to) = (TrendSpan.TimeOf(stretch[0].First), TrendSpan.TimeOf(stretch[0].End));
        var builders = stretch.ToDictionary(work => work.Signal, work => new SpanBuilder(from, work.Hold));
        using var snapshot = store.Snapshot();
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.UseStreamingMode = true;
        command.CommandText =
            $"""
            SELECT signal, epoch_ns(source_time), CASE WHEN status >> 30 = 0 THEN coalesce("double", "int64"::DOUBLE) END
            FROM {snapshot.Source(from, to)} v
            WHERE signal IN ({string.Join(", ", builders.Keys)}) AND source_time >= make_timestamp_ns({from}) AND source_time < make_timestamp_ns({to})
            ORDER BY signal, {ValueSchema.Order}
            """;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            ct.ThrowIfCancellationRequested();
            double? value = reader.IsDBNull(2) ? null : reader.GetDouble(2);
            builders[reader.GetInt32(0)].Add(reader.GetInt64(1), value is { } number && !double.IsNaN(number) ? number : null);
        }

        return [.. stretch.Select(work => (work, builders[work.Signal].Finish(to)))];
    }
}
