namespace Jinan.IndustryBrain.OpcUa.Services.Columns;

/// <summary>Where a row of <see cref="ValueColumns"/> keeps its value.</summary>
public enum ColumnKind : byte
{
    /// <summary>No value: the status says why.</summary>
    None = 0,

    /// <summary>Float and Double.</summary>
    Double = 1,

    /// <summary>Boolean (0 or 1) and every integer that fits.</summary>
    Int64 = 2,

    /// <summary>String, as UTF-8.</summary>
    Text = 3,

    /// <summary>DateTime, as Unix nanoseconds.</summary>
    DateTime = 4,

    /// <summary>Anything else: an array, a structure, a UInt64 above the largest int64.</summary>
    General = 5,
}
