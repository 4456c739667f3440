using System.Runtime.InteropServices;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>
/// A signal's values from the start of the oldest window that is still open, and the one before it: a value holds until the next.
/// </summary>
internal sealed class SampleBuffer(SignalDefinition definition)
{
    // Ascending by time; one value a time.
    private readonly List<Sample> _samples = [];

    public SignalDefinition Definition { get; set; } = definition;

    /// <summary>Start of the oldest window that still looks at this signal; no window: the end of time.</summary>
    public long NeededFrom { get; set; } = long.MaxValue;

    /// <summary>
    /// A window that begins here or later has all its values, and the one that it begins with, also after a kill: a restart begins with
    /// the values before it, whose frames may be gone. Of an earlier window some were let go.
    /// </summary>
    public long CompleteFrom { get; private set; } = long.MinValue;

    public ReadOnlySpan<Sample> Samples => CollectionsMarshal.AsSpan(_samples);

    /// <summary>The value before the oldest window: what a restart begins with.</summary>
    public Sample? Hold
    {
        get
        {
            var before = CountBefore(NeededFrom);
            return before > 0 ? _samples[before - 1] : null;
        }
    }

    /// <summary>Whether a value of this time is the first of all, or was there before.</summary>
    public bool IsFirstOrRepeat(long time)
    {
        foreach (var sample in Samples)
            if (sample.Time == time)
                return true;
        return _samples.Count == 0;
    }

    /// <summary>Takes values in any order; of two with one time the one that came later counts.</summary>
    public void Insert(in Sample sample)
    {
        var at = _samples.Count;
        while (at > 0 && _samples[at - 1].Time > sample.Time)
            at--;

        // After a lost connection the server says what its value is and since when. If that is since before the loss, the value
        // has held all the while, and the mark of the loss is taken back.
        if (at < _samples.Count && !sample.IsGap && OnlyGapsFrom(at))
            _samples.RemoveRange(at, _samples.Count - at);
        if (at > 0 && _samples[at - 1].Time == sample.Time)
            _samples[at - 1] = sample;
        else
            _samples.Insert(at, sample);
    }

    /// <summary>Begins with the value that was in force; those before it are gone.</summary>
    public void BeginWith(in Sample sample)
    {
        Insert(sample);
        CompleteFrom = sample.Time + 1;
    }

    /// <summary>Drops what no open window needs.</summary>
    public void Prune()
    {
        var before = CountBefore(NeededFrom);
        if (before == 0)
            return;
        _samples.RemoveRange(0, before - 1);
        CompleteFrom = _samples[0].Time + 1;
    }

    /// <summary>What a context signal said last before a time; empty where it said nothing.</summary>
    public string ContextBefore(long time)
    {
        for (var i = CountBefore(time) - 1; i >= 0; i--)
            if (_samples[i].ContextName is { } name)
                return name;
        return "";
    }

    /// <summary>The first of the frames that hold a value which an open window needs.</summary>
    public FramePosition? FirstNeededFrame()
    {
        FramePosition? first = null;
        foreach (var sample in Samples[CountBefore(NeededFrom)..])
            if (first is null || sample.Frame < first)
                first = sample.Frame;
        return first;
    }

    /// <summary>The values of a window with the one that holds at its start.</summary>
    public ReadOnlySpan<Sample> Of(long from, long to)
    {
        var first = CountBefore(from);
        var end = CountBefore(to);
        if (first > 0 && !(first < end && _samples[first].Time == from))
            first--;
        return Samples[first..Math.Max(first, end)];
    }

    private int CountBefore(long time)
    {
        var count = _samples.Count;
        while (count > 0 && _samples[count - 1].Time >= time)
            count--;
        return count;
    }

    private bool OnlyGapsFrom(int index)
    {
        foreach (var sample in Samples[index..])
            if (!sample.IsGap)
                return false;
        return true;
    }
}
