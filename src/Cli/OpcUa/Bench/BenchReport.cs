using System.Globalization;

namespace Jinan.IndustryBrain.Cli.OpcUa.Bench;

/// <summary>What a run cost and gave. Of the client's own process alone; the server's is not seen from here.</summary>
internal sealed record BenchReport
{
    public required string Kind { get; init; }

    public required int Items { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Notifications, or values read.</summary>
    public required long Values { get; init; }

    /// <summary>Notification messages, or Read responses.</summary>
    public required long Messages { get; init; }

    /// <summary>Values with a bad status.</summary>
    public long BadValues { get; init; }

    public required double CpuSeconds { get; init; }

    public required long AllocatedBytes { get; init; }

    /// <summary>Garbage collections of generations 0, 1 and 2.</summary>
    public required int[] Collections { get; init; }

    public required long PeakMemoryBytes { get; init; }

    public long Gaps { get; init; }

    public long Overflows { get; init; }

    /// <summary>From source time to this process, milliseconds; null where the server gave no source times. Clocks that differ show here.</summary>
    public double? LatencyP50Ms { get; init; }

    public double? LatencyP99Ms { get; init; }

    /// <summary>The first publishing interval or queue that the server revised, in words; null where it granted everything.</summary>
    public string? Revised { get; init; }

    public double ValuesASecond => Values / Seconds;

    public double? CpuSecondsAMillion => Values == 0 ? null : CpuSeconds * 1e6 / Values;

    public double? AllocatedBytesEach => Values == 0 ? null : (double)AllocatedBytes / Values;

    public void Write()
    {
        var what = Kind == "read" ? "values read" : "notifications";
        Line($"{what,-22}{Values:N0} in {Messages:N0} messages, {ValuesASecond:N0} a second ({Items:N0} variables, {Seconds:F1} s)");
        Line($"{"CPU",-22}{CpuSeconds:F2} s = {CpuSecondsAMillion:F3} s a million");
        Line($"{"allocated",-22}{AllocatedBytesEach:F2} bytes each");
        Line($"{"collections",-22}{Collections[0]} / {Collections[1]} / {Collections[2]} (generations 0 / 1 / 2)");
        Line($"{"peak memory",-22}{PeakMemoryBytes / 1e6:F0} MB");
        if (LatencyP50Ms is not null)
            Line($"{"latency from source",-22}p50 {LatencyP50Ms:F1} ms, p99 {LatencyP99Ms:F1} ms");
        if (Kind != "read")
            Line($"{"gaps, overflows",-22}{Gaps:N0}, {Overflows:N0}");
        if (BadValues > 0)
            Line($"{"bad values",-22}{BadValues:N0}");
        if (Revised is not null)
            Line($"{"revised by the server",-22}{Revised}");
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
