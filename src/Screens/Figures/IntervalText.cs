using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Screens.Figures;

/// <summary>The interval around an estimate as people read it: no finer than a hundredth of its width.</summary>
public static class IntervalText
{
    /// <param name="t">The language.</param>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="coverage">A part of one.</param>
    /// <param name="isOpen">There may be more than the upper end.</param>
    /// <returns>Such as "(90 % interval 150–220)".</returns>
    public static string Of(Texts t, double low, double high, double coverage, bool isOpen)
    {
        ArgumentNullException.ThrowIfNull(t);
        var digits = DigitsFor(high - low);
        return t[isOpen ? Phrases.OpenInterval : Phrases.Interval, NumberText.Percent(coverage), End(low, digits), End(high, digits)];
    }

    private static string End(double end, int digits) => NumberText.Of(Math.Round(end, digits));

    private static int DigitsFor(double width) => width > 0 && double.IsFinite(width)
        ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(width)), 0, 15)
        : 15;
}
