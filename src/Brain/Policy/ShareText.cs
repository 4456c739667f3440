using System.Globalization;
using Jinan.IndustryBrain.Screens.Figures;

namespace Jinan.IndustryBrain.Brain.Policy;

/// <summary>How much of a target is reached, in percent: other than a part of a whole it may be more than all.</summary>
internal static class ShareText
{
    public static string Of(double share) =>
        share > 1 ? (share * 100).ToString("#,0.#", CultureInfo.InvariantCulture) + " %" : NumberText.Percent(share);
}
