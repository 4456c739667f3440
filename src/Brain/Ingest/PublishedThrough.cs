namespace Jinan.IndustryBrain.Brain.Ingest;

/// <summary>Up to when figures are final; insights of windows before it are stored, but change no figure any more.</summary>
internal sealed class PublishedThrough
{
    private long _ticks;

    public DateTimeOffset Time
    {
        get => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _ticks, value.UtcTicks);
    }
}
