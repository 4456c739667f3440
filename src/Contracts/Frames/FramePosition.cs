using System.Globalization;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>A frame's place in its factory's log: epochs grow, and within an epoch sequences are dense: from 1, or from where the
/// epoch before ended when the log was restored from a copy.</summary>
/// <param name="Epoch">Changes only when a log was lost or restored. 0 stands before every frame.</param>
public readonly record struct FramePosition(long Epoch, long Sequence) : IComparable<FramePosition>
{
    /// <summary>Before every frame.</summary>
    public static FramePosition Start => default;

    /// <inheritdoc/>
    public int CompareTo(FramePosition other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Sequence.CompareTo(other.Sequence);

    public static bool operator <(FramePosition left, FramePosition right) => left.CompareTo(right) < 0;
    public static bool operator >(FramePosition left, FramePosition right) => left.CompareTo(right) > 0;
    public static bool operator <=(FramePosition left, FramePosition right) => left.CompareTo(right) <= 0;
    public static bool operator >=(FramePosition left, FramePosition right) => left.CompareTo(right) >= 0;

    /// <summary><c>epoch.sequence</c>, as in queries and headers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{Sequence}");

    public static bool TryParse(string? text, out FramePosition position)
    {
        position = default;
        var dot = text?.IndexOf('.') ?? -1;
        if (dot < 0
            || !long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            return false;
        position = new FramePosition(epoch, sequence);
        return true;
    }
}

/// <summary>A factory whose frames a collector keeps: the answer of <c>GET /factories</c>.</summary>
/// <param name="Oldest">Oldest frame still kept, <c>epoch.sequence</c>.</param>
/// <param name="Newest">Newest durable frame; equal to <c>epoch.0</c> when there is none yet.</param>
public sealed record FactoryLog(string Factory, string Enterprise, string Sector, string Oldest, string Newest)
{
    /// <summary>How the log is filled; null from a collector that does not tell.</summary>
    public LogFill? Fill { get; init; }
}

/// <summary>How full the log of a factory's frames is, which keeps them until both consumers have them.</summary>
/// <param name="Bytes">On disk.</param>
/// <param name="MaxBytes">At most; then nothing is acknowledged any more.</param>
/// <param name="BytesADay">What comes at present; null before that is known.</param>
/// <param name="DaysLeft">How long it lasts at this rate when no consumer confirms; null where that is not known, or never.</param>
/// <param name="Refusal">Why nothing is stored at present; null while all is well.</param>
/// <param name="RefusalCode">Which sentence that is.</param>
public sealed record LogFill(
    long Bytes, long MaxBytes, double? BytesADay = null, double? DaysLeft = null, string? Refusal = null, SentenceCode? RefusalCode = null);

/// <summary>Body of <c>PUT /positions/{consumer}</c>: everything up to here is durable at the consumer.</summary>
public sealed record ConsumerPosition(string Factory, long Epoch, long Sequence);
