using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Capsules.Features;

/// <summary>Computes one statistic over the values at a window's ticks.</summary>
internal static class StatisticOf
{
    /// <param name="values">At the ticks that count, in order of time; no NaN.</param>
    /// <param name="seconds">Time of each since the window's start.</param>
    /// <param name="scratch">As long as <paramref name="values"/>; overwritten.</param>
    public static double Compute(
        Statistic statistic, ReadOnlySpan<double> values, ReadOnlySpan<double> seconds, Span<double> scratch, double tickSeconds)
    {
        if (values.IsEmpty)
            return 0;
        return statistic switch
        {
            Statistic.Mean => Mean(values),
            Statistic.Std => Std(values),
            Statistic.Min => Min(values),
            Statistic.Max => Max(values),
            Statistic.Range => Max(values) - Min(values),
            Statistic.Rms => Rms(values),
            Statistic.MeanAbs => MeanAbs(values),
            Statistic.Slope => Slope(values, seconds),
            Statistic.P05 => Percentile(values, scratch, 0.05),
            Statistic.P50 => Percentile(values, scratch, 0.50),
            Statistic.P95 => Percentile(values, scratch, 0.95),
            Statistic.First => values[0],
            Statistic.Last => values[^1],
            Statistic.Duration => values.Length * tickSeconds,
            _ => throw new ArgumentOutOfRangeException(nameof(statistic), statistic, "Not a statistic over ticks."),
        };
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }

    private static double Std(ReadOnlySpan<double> values)
    {
        // Two passes: the one-pass formula loses everything for a pressure of 101,325 Pa that varies by 1.
        var mean = Mean(values);
        var sum = 0.0;
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return Math.Sqrt(sum / values.Length);
    }

    private static double Min(ReadOnlySpan<double> values)
    {
        var min = values[0];
        foreach (var value in values)
            min = Math.Min(min, value);
        return min;
    }

    private static double Max(ReadOnlySpan<double> values)
    {
        var max = values[0];
        foreach (var value in values)
            max = Math.Max(max, value);
        return max;
    }

    private static double Rms(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value * value;
        return Math.Sqrt(sum / values.Length);
    }

    private static double MeanAbs(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += Math.Abs(value);
        return sum / values.Length;
    }

    private static double Slope(ReadOnlySpan<double> values, ReadOnlySpan<double> seconds)
    {
        double meanValue = Mean(values), meanTime = Mean(seconds), covariance = 0, variance = 0;
        for (var i = 0; i < values.Length; i++)
        {
            covariance += (seconds[i] - meanTime) * (values[i] - meanValue);
            variance += (seconds[i] - meanTime) * (seconds[i] - meanTime);
        }

        return variance > 0 ? covariance / variance : 0;
    }

    private static double Percentile(ReadOnlySpan<double> values, Span<double> scratch, double share)
    {
        var sorted = scratch[..values.Length];
        values.CopyTo(sorted);
        sorted.Sort();
        var rank = share * (sorted.Length - 1);
        var below = (int)rank;
        return below + 1 < sorted.Length
            ? sorted[below] + ((rank - below) * (sorted[below + 1] - sorted[below]))
            : sorted[below];
    }
}
