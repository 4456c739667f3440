namespace Jinan.IndustryBrain.Brain.Cockpit.Parts;

/// <summary>How often pages ask.</summary>
internal static class Refresh
{
    /// <summary>Figures change once a period; this is how late a page may be.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Of trends, which are long to read.</summary>
    public static readonly TimeSpan Trend = TimeSpan.FromSeconds(15);
}
