namespace Jinan.IndustryBrain.DurableLog;

/// <summary>The log has no room now; nothing was written. Await <see cref="SegmentedLog.WaitForRoomAsync"/>.</summary>
public sealed class LogFullException(string message) : Exception(message)
{
    /// <summary>The disk does not keep up with what is appended; else the log has reached its limit.</summary>
    public bool IsDiskBehind { get; init; }
}

/// <summary>
/// The disk refused a write or a sync, so that nothing since the last success is acknowledged. The log keeps
/// what was appended, tries again by itself and goes on as soon as the disk takes it: do not append a record
/// again whose flush failed, call <see cref="SegmentedLog.FlushAsync"/> again.
/// </summary>
public sealed class LogStorageException(string message, Exception? inner = null) : IOException(message, inner)
{
    // ENOSPC and EDQUOT; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] Full = OperatingSystem.IsWindows() ? [unchecked((int)0x80070070), unchecked((int)0x80070027)] : [28, 122];

    /// <summary>There is no space left, as far as the system says so.</summary>
    public bool IsDiskFull => InnerException is IOException cause && Full.Contains(cause.HResult);
}

/// <summary>A log was truncated faster than it is copied. The copy is of no use; another one may succeed.</summary>
public sealed class LogOvertakenException(string directory, long first, long last)
    : IOException($"The log '{directory}' was truncated faster than it is copied: records {first} to {last} are gone. Begin again.");

/// <summary>The records asked for were truncated away.</summary>
public sealed class LogTruncatedException(long asked, long oldest)
    : Exception($"Record {asked} was truncated; the oldest that is kept is {oldest}. Read on from there and count the loss.")
{
    /// <summary>The oldest sequence that can be read.</summary>
    public long Oldest { get; } = oldest;
}

/// <summary>
/// Bytes that were durable are not what was written. Never thrown for a torn last write, which is cut.
/// Nothing is changed on the disk, so that the files can be examined or restored.
/// </summary>
public sealed class LogDamagedException(string path, long offset, long sequence, string detail) : IOException(
    $"'{path}' is damaged at byte {offset} (record {sequence}): {detail}. Nothing was changed. Restore the file from a copy; "
    + "or give this log up by moving all files of its folder elsewhere: it then starts anew with a larger epoch, "
    + "and what no reader had consumed yet is lost.")
{
    /// <summary>The damaged file.</summary>
    public string Path { get; } = path;

    /// <summary>Where in the file the first bad byte may be.</summary>
    public long Offset { get; } = offset;

    /// <summary>The first record that cannot be read.</summary>
    public long Sequence { get; } = sequence;
}
