using DuckDB.NET.Data;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Segments;
using Jinan.IndustryBrain.Historian.Trends;

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

/// <summary>
/// Answers from the spans that are made of the values, where there are such, and from the values where there are none: of the
/// last half hour, and for widths that are no multiple of a span.
/// </summary>
internal sealed class BucketQuery(QueryRunner runner, ValueQueries values)
{
    /// <summary>So many stretches that have to be worked out of values cost more than all in one.</summary>
    private const int MostStretches = 16;

    /// <returns>One bucket for each span of the range, in order, also where nothing was known.</returns>
    public async Task<IReadOnlyList<Bucket>> RunAsync(FactoryStore store, BucketRequest request, CancellationToken ct)
    {
        if (request.IncludeUncertain || request.From % TrendSpan.Length != 0 || request.Width % TrendSpan.Length != 0)
            return await OfValuesAsync(store, request, known: null, ct);
        var (first, end) = (TrendSpan.IndexOf(request.From), TrendSpan.IndexOf(request.To));
        var spans = await Task.Run(() => store.Trends.Read(request.Signal.Id, first, end), ct);
        var sums = new BucketSums(request);
        var stretches = Missing(spans, first, request.To).ToList();
        if (stretches.Count > MostStretches || stretches is [var only] && only.From == request.From && only.To == request.To)
            return await OfValuesAsync(store, request, known: null, ct);
        foreach (var span in spans.OfType<TrendSpan>())
            sums.Add(span);
        foreach (var (from, to, known) in stretches)
        {
            foreach (var bucket in await OfValuesAsync(store, request with { From = from, To = to, Width = TrendSpan.Length }, known, ct))
                sums.Add(bucket, Math.Min(TrendSpan.Length, to - bucket.From));
        }

        return sums.Buckets();
    }

    // The stretches of which no spans are made, each with the span before it.
    private static IEnumerable<(long From, long To, TrendSpan? Known)> Missing(TrendSpan?[] spans, long first, long to)
    {
        for (var i = 0; i < spans.Length; i++)
        {
            if (spans[i] is not null)
                continue;
            var begin = i;
            while (i < spans.Length && spans[i] is null)
                i++;
            var isLast = i == spans.Length;
            yield return (TrendSpan.TimeOf(first + begin), isLast ? to : TrendSpan.TimeOf(first + i), begin > 0 ? spans[begin - 1] : null);
            if (isLast)
                yield break;
        }

        if (TrendSpan.TimeOf(first + spans.Length) is var rest && rest < to)
            yield return (rest, to, spans.Length > 0 ? spans[^1] : null);
    }

    /// <summary>The same, worked out of the values alone.</summary>
    /// <param name="known">The span that ends where the range begins; null where it is not known.</param>
    public async Task<IReadOnlyList<Bucket>> OfValuesAsync(FactoryStore store, BucketRequest request, TrendSpan? known, CancellationToken ct)
    {
        // What the signal was when the range began: the last value at or before it, of whatever status.
        IReadOnlyList<StoredValue> before = known is null ? await values.AsOfAsync(store, [request.Signal.Id], request.From, ct) : [];
        var start = before.Count > 0 ? before[0].SourceTime : request.From;
        // The last value holds as far as its connection is known to have been alive, and not into the unknown.
        var alive = Math.Max(store.Catalogue.AliveThroughOf(request.Signal.Connection), start);
        var found = new Dictionary<long, Bucket>();
        using (var snapshot = store.Snapshot())
        {
            var parameters = new (string, object)[]
            {
                ("signal", request.Signal.Id), ("start", start), ("from", request.From), ("to", request.To), ("width", request.Width),
                ("worst", request.IncludeUncertain ? 1 : 0), ("alive", Math.Min(alive, request.To)), ("hold", known?.Last ?? (object)DBNull.Value),
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
        WITH given AS (
            SELECT epoch_ns(source_time) AS t, CASE WHEN status >> 30 <= $worst THEN coalesce("double", "int64"::DOUBLE) END AS x, epoch, sequence, "row"
            FROM {source} v
            WHERE signal = $signal AND source_time >= make_timestamp_ns($start) AND source_time < make_timestamp_ns($to)
            UNION ALL SELECT $from - 1, $hold::DOUBLE, 0, 0, 0 WHERE $hold IS NOT NULL
        ), held AS (
            SELECT t, x, coalesce(lead(t) OVER (ORDER BY t, epoch, sequence, "row"), greatest($alive, t)) AS until FROM given
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
