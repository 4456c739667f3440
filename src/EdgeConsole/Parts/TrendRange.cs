using System.Globalization;
using Jinan.IndustryBrain.Screens.Figures;

namespace Jinan.IndustryBrain.EdgeConsole.Parts;

/// <summary>Which buckets are asked for a span: few enough to be drawn, the same for everybody who looks.</summary>
internal static class TrendRange
{
    private const int MostPoints = 720;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    // Widths that people can name. From a quarter of an hour on the historian puts buckets together of spans, and of values before that:
    // of ten minutes it would have to read five days of them for one trend.
    private static readonly TimeSpan[] Widths =
    [
        .. new[] { 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30 }.Select(TimeSpan.FromSeconds),
        .. new[] { 1.0, 2, 5, 15, 30 }.Select(TimeSpan.FromMinutes),
        .. new[] { 1.0, 2, 3, 6, 12, 24, 48, 120, 168 }.Select(TimeSpan.FromHours),
    ];

    public static TimeSpan Minutes15 { get; } = TimeSpan.FromMinutes(15);

    public static TimeSpan WidthFor(TimeSpan length) => Widths.FirstOrDefault(width => length / width <= MostPoints, Widths[^1]);

    /// <summary>The span from bucket to bucket; the one in which it ends is whole.</summary>
    public static TrendSpan Aligned(TrendSpan span, TimeSpan width)
    {
        var from = span.From.UtcTicks / width.Ticks * width.Ticks;
        var to = ((span.To.UtcTicks - 1) / width.Ticks * width.Ticks) + width.Ticks;
        return new TrendSpan(new DateTimeOffset(from, TimeSpan.Zero), new DateTimeOffset(Math.Max(to, from + width.Ticks), TimeSpan.Zero));
    }

    /// <summary>A span of a length that can be shown, not later than now.</summary>
    public static TrendSpan Within(TrendSpan span, DateTimeOffset now)
    {
        var length = TimeSpan.FromTicks(Math.Clamp((span.To - span.From).Ticks, Shortest.Ticks, Longest.Ticks));
        var to = span.To > now ? now : span.To;
        return new TrendSpan(to - length, to);
    }

    public static string Text(TimeSpan width) => width switch
    {
        { TotalDays: >= 1 } => $"{width.TotalDays.ToString(CultureInfo.InvariantCulture)} d",
        { TotalHours: >= 1 } => $"{width.TotalHours.ToString(CultureInfo.InvariantCulture)} h",
        { TotalMinutes: >= 1 } => $"{width.TotalMinutes.ToString(CultureInfo.InvariantCulture)} min",
        { TotalSeconds: >= 1 } => $"{width.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s",
        _ => $"{width.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms",
    };
}
