namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>Windows of fixed length that start at multiples of their hop since 1970, so that all machines' windows agree.</summary>
internal sealed class GridCursor(long lengthNs, long hopNs, long? from) : IWindowCursor
{
    // After a machine stood still for weeks nobody wants each window of them told.
    private const int MostAtOnce = 1000;

    private long? _from = from;

    /// <summary>Null until the first watermark shows what time it is at the machine.</summary>
    public long NeededFrom => _from ?? long.MaxValue;

    public string? ContextBefore => null;

    public bool IsAtBoundary => true;

    public void Advance(long watermark, ReadOnlySpan<Sample> context, List<WindowSpan> closed)
    {
        _from ??= FirstFrom(watermark, hopNs);
        _from = Math.Max(_from.Value, FirstFrom(watermark - lengthNs - (MostAtOnce * hopNs), hopNs));
        for (; _from + lengthNs <= watermark; _from += hopNs)
            closed.Add(new WindowSpan(_from.Value, _from.Value + lengthNs));
    }

    /// <summary>Start of the first whole window at or after a time.</summary>
    public static long FirstFrom(long time, long hopNs) => (time + hopNs - 1) / hopNs * hopNs;
}
