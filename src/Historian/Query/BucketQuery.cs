using DuckDB.NET.Data;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>
/// A span of a signal. OPC UA reports changes, so that a value holds until the next one: minimum, maximum and average are
/// over what the signal was during the span, including the value that it began with; the average weighs each value by how
/// long it held.
/// </summary>
/// <param name="From">Unix ns; the span ends where the next begins.</param>
/// <param name="Count">Values whose source time is in the span and whose status counts.</param>
/// <param name="Held">The part of the span, 0 to 1, in which a value that counts was holding.</param>
internal readonly record struct Bucket(long From, long Count, double? Min, double? Max, double? Avg, double Held);

/// <param name="Width">Ns.</param>
/// <param name="IncludeUncertain">Whether a value of uncertain status counts as one of good status does.</param>
internal sealed record BucketRequest(SignalDefinition Signal, long From, long To, long Width, bool IncludeUncertain);

internal sealed class BucketQuery(QueryRunner runner, ValueQueries values)
{
    /// <returns>One bucket for each span of the range, in order, also where nothing was known.</returns>
    public async Task<IReadOnlyList<Bucket>> RunAsync(FactoryStore store, BucketRequest request, CancellationToken ct)
    {
        // What the signal was when the range began: the last value at or before it, of whatever status.
        var before = await values.AsOfAsync(store, [request.Signal.Id], request.From, ct);
        var start = before.Count > 0 ? before[0].SourceTime : request.From;
        // The last value holds as far as its connection is known to have been alive, and not into the unknown.
        var alive = Math.Max(store.Catalogue.AliveThroughOf(request.Signal.Connection), start);
        var found = new Dictionary<long, Bucket>();
        using (var snapshot = store.Snapshot())
        {
            var parameters = new (string, object)[]
            {
                ("signal", request.Signal.Id), ("start", start), ("from", request.From), ("to", request.To), ("width", request.Width),
                ("worst", request.IncludeUncertain ? 1 : 0), ("alive", Math.Min(alive, request.To)),
            };
            await foreach (var bucket in runner.RunAsync(Sql(snapshot.Source(start, request.To)), parameters, reader => Read(reader, request), ct))
                found[bucket.From] = bucket;
        }
        var all = new List<Bucket>();
        for (var from = request.From; from < request.To; from += request.Width)
            all.Add(found.TryGetValue(from, out var bucket) ? bucket : new(from, 0, null, null, null, 0));
        return all;
    }

    // 1. Each value with the time until which it held. 2. Held spans cut at the borders of the buckets. 3. Summed up.
    private static string Sql(string source) => $"""
        WITH held AS (
            SELECT epoch_ns(source_time) AS t,
                   CASE WHEN status >> 30 <= $worst THEN coalesce("double", "int64"::DOUBLE) END AS x,
                   coalesce(lead(epoch_ns(source_time)) OVER (ORDER BY {ValueSchema.Order}), greatest($alive, epoch_ns(source_time))) AS until
            FROM {source} v
            WHERE signal = $signal AND source_time >= make_timestamp_ns($start) AND source_time < make_timestamp_ns($to)
        ), spans AS (
            SELECT t, x, greatest(t, $from) AS lo, least(until, $to) AS hi FROM held
            WHERE x IS NOT NULL AND NOT isnan(x) AND (t >= $from OR until > $from)
        ), pieces AS (
            SELECT t, x, lo, hi, unnest(range((lo - $from) // $width, greatest((hi - 1 - $from) // $width, (lo - $from) // $width) + 1)) AS bucket
            FROM spans
        ), cut AS (
            SELECT bucket, x, t,
                   greatest(0, least(hi, $from + (bucket + 1) * $width) - greatest(lo, $from + bucket * $width)) AS weight
            FROM pieces
        )
        SELECT bucket, count(*) FILTER (WHERE t >= $from AND (t - $from) // $width = bucket), min(x), max(x),
               CASE WHEN sum(weight) > 0 THEN sum(x * weight::DOUBLE) / sum(weight)::DOUBLE ELSE avg(x) END, sum(weight)::DOUBLE
        FROM cut GROUP BY bucket
        """;

    private static Bucket Read(DuckDBDataReader reader, BucketRequest request)
    {
        var from = request.From + reader.GetInt64(0) * request.Width;
        var length = Math.Min(request.Width, request.To - from);
        return new(
            from, reader.GetInt64(1),
            reader.IsDBNull(2) ? null : reader.GetDouble(2),
            reader.IsDBNull(3) ? null : reader.GetDouble(3),
            reader.IsDBNull(4) ? null : reader.GetDouble(4),
            Math.Min(1, reader.GetDouble(5) / length));
    }
}
