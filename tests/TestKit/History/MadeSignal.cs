namespace Jinan.IndustryBrain.TestKit.History;

/// <summary>
/// A signal with one value each whole second, which is worked out of the second alone: whoever looks at its trend can tell what it
/// has to say without having been told the values.
/// </summary>
internal static class MadeSignal
{
    public const string Factory = "year-01";
    public const string Asset = "year-01-m1";
    public const string Name = "torque";

    /// <param name="second">Unix seconds.</param>
    public static double At(long second)
    {
        // A year, a day and a quarter of an hour, each with a height of its own, so that no range looks like another; and what looks like noise.
        var year = 40 * Wave(second, 31_536_000);
        var day = 15 * Wave(second, 86_400);
        var quarter = 5 * Wave(second, 900);
        return Math.Round(200 + year + day + quarter + Noise(second), 3);
    }

    /// <summary>What a bucket of whole seconds says: each value holds for one.</summary>
    public static (double Min, double Max, double Average) Between(long from, long to)
    {
        var (min, max, sum) = (double.MaxValue, double.MinValue, 0.0);
        for (var second = from; second < to; second++)
        {
            var value = At(second);
            (min, max, sum) = (Math.Min(min, value), Math.Max(max, value), sum + value);
        }

        return (min, max, sum / (to - from));
    }

    private static double Wave(long second, long period) => Math.Sin(2 * Math.PI * (second % period) / period);

    // From 0 to 1, by the mixing step of SplitMix64 (Steele, Lea and Flood, 2014).
    private static double Noise(long second)
    {
        var mixed = (ulong)second * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) / (double)(1UL << 53);
    }
}
