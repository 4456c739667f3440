using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Plugins.Training.Calibration;

/// <summary>
/// Split conformal prediction with bins by the answer (Mondrian categories): of a new answer that is exchangeable with those
/// calibrated on, the truth lies within the bin's interval with at least the coverage, whatever the model and the noise.
/// <para>
/// Both ends are calibrated apart, each for half of what may be missed: errors of a cut-off quantity are lopsided. Together they
/// miss no more than both halves (Romano, Patterson and Candès, <i>Conformalized Quantile Regression</i>, 2019, theorem 2).
/// </para>
/// </summary>
internal static class ConformalBins
{
    // Digits behind the point that the ends are written with, rounded away from the answer.
    private const int Digits = 4;

    /// <param name="most">As many bins, unless that would leave one with too few windows.</param>
    /// <param name="residuals">Exchangeable, and none that the model was fitted to.</param>
    /// <param name="coverage">Above 0 and below 1.</param>
    public static IntervalDeclaration Calibrate(IReadOnlyList<Residual> residuals, double coverage, int most)
    {
        var sorted = residuals.OrderBy(residual => residual.Answer).ToList();
        var ends = Ends(sorted, Math.Clamp(sorted.Count / LeastWindows(coverage), 1, most));
        var bins = new List<IntervalBin>();
        var from = 0;
        foreach (var end in ends)
        {
            var to = end is { } last ? sorted.FindLastIndex(residual => residual.Answer <= last) + 1 : sorted.Count;
            bins.Add(Bin(sorted.GetRange(from, to - from), end, coverage));
            from = to;
        }

        return new IntervalDeclaration { Coverage = coverage, Bins = bins };
    }

    /// <summary>
    /// The least of the scores that a new one does not exceed with the given probability: the one of rank (n + 1) x
    /// <paramref name="probability"/>, rounded up. That the new one counts among them is what makes it right for any n.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are too few scores for any of them to be it.</exception>
    public static double Quantile(IEnumerable<double> scores, double probability)
    {
        var sorted = scores.Order().ToList();
        var rank = Rank(sorted.Count, probability);
        return rank <= sorted.Count
            ? sorted[rank - 1]
            : throw new InvalidOperationException($"{sorted.Count} windows say nothing of a probability of {probability}: run more machines.");
    }

    // A product such as 200 x 0.95 may come out a little above the whole number that it is.
    private static int Rank(int count, double probability) => (int)Math.Ceiling(((count + 1) * probability) - 1e-9);

    private static double OfEachEnd(double coverage) => 1 - ((1 - coverage) / 2);

    private static int LeastWindows(double coverage) => IntervalDeclaration.LeastWindows(OfEachEnd(coverage));

    /// <summary>Greatest answers of bins with equally many windows; where many answers are the same, of fewer bins.</summary>
    private static IEnumerable<double?> Ends(List<Residual> sorted, int bins)
    {
        var least = sorted.Count / bins;
        var taken = 0;
        for (var bin = 1; bin < bins; bin++)
        {
            var end = Math.Round(sorted[(bin * sorted.Count / bins) - 1].Answer, Digits);
            var upTo = sorted.Count(residual => residual.Answer <= end);
            // Rounding and equal answers move windows from one bin to another.
            if (upTo - taken < least / 2 || sorted.Count - upTo < least / 2)
                continue;
            taken = upTo;
            yield return end;
        }

        yield return null;
    }

    private static IntervalBin Bin(List<Residual> residuals, double? end, double coverage) => new()
    {
        UpTo = end,
        Below = Outwards(Quantile(residuals.Select(residual => residual.Answer - residual.Truth), OfEachEnd(coverage))),
        Above = Outwards(Quantile(residuals.Select(residual => residual.Truth - residual.Answer), OfEachEnd(coverage))),
        Windows = residuals.Count,
    };

    // Never less than nothing, so that an interval holds its answer.
    private static double Outwards(double distance)
    {
        var scale = Math.Pow(10, Digits);
        return Math.Max(0, Math.Ceiling(distance * scale) / scale);
    }
}
