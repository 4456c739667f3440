using Jinan.IndustryBrain.Plugins.Training.Runs;

namespace Jinan.IndustryBrain.Plugins.Training.Evaluation;

/// <summary>Holds a model's answers against the truth.</summary>
internal static class ModelEvaluation
{
    public static ModelFigures Of(IReadOnlyList<LabelledWindow> windows, IReadOnlyList<float> answers, bool below, float threshold)
    {
        var scored = Scored(windows, answers);
        var rates = Rates.Of(windows, window => scored[window], below, threshold);
        double mean = windows.Average(window => window.Target), absolute = 0, squared = 0, total = 0;
        for (var i = 0; i < windows.Count; i++)
        {
            double target = windows[i].Target;
            absolute += Math.Abs(answers[i] - target);
            squared += (answers[i] - target) * (answers[i] - target);
            total += (target - mean) * (target - mean);
        }

        return new ModelFigures(
            windows.Count,
            Rounded(absolute / windows.Count),
            Rounded(total > 0 ? 1 - squared / total : 0),
            Rounded(AreaUnderRoc(windows, answers, below)),
            Rounded(rates.Detection),
            Rounded(rates.FalseAlarm));
    }

    /// <summary>Detection by worst fault, of the model at its alarm threshold and of the limit.</summary>
    public static IReadOnlyList<FaultFigures> ByFault(
        IReadOnlyList<LabelledWindow> windows, IReadOnlyList<float> answers, bool below, float threshold, SingleSignalLimit limit)
    {
        var scored = Scored(windows, answers);
        return
        [
            .. windows.Where(window => window.AlarmIsRight == true)
                .GroupBy(window => window.WorstFault)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new FaultFigures(
                    group.Key,
                    group.Count(),
                    Rounded(Rates.Of([.. group], window => scored[window], below, threshold).Detection),
                    Rounded(Rates.Of([.. group], window => window.Features[limit.Feature], limit.Below, limit.Limit).Detection))),
        ];
    }

    /// <summary>Answers by window; windows are told apart by reference.</summary>
    public static Dictionary<LabelledWindow, float> Scored(IReadOnlyList<LabelledWindow> windows, IReadOnlyList<float> answers)
    {
        var scored = new Dictionary<LabelledWindow, float>(windows.Count, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < windows.Count; i++)
            scored.Add(windows[i], answers[i]);
        return scored;
    }

    public static double Rounded(double value) => Math.Round(value, 4);

    /// <summary>Mann and Whitney's statistic: ties count half.</summary>
    private static double AreaUnderRoc(IReadOnlyList<LabelledWindow> windows, IReadOnlyList<float> answers, bool below)
    {
        var ranked = windows.Zip(answers, (window, answer) => (window.AlarmIsRight, Score: below ? -answer : answer))
            .Where(pair => pair.AlarmIsRight is not null)
            .GroupBy(pair => pair.Score)
            .OrderBy(group => group.Key);
        double negatives = 0, positives = 0, wins = 0;
        foreach (var group in ranked)
        {
            var right = group.Count(pair => pair.AlarmIsRight == true);
            var wrong = group.Count() - right;
            wins += right * (negatives + wrong / 2.0);
            positives += right;
            negatives += wrong;
        }

        return positives > 0 && negatives > 0 ? wins / (positives * negatives) : 0.5;
    }
}
