using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>Asks for the values as they were stored (OPC UA Part 11, 6.4.3).</summary>
public sealed record ReadRawModifiedDetails : IIdentifiedStructure<ReadRawModifiedDetails>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 649;

    /// <summary>Asks for what was changed later instead.</summary>
    public bool IsReadModified { get; init; }

    /// <summary>The first time; <see cref="DateTime.MinValue"/> where not given. Later than the end: newest first.</summary>
    public DateTime StartTime { get; init; }

    /// <summary>The time behind the last; <see cref="DateTime.MinValue"/> where not given.</summary>
    public DateTime EndTime { get; init; }

    /// <summary>Most values of one node in one response; 0 leaves it to the server.</summary>
    public uint NumValuesPerNode { get; init; }

    /// <summary>Asks for the values around the interval, too.</summary>
    public bool ReturnBounds { get; init; }

    /// <inheritdoc/>
    public static ReadRawModifiedDetails Decode(ref UaReader reader) => new()
    {
        IsReadModified = reader.ReadBoolean(),
        StartTime = reader.ReadDateTime(),
        EndTime = reader.ReadDateTime(),
        NumValuesPerNode = reader.ReadUInt32(),
        ReturnBounds = reader.ReadBoolean(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteBoolean(IsReadModified);
        writer.WriteDateTime(StartTime);
        writer.WriteDateTime(EndTime);
        writer.WriteUInt32(NumValuesPerNode);
        writer.WriteBoolean(ReturnBounds);
    }
}

/// <summary>Values of the past (OPC UA Part 11, 6.6.2).</summary>
public sealed record HistoryData : IIdentifiedStructure<HistoryData>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 658;

    public DataValue[] DataValues { get; init; } = [];

    /// <inheritdoc/>
    public static HistoryData Decode(ref UaReader reader) => new()
    {
        DataValues = reader.ReadDataValues(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteDataValues(DataValues);
    }
}
