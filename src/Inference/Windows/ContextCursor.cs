namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>
/// Windows that a signal opens and closes: it carries the name of what is being made (a wafer, a batch) and is empty in between.
/// A name that changes to another closes one window and opens the next.
/// </summary>
/// <param name="through">The signal's values before this time have been looked at.</param>
/// <param name="before">The signal's value in force at that time.</param>
internal sealed class ContextCursor(long maxNs, long through, string before) : IWindowCursor
{
    private long _through = through;
    private string _name = before;
    private long? _openedAt;

    public long NeededFrom => _openedAt ?? _through;

    // To be opened again by the value at NeededFrom after a restart, an open context must not be in force already.
    public string ContextBefore => _openedAt is null ? _name : "";

    public bool IsAtBoundary => _openedAt is null;

    public void Advance(long watermark, ReadOnlySpan<Sample> context, List<WindowSpan> closed)
    {
        if (watermark <= _through)
            return;
        foreach (ref readonly var sample in context)
        {
            if (sample.Time < _through || sample.Time >= watermark)
                continue;

            // A value that is not known says nothing: the context goes on until another name shows or it is too long.
            if (sample.ContextName is { } name && name != _name)
                Change(sample.Time, name, closed);
        }

        _through = watermark;
        GiveUpBefore(watermark, closed);
    }

    private void Change(long time, string name, List<WindowSpan> closed)
    {
        GiveUpBefore(time, closed);
        if (_openedAt is { } openedAt)
            closed.Add(new WindowSpan(openedAt, time, _name));
        _name = name;
        _openedAt = name.Length > 0 ? time : null;
    }

    private void GiveUpBefore(long time, List<WindowSpan> closed)
    {
        if (_openedAt is not { } openedAt || time - openedAt <= maxNs)
            return;
        closed.Add(new WindowSpan(openedAt, openedAt + maxNs, _name, IsTooLong: true));
        _openedAt = null;
    }
}
