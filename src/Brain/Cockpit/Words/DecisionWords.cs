using Jinan.IndustryBrain.Brain.Cockpit.Decisions;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Words;

internal static class DecisionWords
{
    /// <returns>The decision's sentence in a language.</returns>
    public static string In(this Decision decision, Texts t)
    {
        var values = decision.Values.Select(value => value is Phrase phrase ? t[phrase] : value);
        return t[decision.What, [.. decision.Sector is null ? values : values.Prepend(t.Sector(decision.Sector))]];
    }
}
