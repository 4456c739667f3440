using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>The questions about values, over tail and segments together.</summary>
internal sealed class ValueQueries(QueryRunner runner)
{
    private const string Columns =
        "signal, epoch_ns(source_time), epoch_ns(server_time), epoch_ns(received_time), \"double\", \"int64\", \"text\", status, epoch, sequence, \"row\"";

    /// <summary>How many segments one statement of "as of" opens: the newest usually hold the answer.</summary>
    private const int SegmentsAtOnce = 8;

    /// <summary>Values with <c>from ≤ source time &lt; to</c>, in order.</summary>
    /// <param name="signal">Null: all signals.</param>
    /// <param name="after">Only what comes after this place.</param>
    public async IAsyncEnumerable<StoredValue> RangeAsync(
        FactoryStore store, int? signal, long from, long to, ValueCursor? after, int limit, [EnumeratorCancellation] CancellationToken ct)
    {
        using var snapshot = store.Snapshot();
        var start = Math.Max(from, after?.SourceTime ?? long.MinValue);
        var conditions = new List<string>();
        var parameters = new List<(string, object)> { ("limit", limit) };
        // Bounds that bound nothing are left out: the ends of the range are outside of what a timestamp can be.
        if (start > long.MinValue)
        {
            conditions.Add("source_time >= make_timestamp_ns($start)");
            parameters.Add(("start", start));
        }
        if (to < long.MaxValue)
        {
            conditions.Add("source_time < make_timestamp_ns($to)");
            parameters.Add(("to", to));
        }
        if (signal is { } id)
        {
            conditions.Add("signal = $signal");
            parameters.Add(("signal", id));
        }
        if (after is { } cursor)
        {
            conditions.Add("(source_time > make_timestamp_ns($start) OR (epoch, sequence, \"row\") > ($epoch, $sequence, $row))");
            parameters.AddRange([("epoch", cursor.Epoch), ("sequence", cursor.Sequence), ("row", cursor.Row)]);
        }
        var sql = $"SELECT {Columns} FROM {snapshot.Source(start, to)} v {Where(conditions)} ORDER BY {ValueSchema.Order} LIMIT $limit";
        await foreach (var value in runner.RunAsync(sql, parameters, Read, ct))
            yield return value;
    }

    /// <summary>The newest value of each signal asked for whose source time is not after <paramref name="at"/>.</summary>
    /// <param name="signals">Ids; each at most once.</param>
    public async Task<IReadOnlyList<StoredValue>> AsOfAsync(
        FactoryStore store, IReadOnlyCollection<int> signals, long at, CancellationToken ct)
    {
        using var snapshot = store.Snapshot();
        var best = new Dictionary<int, StoredValue>();
        // From the newest segments backwards, until none that is left can hold anything newer than what was found.
        var segments = new Queue<ParquetPart>(
            snapshot.Segments.Where(part => part.Segment.MinTime <= at).OrderByDescending(part => part.Segment.MaxTime));
        for (var withTail = true; withTail || segments.Count > 0; withTail = false)
        {
            if (!withTail)
            {
                var newest = segments.Peek().Segment.MaxTime;
                if (signals.All(signal => best.TryGetValue(signal, out var value) && value.SourceTime > newest))
                    break;
            }
            var parts = new List<ParquetPart>();
            while (!withTail && parts.Count < SegmentsAtOnce && segments.TryDequeue(out var part))
                parts.Add(part);
            await foreach (var value in NewestAsync(snapshot.Source(parts, withTail), signals, at, ct))
            {
                if (!best.TryGetValue(value.Signal, out var known) || Compare(value, known) > 0)
                    best[value.Signal] = value;
            }
        }
        return [.. best.Values.OrderBy(value => value.Signal)];
    }

    private IAsyncEnumerable<StoredValue> NewestAsync(string source, IReadOnlyCollection<int> signals, long at, CancellationToken ct)
    {
        var conditions = new List<string> { $"signal IN ({string.Join(", ", signals)})" };
        var parameters = new List<(string, object)>();
        if (at < long.MaxValue)
        {
            conditions.Add("source_time <= make_timestamp_ns($at)");
            parameters.Add(("at", at));
        }
        return runner.RunAsync(
            $"SELECT {Columns} FROM {source} v {Where(conditions)} "
            + "QUALIFY row_number() OVER (PARTITION BY signal ORDER BY source_time DESC, epoch DESC, sequence DESC, \"row\" DESC) = 1",
            parameters, Read, ct);
    }

    private static int Compare(StoredValue left, StoredValue right) =>
        (left.SourceTime, left.Epoch, left.Sequence, left.Row).CompareTo((right.SourceTime, right.Epoch, right.Sequence, right.Row));

    private static string Where(IReadOnlyCollection<string> conditions) =>
        conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";

    private static StoredValue Read(DuckDBDataReader reader) => new(
        reader.GetInt32(0),
        reader.GetInt64(1),
        reader.IsDBNull(2) ? null : reader.GetInt64(2),
        reader.GetInt64(3),
        reader.IsDBNull(4) ? null : reader.GetDouble(4),
        reader.IsDBNull(5) ? null : reader.GetInt64(5),
        reader.IsDBNull(6) ? null : reader.GetString(6),
        reader.GetFieldValue<uint>(7),
        reader.GetInt64(8),
        reader.GetInt64(9),
        reader.GetInt32(10));
}
