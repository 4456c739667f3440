namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>
/// One stored value. In a segment times are TIMESTAMP_NS (UTC), so that every engine reads them as times; in the tail they
/// are Unix ns, as frames have them, and texts are bytes, because the appender takes a string only up to its first NUL.
/// <c>epoch, sequence, row</c> name the frame and the row a value came with: with them a value has an identity and its order
/// among equal source times.
/// </summary>
internal static class ValueSchema
{
    public const string TailColumns =
        "signal INTEGER, source_time BIGINT, server_time BIGINT, received_time BIGINT, \"double\" DOUBLE, \"int64\" BIGINT, "
        + "\"text\" BLOB, status UINTEGER, epoch BIGINT, sequence BIGINT, \"row\" INTEGER";

    /// <summary>The columns of a query's source, over a tail table.</summary>
    public const string FromTail =
        "signal, make_timestamp_ns(source_time) AS source_time, make_timestamp_ns(server_time) AS server_time, "
        + "make_timestamp_ns(received_time) AS received_time, \"double\", \"int64\", decode(\"text\") AS \"text\", status, epoch, sequence, \"row\"";

    /// <summary>The same columns, over a segment.</summary>
    public const string FromSegment =
        "signal, source_time, server_time, received_time, \"double\", \"int64\", \"text\", status, epoch, sequence, \"row\"";

    /// <summary>The order of values everywhere.</summary>
    public const string Order = "source_time, epoch, sequence, \"row\"";

    /// <summary>
    /// The two numbers that mean infinity to DuckDB, which would refuse to give them back, are moved by a nanosecond: a
    /// server that reports the end of time as a source time must not make its factory unreadable.
    /// </summary>
    public static long Storable(long time) => time switch
    {
        long.MaxValue => long.MaxValue - 1,
        -long.MaxValue => -long.MaxValue + 1,
        _ => time,
    };
}
