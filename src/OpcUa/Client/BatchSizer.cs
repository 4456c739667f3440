using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// How many operations go into one request of one service. Starts from what the server declared, or from 50 where it
/// declared nothing, never beyond the configured maximum (some PLCs declare more than they can do well), and halves
/// whenever the server says that it was too much.
/// </summary>
/// <remarks>Thread-safe: parallel requests of one size that are all refused halve it once.</remarks>
internal sealed class BatchSizer
{
    public const int Unknown = 50;

    readonly int _first;
    int _size;

    public BatchSizer(uint declared, int maximum) =>
        _size = _first = (int)Math.Min(declared == 0 ? Unknown : declared, (uint)maximum);

    public int Size => Volatile.Read(ref _size);

    /// <summary>What was refused was no matter of size after all.</summary>
    public void Restore() => Volatile.Write(ref _size, _first);

    /// <summary>
    /// Whether a refusal is one that a smaller request may cure; the size is halved then. A request of one operation
    /// that is too large is final.
    /// </summary>
    public bool ShrinkAfter(StatusCode refusal, int operations)
    {
        if (operations <= 1 || !IsTooMuch(refusal)) return false;
        Volatile.Write(ref _size, Math.Max(1, Math.Min(Size, operations) / 2));
        return true;
    }

    /// <summary>Whether a refusal says that the request, its answer or the number of its operations is too large.</summary>
    public static bool IsTooMuch(StatusCode status)
    {
        var code = status.WithoutInfoBits;
        return code == StatusCodes.BadTooManyOperations
            || code == StatusCodes.BadTooManyMonitoredItems
            || code == StatusCodes.BadRequestTooLarge
            || code == StatusCodes.BadResponseTooLarge
            || code == StatusCodes.BadTcpMessageTooLarge
            || code == StatusCodes.BadEncodingLimitsExceeded;
    }
}
