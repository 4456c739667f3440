using System.Globalization;
using System.Runtime.CompilerServices;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>The metadata values that differ from frame to frame, as text, and what of a frame decides its shape.</summary>
internal ref struct FrameNumbers
{
    /// <summary>Their keys; positions here are the indexes of <see cref="Text"/>.</summary>
    public static readonly string[] Keys =
        [FrameSchema.EpochKey, FrameSchema.SequenceKey, FrameSchema.AliveThroughKey, FrameSchema.ClockOffsetKey, FrameSchema.NotificationsKey];

    private const int MostBytes = 24;

    private Texts _texts;
    private Lengths _lengths;

    public FrameNumbers(FrameHeader header)
    {
        Write(0, header.Position.Epoch);
        Write(1, header.Position.Sequence);
        Write(2, header.AliveThrough);
        Write(3, header.ClockOffsetNs);
        if (header.Notifications is not [var mark])
            return;
        Write(4, mark.SubscriptionId);
        var colon = _lengths[4];
        _texts[(4 * MostBytes) + colon] = (byte)':';
        mark.SequenceNumber.TryFormat(((Span<byte>)_texts)[((4 * MostBytes) + colon + 1)..], out var written, default, CultureInfo.InvariantCulture);
        _lengths[4] = colon + 1 + written;
    }

    /// <summary>Frames with equal shapes fit one mould.</summary>
    public readonly Shape ShapeOf(FrameHeader header) => new(
        header.Factory, header.Enterprise, header.Sector, header.Collector, header.Connection,
        _lengths[0], _lengths[1], _lengths[2], _lengths[3], _lengths[4]);

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<byte> Text(int number) => ((ReadOnlySpan<byte>)_texts).Slice(number * MostBytes, _lengths[number]);

    private void Write(int number, long value)
    {
        value.TryFormat(((Span<byte>)_texts)[(number * MostBytes)..], out var written, default, CultureInfo.InvariantCulture);
        _lengths[number] = written;
    }

    internal readonly record struct Shape(
        string Factory, string Enterprise, string Sector, string Collector, string Connection,
        int Epoch, int Sequence, int AliveThrough, int ClockOffset, int Notifications);

    // Two numbers of ten digits and a colon fit, and any int64.
    [InlineArray(5 * MostBytes)]
    private struct Texts
    {
        private byte _first;
    }

    [InlineArray(5)]
    private struct Lengths
    {
        private int _first;
    }
}
