namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>A value with its quality and times (OPC UA Part 4, 7.11). Times are UTC; <see cref="DateTime.MinValue"/> is "not given".</summary>
public readonly record struct DataValue
{
    /// <summary>A good value with a source time.</summary>
    public DataValue(Variant value, StatusCode statusCode = default, DateTime sourceTimestamp = default, DateTime serverTimestamp = default)
    {
        Value = value;
        StatusCode = statusCode;
        SourceTimestamp = sourceTimestamp;
        ServerTimestamp = serverTimestamp;
    }

    public Variant Value { get; init; }

    public StatusCode StatusCode { get; init; }

    /// <summary>When the value was taken at its source.</summary>
    public DateTime SourceTimestamp { get; init; }

    /// <summary>Units of 10 ps to add to the source time, 0 to 9,999.</summary>
    public ushort SourcePicoseconds { get; init; }

    /// <summary>When the server learned the value.</summary>
    public DateTime ServerTimestamp { get; init; }

    /// <summary>Units of 10 ps to add to the server time, 0 to 9,999.</summary>
    public ushort ServerPicoseconds { get; init; }
}
