using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Reports;

internal static class ReportWords
{
    /// <returns>Why a figure is not shown; null where it is, or where there is none.</returns>
    public static string? Reason(Texts texts, FigureState state, int k) => state switch
    {
        FigureState.TooFewEnterprises => texts[ReportPhrases.TooFew, k],
        FigureState.DominatedByOne => texts[ReportPhrases.Dominated],
        FigureState.Complementary => texts[ReportPhrases.Complementary, k],
        _ => null,
    };
}
