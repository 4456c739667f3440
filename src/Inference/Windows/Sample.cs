using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>One value of a signal.</summary>
/// <param name="Time">Source time, Unix ns.</param>
/// <param name="Number">NaN when the value is text, is missing, or does not count by its status.</param>
/// <param name="Text">Null when the value is a number, is missing, or does not count by its status.</param>
/// <param name="Status">As the server gave it.</param>
/// <param name="Received">When the collector received it, Unix ns.</param>
/// <param name="Frame">The frame that brought it; the start for one that was held before a restart.</param>
/// <param name="IsGap">Nothing was known from here on: the connection or the frames were lost, the server said nothing.</param>
/// <param name="IsHistory">It was read from the server's history; others came live.</param>
/// <param name="ClockOffset">The server's clock less the collector's, as known then, ns.</param>
internal readonly record struct Sample(
    long Time, double Number, string? Text, uint Status, long Received, FramePosition Frame,
    bool IsGap = false, bool IsHistory = false, long ClockOffset = 0)
{
    /// <summary>When the collector received it, by the clock that source times are of.</summary>
    public long ReceivedByServerClock => Received + ClockOffset;

    /// <summary>The name that a context signal gives, null when the value says nothing; empty between two contexts.</summary>
    public string? ContextName =>
        Text ?? (double.IsNaN(Number) ? null : Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
