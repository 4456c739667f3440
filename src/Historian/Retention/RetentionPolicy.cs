using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Retention;

/// <summary>Which segments and insights have been kept long enough, or are too much.</summary>
internal sealed class RetentionPolicy(HistorianOptions options, TimeProvider time, ILogger<RetentionPolicy> logger)
{
    public async Task ApplyAsync(FactoryRecords records, CancellationToken ct)
    {
        var segments = await records.Values.RemoveAsync(Expired, ct);
        var insights = options.RetentionAge > TimeSpan.Zero
            ? await records.Insights.RemoveBeforeAsync(time.GetUtcNow() - options.RetentionAge, ct)
            : 0;
        if (options.TrendAge > TimeSpan.Zero)
            records.Values.Trends.RemoveBefore((time.GetUtcNow() - options.TrendAge).ToUnixTimeMilliseconds() * 1_000_000);
        if (segments + insights > 0)
            Log.RetentionApplied(logger, records.Values.Factory, segments, insights);
    }

    /// <summary>A segment goes when its newest value is too old, or while all together are too large, oldest first.</summary>
    internal IEnumerable<ParquetSegment> Expired(IReadOnlyList<ParquetSegment> segments)
    {
        var oldest = options.RetentionAge > TimeSpan.Zero
            ? (time.GetUtcNow() - options.RetentionAge).ToUnixTimeMilliseconds() * 1_000_000
            : long.MinValue;
        var bytes = segments.Sum(segment => segment.Bytes);
        foreach (var segment in segments.OrderBy(segment => segment.MaxTime))
        {
            if (segment.MaxTime >= oldest && (options.RetentionBytes == 0 || bytes <= options.RetentionBytes))
                yield break;
            bytes -= segment.Bytes;
            yield return segment;
        }
    }
}
