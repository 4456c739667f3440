namespace Jinan.IndustryBrain.DurableLog;

/// <summary>Where a log is kept and how large it may grow.</summary>
public sealed record SegmentedLogOptions
{
    /// <summary>The log's own directory; made when it does not exist.</summary>
    public required string Directory { get; init; }

    /// <summary>A segment is closed before it would grow beyond this: the unit of truncation. 4 KiB to 1 GiB.</summary>
    public long SegmentBytes { get; init; } = 16 << 20;

    /// <summary>The log refuses appends beyond this; at least two segments.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>The largest record; must fit into a segment.</summary>
    public int MaxRecordBytes { get; init; } = 1 << 20;

    /// <summary>How long a commit waits for company. Zero: only while another commit is under way.</summary>
    public TimeSpan GroupCommitDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How long the log waits after the disk refused before it tries again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    internal int MaxPendingBytes =>
        (int)Math.Min(SegmentBytes - SegmentHeader.Size, Math.Max(8 << 20, MaxRecordBytes + RecordHeader.Size));

    internal void Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Directory))
            faults.Add("Directory must be set");
        if (SegmentBytes is < 4 << 10 or > 1 << 30)
            faults.Add($"SegmentBytes is {SegmentBytes}; allowed are 4 KiB to 1 GiB");
        if (MaxBytes < 2 * SegmentBytes)
            faults.Add($"MaxBytes is {MaxBytes}; it must be at least two segments ({2 * SegmentBytes})");
        if (MaxRecordBytes < 1 || MaxRecordBytes > SegmentBytes - SegmentHeader.Size - RecordHeader.Size)
            faults.Add($"MaxRecordBytes is {MaxRecordBytes}; it must be positive and fit into a segment");
        if (GroupCommitDelay < TimeSpan.Zero)
            faults.Add("GroupCommitDelay must not be negative");
        if (RetryInterval <= TimeSpan.Zero)
            faults.Add("RetryInterval must be positive");
        if (faults.Count > 0)
            throw new ArgumentException($"The log's options are not usable: {string.Join("; ", faults)}.");
    }
}
