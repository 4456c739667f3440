using Jinan.IndustryBrain.Capsules.Features;

namespace Jinan.IndustryBrain.Plugins.Training.Runs;

/// <summary>All readings of one signal of a run, in the feature pipeline's terms: Unix ns and doubles.</summary>
internal sealed class SignalTrack
{
    private readonly List<long> _times = [];
    private readonly List<double> _values = [];
    private long[]? _timesDone;
    private double[]? _valuesDone;

    public void Add(TimeSpan at, double value)
    {
        _times.Add(NanosecondsOf(at));
        _values.Add(value);
    }

    public static long NanosecondsOf(TimeSpan at) => at.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>The readings of [from, to) and the one held before it; call after the last <see cref="Add"/>.</summary>
    public SignalSamples Around(long from, long to)
    {
        _timesDone ??= [.. _times];
        _valuesDone ??= [.. _values];
        var start = FirstAtOrAfter(from + 1) - 1;
        start = Math.Max(0, start);
        var end = FirstAtOrAfter(to);
        return end <= start
            ? SignalSamples.Empty
            : new SignalSamples(_timesDone.AsMemory(start..end), _valuesDone.AsMemory(start..end));
    }

    private int FirstAtOrAfter(long time)
    {
        var found = Array.BinarySearch(_timesDone!, time);
        return found >= 0 ? found : ~found;
    }
}
