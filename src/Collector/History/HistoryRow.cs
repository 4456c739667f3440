using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Collector.History;

/// <summary>A value of history with the time that stamps it, Unix nanoseconds.</summary>
internal readonly record struct HistoryRow(long Time, DataValue Value)
{
    /// <summary>The time of a value by the clock of its connection; null where it has none.</summary>
    public static long? TimeOf(ClockSource clock, in DataValue value)
    {
        var (source, server) = (Nanoseconds(value.SourceTimestamp, value.SourcePicoseconds), Nanoseconds(value.ServerTimestamp, value.ServerPicoseconds));
        return clock == ClockSource.Server ? server ?? source : source ?? server;
    }

    /// <summary>Null for no time. Picoseconds come in units of ten.</summary>
    public static long? Nanoseconds(DateTime time, ushort picoseconds = 0) =>
        OpcUaTime.ToUnixNanoseconds(time) is var nanoseconds && nanoseconds != OpcUaTime.NoTime ? nanoseconds + (Math.Min(picoseconds, (ushort)9_999) / 100) : null;
}
