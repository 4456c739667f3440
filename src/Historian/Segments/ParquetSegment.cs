namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>A published Parquet file, as the manifest lists it. Times are source times in Unix ns.</summary>
/// <param name="File">Path relative to the factory's folder, with '/'.</param>
/// <param name="SealedAt">When it was written (UTC).</param>
internal sealed record ParquetSegment(string File, long Rows, long Bytes, long MinTime, long MaxTime, DateTimeOffset SealedAt);

/// <summary>A Parquet segment in use.</summary>
internal sealed class ParquetPart(ParquetSegment segment, string path) : Part
{
    public ParquetSegment Segment { get; } = segment;

    public string Path { get; } = path;
}
