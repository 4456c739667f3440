using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Plugins.Training.Runs;

namespace Jinan.IndustryBrain.Plugins.Training.Evaluation;

/// <summary>
/// What a plant would do without a model: alarm when one statistic of one signal passes a fixed limit. The best such
/// limit is what a model must beat.
/// </summary>
/// <param name="Feature">Index of the feature.</param>
/// <param name="Below">Alarm below the limit, not above.</param>
/// <param name="Limit">The limit.</param>
internal sealed record SingleSignalLimit(int Feature, bool Below, float Limit)
{
    /// <summary>
    /// The limit with the most right alarms among all that raise at most the given share of false ones, over every
    /// statistic of every signal (not over ratios and differences, which already join signals), both ways.
    /// </summary>
    public static SingleSignalLimit Pick(
        IReadOnlyList<LabelledWindow> windows, IReadOnlyList<FeatureDeclaration> features, double falseAlarmRate)
    {
        var best = new SingleSignalLimit(0, false, float.PositiveInfinity);
        var bestRate = -1.0;
        for (var feature = 0; feature < features.Count; feature++)
        {
            if (features[feature].Signal is null)
                continue;
            var index = feature;
            foreach (var below in (bool[])[false, true])
            {
                var limit = Rates.LimitAt(windows, window => window.Features[index], below, falseAlarmRate);
                var rate = Rates.Of(windows, window => window.Features[index], below, limit).Detection;
                if (rate <= bestRate)
                    continue;
                bestRate = rate;
                best = new SingleSignalLimit(feature, below, limit);
            }
        }

        return best;
    }
}
