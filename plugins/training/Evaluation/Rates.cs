using Jinan.IndustryBrain.Plugins.Training.Runs;

namespace Jinan.IndustryBrain.Plugins.Training.Evaluation;

/// <summary>How often an alarm is raised rightly, and how often falsely, over windows where one of both is clear.</summary>
/// <param name="Detection">Share of windows with an alarm among those that deserve one.</param>
/// <param name="FalseAlarm">Share of windows with an alarm among those that do not.</param>
internal readonly record struct Rates(double Detection, double FalseAlarm)
{
    public static Rates Of(
        IReadOnlyList<LabelledWindow> windows, Func<LabelledWindow, float> score, bool below, float limit)
    {
        int right = 0, wanted = 0, wrong = 0, unwanted = 0;
        foreach (var window in windows)
        {
            if (window.AlarmIsRight is not { } isRight)
                continue;
            var value = score(window);
            var alarm = below ? value < limit : value > limit;
            if (isRight)
            {
                wanted++;
                right += alarm ? 1 : 0;
            }
            else
            {
                unwanted++;
                wrong += alarm ? 1 : 0;
            }
        }

        return new Rates((double)right / Math.Max(1, wanted), (double)wrong / Math.Max(1, unwanted));
    }

    /// <summary>The tightest limit that raises false alarms in at most the given share of the windows that deserve none.</summary>
    public static float LimitAt(
        IReadOnlyList<LabelledWindow> windows, Func<LabelledWindow, float> score, bool below, double falseAlarmRate)
    {
        float[] scores = [.. windows.Where(window => window.AlarmIsRight == false).Select(score)];
        if (scores.Length == 0)
            throw new InvalidOperationException("There is no window that deserves no alarm: run more machines.");
        Array.Sort(scores);
        // An alarm is strictly beyond the limit, so the limit is the first score that must stay silent.
        var allowed = (int)Math.Floor(falseAlarmRate * scores.Length);
        return below ? scores[allowed] : scores[scores.Length - 1 - allowed];
    }
}
