namespace Jinan.IndustryBrain.OpcUa.Client;

internal enum SequenceVerdict
{
    /// <summary>The one that was due.</summary>
    InOrder,

    /// <summary>One that was had before.</summary>
    Duplicate,

    /// <summary>Messages in between were sent but did not arrive.</summary>
    Gap,
}

/// <summary>
/// Follows the sequence numbers of one subscription's notification messages (OPC 10000-4, 5.14.1.1, 7.26): 1, 2, 3... to
/// 4,294,967,295 and then 1 again. A keep-alive carries the number that the next message will have.
/// </summary>
internal sealed class SequenceTracker
{
    /// <summary>The last number that was handed on; 0 before the first.</summary>
    public uint Last { get; private set; }

    /// <summary>The number that is due.</summary>
    public uint Due => After(Last);

    public static uint After(uint number) => number == uint.MaxValue ? 1 : number + 1;

    /// <summary>Takes a position up: after a restart, or for a new subscription (0).</summary>
    public void StartAfter(uint last) => Last = last;

    /// <summary>
    /// Judges a number. After <see cref="SequenceVerdict.Gap"/> the missing ones are <see cref="Due"/> to
    /// <paramref name="number"/> - 1, and nothing has moved.
    /// </summary>
    public SequenceVerdict Judge(uint number)
    {
        var due = Due;
        if (number == due) return SequenceVerdict.InOrder;
        // Half the range ahead is a gap, half behind a repetition: the distance survives the wrap.
        return unchecked((int)(number - due)) > 0 ? SequenceVerdict.Gap : SequenceVerdict.Duplicate;
    }

    /// <summary>Moves on to <paramref name="number"/>, handed on or given up.</summary>
    public void MoveTo(uint number) => Last = number;

    /// <summary>The number before a keep-alive's: the last message that the server sent.</summary>
    public static uint Before(uint number) => number <= 1 ? (number == 1 ? 0 : uint.MaxValue) : number - 1;
}
