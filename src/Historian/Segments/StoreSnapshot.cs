namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>
/// What one query reads: tails and segments that together hold each value once, kept until it is disposed.
/// </summary>
internal sealed class StoreSnapshot(IReadOnlyList<TailPart> tails, IReadOnlyList<ParquetPart> segments) : IDisposable
{
    public IReadOnlyList<ParquetPart> Segments { get; } = segments;

    /// <summary>A subquery with the columns of <see cref="ValueSchema.FromSegment"/>.</summary>
    /// <param name="from">Source time, Unix ns: segments that end before are left out.</param>
    /// <param name="to">Segments that begin at or after are left out.</param>
    public string Source(long from = long.MinValue, long to = long.MaxValue) =>
        Source(Segments.Where(part => part.Segment.MaxTime >= from && part.Segment.MinTime < to), withTail: true);

    public string Source(IEnumerable<ParquetPart> parts, bool withTail)
    {
        var sources = new List<string>();
        foreach (var tail in tails)
        {
            if (withTail && tail.Materialise())
                sources.Add($"SELECT {ValueSchema.FromTail} FROM {Sql.Name(tail.Table)}");
        }
        var files = string.Join(", ", parts.Select(part => Sql.Text(part.Path)));
        if (files.Length > 0)
            sources.Add($"SELECT {ValueSchema.FromSegment} FROM read_parquet([{files}])");
        if (sources.Count == 0)
            sources.Add($"SELECT {ValueSchema.FromTail} FROM (SELECT {NoValues} LIMIT 0)");
        return $"({string.Join(" UNION ALL ", sources)})";
    }

    private const string NoValues =
        "0::INTEGER AS signal, 0::BIGINT AS source_time, 0::BIGINT AS server_time, 0::BIGINT AS received_time, "
        + "0::DOUBLE AS \"double\", 0::BIGINT AS \"int64\", ''::BLOB AS \"text\", 0::UINTEGER AS status, "
        + "0::BIGINT AS epoch, 0::BIGINT AS sequence, 0::INTEGER AS \"row\"";

    public void Dispose()
    {
        foreach (var tail in tails)
            tail.Leave();
        foreach (var segment in Segments)
            segment.Leave();
    }
}
