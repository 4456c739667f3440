using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services.Columns;

/// <summary>
/// One ReadResponse (OPC UA Part 4, 5.11.2) decoded straight into columns; the handle of a row is its position in the request.
/// Reused; not for several threads.
/// </summary>
public sealed class ReadColumns
{
    public uint RequestHandle { get; private set; }

    /// <summary>How the service ended.</summary>
    public StatusCode ServiceResult { get; private set; }

    /// <summary>The results in the order of the request.</summary>
    public ValueColumns Values { get; } = new();

    /// <summary>Decodes a ReadResponse whose encoding id was read before.</summary>
    /// <exception cref="OpcUaException">BadDecodingError or BadEncodingLimitsExceeded; the columns then hold nothing of use.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Decode(ref UaReader reader)
    {
        Values.Clear();
        ColumnDecoder.ReadHeader(ref reader, out var handle, out var result);
        RequestHandle = handle;
        ServiceResult = result;
        var count = Math.Max(0, reader.ReadArrayLength());
        Values.Reserve(count);
        for (var i = 0; i < count; i++)
            Values.Read(i, ref reader);
        reader.ReadDiagnosticInfos();
        reader.EnsureEnd();
    }
}
