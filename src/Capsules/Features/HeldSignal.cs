namespace Jinan.IndustryBrain.Capsules.Features;

/// <summary>A signal's held value at each tick of a window.</summary>
internal static class HeldSignal
{
    private const long NanosecondsPerMs = 1_000_000;

    /// <summary>Ticks of a window: at from + k * resampleMs, before to.</summary>
    public static int Ticks(long from, long to, int resampleMs)
    {
        var step = resampleMs * NanosecondsPerMs;
        return to <= from ? 0 : checked((int)((to - from + step - 1) / step));
    }

    /// <summary>Fills <paramref name="held"/>; NaN where nothing good is known.</summary>
    public static void Resample(SignalSamples samples, long from, int resampleMs, Span<double> held)
    {
        var times = samples.Times.Span;
        var values = samples.Values.Span;
        var step = resampleMs * NanosecondsPerMs;
        var next = 0;
        var current = double.NaN;
        for (var tick = 0; tick < held.Length; tick++)
        {
            var at = from + (tick * step);
            while (next < times.Length && times[next] <= at)
                current = values[next++];
            held[tick] = current;
        }
    }

    /// <summary>Values received in [from, to).</summary>
    public static int Changes(SignalSamples samples, long from, long to)
    {
        var count = 0;
        foreach (var time in samples.Times.Span)
            if (time >= from && time < to)
                count++;
        return count;
    }
}
