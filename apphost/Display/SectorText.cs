using System.Globalization;
using Jinan.IndustryBrain.AppHost.Watch;

namespace Jinan.IndustryBrain.AppHost.Display;

/// <summary>The words of the table of sectors, the same wherever it is shown.</summary>
internal static class SectorText
{
    public static IReadOnlyList<string> Columns { get; } =
        ["sector", "factories", "values", "computed", "newest", "collect", "compute", "uplink", "store", "p50", "p99"];

    public static IReadOnlyList<string> Row(SectorSummary s) =>
    [
        s.Sector,
        $"{s.Reporting}/{s.Factories}",
        s.Values.ToString("N0", CultureInfo.InvariantCulture),
        s.ComputedInsights.ToString("N0", CultureInfo.InvariantCulture),
        Seconds(s.NewestAgeSeconds),
        Seconds(s.Hops?.Collect),
        Seconds(s.Hops?.Compute),
        Seconds(s.Hops?.Uplink),
        Seconds(s.Hops?.Store),
        Seconds(s.Hops?.P50),
        Seconds(s.Hops?.P99),
    ];

    /// <summary>The table as lines of aligned text.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<SectorSummary> sectors)
    {
        var rows = sectors.Select(Row).Prepend(Columns).ToList();
        var widths = Enumerable.Range(0, Columns.Count).Select(i => rows.Max(r => r[i].Length)).ToList();
        return rows.Select(r => string.Join("  ", r.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))));
    }

    private static string Seconds(double? seconds) => seconds switch
    {
        null => "-",
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
    };
}
