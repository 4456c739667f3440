using Apache.Arrow;
using Apache.Arrow.Types;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>The columns and metadata keys of a telemetry frame: one record batch in an Arrow IPC stream.</summary>
public static class FrameSchema
{
    /// <summary>Version written. Readers accept it and the one before.</summary>
    public const int Current = 1;

    /// <summary>A frame is never larger, in bytes: it must pass a broker's message limit.</summary>
    public const int MaxBytes = 256 * 1024;

    public const string ContentType = "application/vnd.industrybrain.frames";

    internal const string SchemaKey = "schema";
    internal const string FactoryKey = "factory";
    internal const string EnterpriseKey = "enterprise";
    internal const string SectorKey = "sector";
    internal const string CollectorKey = "collector";
    internal const string EpochKey = "epoch";
    internal const string SequenceKey = "sequence";
    internal const string AliveThroughKey = "alive_through";
    internal const string ConnectionKey = "connection";
    internal const string ClockOffsetKey = "clock_offset_ns";
    internal const string SignalsKey = "signals";
    internal const string NotificationsKey = "notifications";

    private static readonly TimestampType Nanoseconds = new(TimeUnit.Nanosecond, "UTC");

    internal static IReadOnlyList<Field> Fields { get; } =
    [
        new("signal", Int32Type.Default, nullable: false),
        new("source_time", Nanoseconds, nullable: false),
        new("server_time", Nanoseconds, nullable: true),
        new("received_time", Nanoseconds, nullable: false),
        new("double", DoubleType.Default, nullable: true),
        new("int64", Int64Type.Default, nullable: true),
        new("text", StringType.Default, nullable: true),
        new("status", UInt32Type.Default, nullable: false),
    ];
}
