namespace Jinan.IndustryBrain.Historian.Trends;

/// <summary>
/// What a signal was during a quarter of an hour, as <see cref="Query.Bucket"/> says it of any span: from such spans a trend over
/// a year is put together without its values.
/// </summary>
/// <param name="Index">Which quarter since 1970.</param>
/// <param name="Rows">Values of whatever status whose source time is in the span; with 0 the span before it goes on.</param>
/// <param name="Count">Those that count.</param>
/// <param name="Sum">Of value times nanoseconds held; where nothing was held, of the values.</param>
/// <param name="Held">Nanoseconds in which a value that counts was holding.</param>
/// <param name="Last">The value that holds at the end; null where none does.</param>
internal readonly record struct TrendSpan(long Index, long Rows, long Count, double? Min, double? Max, double Sum, long Held, double? Last)
{
    /// <summary>A quarter of an hour, ns.</summary>
    public const long Length = 15 * 60 * 1_000_000_000L;

    public static long IndexOf(long time) => Math.DivRem(time, Length, out var rest) - (rest < 0 ? 1 : 0);

    public static long TimeOf(long index) => Math.Clamp(index, long.MinValue / Length, long.MaxValue / Length) * Length;

    /// <summary>A span in which nothing came: what held before it goes on.</summary>
    public static TrendSpan Quiet(long index, double? hold) =>
        hold is { } value ? new(index, 0, 0, value, value, value * Length, Length, value) : new(index, 0, 0, null, null, 0, 0, null);
}
