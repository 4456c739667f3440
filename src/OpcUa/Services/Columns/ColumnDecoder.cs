using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services.Columns;

/// <summary>What the columnar decoders of Publish, Republish and Read have in common.</summary>
internal static class ColumnDecoder
{
    /// <summary>A MonitoredItemNotification is at least a handle and the mask of an empty DataValue.</summary>
    private const int SmallestNotification = 5;

    /// <summary>ResponseHeader (7.34). Diagnostics and strings are passed over: nobody asks for them.</summary>
    public static void ReadHeader(ref UaReader reader, out uint requestHandle, out StatusCode result)
    {
        reader.ReadInt64();
        requestHandle = reader.ReadUInt32();
        result = reader.ReadStatusCode();
        reader.ReadDiagnosticInfo();
        reader.ReadStringArray();
        reader.ReadExtensionObject();
    }

    /// <summary>
    /// DataChangeNotification (7.25.2) as an ExtensionObject's body:
    /// <code>
    /// | length | n | n x ( handle | mask [value] [status] [source time] [server time] ) | diagnostics |
    /// </code>
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReadDataChanges(ref UaReader reader, ValueColumns values)
    {
        var length = reader.ReadInt32();
        if (length < 0 || length > reader.Remaining)
            Malformed.EndOfMessage();
        var end = reader.Consumed + length;
        var count = Math.Max(0, reader.ReadArrayLength(SmallestNotification));
        values.Reserve(count);
        for (var i = 0; i < count; i++)
            values.Read((int)reader.ReadUInt32(), ref reader);
        reader.ReadDiagnosticInfos();
        if (reader.Consumed != end)
            Malformed.Value("A DataChangeNotification does not end where its length says.");
    }

    public static int ReadUInt32s(ref UaReader reader, ref uint[] buffer)
    {
        var count = Math.Max(0, reader.ReadArrayLength(sizeof(uint)));
        if (buffer.Length < count)
            buffer = new uint[Math.Max(count, 16)];
        for (var i = 0; i < count; i++)
            buffer[i] = reader.ReadUInt32();
        return count;
    }

    public static int ReadStatusCodes(ref UaReader reader, ref StatusCode[] buffer)
    {
        var count = Math.Max(0, reader.ReadArrayLength(sizeof(uint)));
        if (buffer.Length < count)
            buffer = new StatusCode[Math.Max(count, 16)];
        for (var i = 0; i < count; i++)
            buffer[i] = reader.ReadStatusCode();
        return count;
    }
}
