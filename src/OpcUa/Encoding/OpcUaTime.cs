namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>
/// Wire times (100 ns since 1601-01-01 UTC; OPC UA Part 6, 5.2.2.5), .NET times and the Unix nanoseconds of telemetry columns.
/// </summary>
public static class OpcUaTime
{
    /// <summary>.NET ticks at 1601-01-01.</summary>
    private const long WireEpochTicks = 504_911_232_000_000_000;

    /// <summary>Wire ticks at 1970-01-01.</summary>
    private const long UnixEpochWireTicks = 116_444_736_000_000_000;

    private const long MaxWireTicks = 2_650_467_743_990_000_000; // 9999-12-31 23:59:59, from where Part 6 says "latest"

    /// <summary>The Unix nanoseconds of a time that is absent.</summary>
    public const long NoTime = long.MinValue;

    /// <summary>Wire ticks to UTC. Zero and less are <see cref="DateTime.MinValue"/>, 9999-12-31 23:59:59 and later <see cref="DateTime.MaxValue"/>.</summary>
    public static DateTime ToDateTime(long wireTicks) => wireTicks switch
    {
        <= 0 => DateTime.MinValue,
        >= MaxWireTicks => DateTime.MaxValue,
        _ => new DateTime(wireTicks + WireEpochTicks, DateTimeKind.Utc),
    };

    /// <summary>A UTC time to wire ticks; times before 1601 become 0, from 9999-12-31 23:59:59 on the largest number.</summary>
    public static long ToWireTicks(DateTime time)
    {
        var ticks = time.Ticks - WireEpochTicks;
        return ticks <= 0 ? 0 : ticks >= MaxWireTicks ? long.MaxValue : ticks;
    }

    /// <summary>
    /// Wire ticks to Unix nanoseconds, saturated to what an int64 of nanoseconds holds (1677 to 2262); <see cref="NoTime"/> for
    /// zero and less.
    /// </summary>
    public static long ToUnixNanoseconds(long wireTicks)
    {
        if (wireTicks <= 0)
            return NoTime;
        const long limit = long.MaxValue / 100;
        return Math.Clamp(wireTicks - UnixEpochWireTicks, -limit, limit) * 100;
    }

    /// <summary>A UTC time to Unix nanoseconds; <see cref="NoTime"/> for <see cref="DateTime.MinValue"/>.</summary>
    public static long ToUnixNanoseconds(DateTime time) => ToUnixNanoseconds(ToWireTicks(time));

    /// <summary>Unix nanoseconds to UTC, cut to 100 ns; <see cref="DateTime.MinValue"/> for <see cref="NoTime"/>.</summary>
    public static DateTime FromUnixNanoseconds(long nanoseconds) =>
        nanoseconds == NoTime ? DateTime.MinValue : DateTime.UnixEpoch.AddTicks(nanoseconds / 100);
}
