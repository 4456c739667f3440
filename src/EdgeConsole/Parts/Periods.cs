namespace Jinan.IndustryBrain.EdgeConsole.Parts;

/// <summary>How often is asked again while somebody looks.</summary>
internal static class Periods
{
    public static TimeSpan Fast { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan Middle { get; } = TimeSpan.FromSeconds(3);

    public static TimeSpan Slow { get; } = TimeSpan.FromSeconds(10);
}
