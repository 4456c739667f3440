using System.IO.Hashing;

namespace Jinan.IndustryBrain.Collector.State;

/// <summary>Which column of a frame holds a value.</summary>
internal enum StoredKind : byte
{
    /// <summary>Nothing was ever stored.</summary>
    Nothing = 0,

    /// <summary>A status without a value.</summary>
    Null = 1,
    Double = 2,
    Int64 = 3,
    Text = 4,
}

/// <summary>
/// The last value of a signal, as far as it takes to tell whether another one is the same: of text only a hash is kept.
/// </summary>
/// <param name="Time">Unix nanoseconds.</param>
/// <param name="Kind">The column.</param>
/// <param name="Bits">The bits of the number, or the hash of the text.</param>
/// <param name="Status">The OPC UA status code.</param>
internal readonly record struct StoredValue(long Time, StoredKind Kind, long Bits, uint Status)
{
    public static StoredValue OfDouble(long time, double value, uint status) =>
        new(time, StoredKind.Double, BitConverter.DoubleToInt64Bits(value), status);

    public static StoredValue OfInt64(long time, long value, uint status) => new(time, StoredKind.Int64, value, status);

    public static StoredValue OfText(long time, ReadOnlySpan<byte> utf8, uint status) =>
        new(time, StoredKind.Text, (long)XxHash3.HashToUInt64(utf8), status);

    public static StoredValue OfNull(long time, uint status) => new(time, StoredKind.Null, 0, status);
}
