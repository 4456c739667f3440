using System.Numerics;
using System.Runtime.CompilerServices;

namespace Jinan.IndustryBrain.Cli.OpcUa.Bench;

/// <summary>
/// Counts latencies by buckets that are 1/16 of their power of two wide: about 6 % exact, nothing allocated, two instructions
/// or so a value. Not for several threads.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBuckets = 16;
    private const int NanosecondsAUnit = 1_000;

    private readonly long[] _counts = new long[64 * SubBuckets];

    public long Count { get; private set; }

    /// <param name="nanoseconds">Negative ones, of clocks that differ, count as zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(long nanoseconds)
    {
        _counts[BucketOf(Math.Max(0, nanoseconds) / NanosecondsAUnit)]++;
        Count++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The upper edge of the bucket that holds the share of all values, milliseconds; null without values.</summary>
    public double? Milliseconds(double share)
    {
        var left = (long)Math.Ceiling(Count * share);
        if (left == 0)
            return null;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            left -= _counts[bucket];
            if (left <= 0)
                return UpperEdge(bucket) * NanosecondsAUnit / 1e6;
        }

        return null;
    }

    private static int BucketOf(long units)
    {
        if (units < SubBuckets)
            return (int)units;
        var power = BitOperations.Log2((ulong)units);
        return ((power - 3) * SubBuckets) + (int)((units >> (power - 4)) - SubBuckets);
    }

    private static double UpperEdge(int bucket) => bucket < SubBuckets
        ? bucket + 1
        : (SubBuckets + (bucket % SubBuckets) + 1) * Math.Pow(2, (bucket / SubBuckets) - 1);
}
