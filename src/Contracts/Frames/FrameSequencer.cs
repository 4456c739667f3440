namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>What a consumer should do with a frame.</summary>
public enum FrameOrder
{
    /// <summary>It is the next one: process it, then <see cref="FrameSequencer.Advance"/>.</summary>
    Next,

    /// <summary>It was processed before: acknowledge it and do nothing.</summary>
    Duplicate,

    /// <summary>Frames are missing before it: fetch from the collector what comes after <see cref="FrameSequencer.Position"/>.</summary>
    Gap,
}

/// <summary>
/// Tells the order of one factory's frames to a consumer that gets them from a broker which may lose, repeat and reorder.
/// Not thread-safe: a factory's frames are processed one at a time.
/// </summary>
/// <param name="position">The last frame that the consumer has durably processed.</param>
public sealed class FrameSequencer(FramePosition position)
{
    /// <summary>The last frame processed.</summary>
    public FramePosition Position { get; private set; } = position;

    /// <param name="frame">The frame that came.</param>
    /// <param name="isFetched">
    /// It was fetched from the collector with all that follows <see cref="Position"/>. A log that was restored from a copy goes on
    /// counting in a larger epoch; only the collector knows where that begins, so that a frame of it from elsewhere is a gap.
    /// </param>
    public FrameOrder Order(FramePosition frame, bool isFetched = false)
    {
        if (frame <= Position)
            return FrameOrder.Duplicate;
        var isNext = frame.Epoch == Position.Epoch
            ? frame.Sequence == Position.Sequence + 1
            : frame.Sequence == 1 || (isFetched && frame.Sequence == Position.Sequence + 1);
        return isNext ? FrameOrder.Next : FrameOrder.Gap;
    }

    /// <summary>Notes that <paramref name="frame"/> was processed.</summary>
    /// <exception cref="InvalidOperationException">It is not later than <see cref="Position"/>.</exception>
    public void Advance(FramePosition frame)
    {
        if (frame <= Position)
            throw new InvalidOperationException($"Frame {frame} is not later than {Position}: it was processed before.");
        Position = frame;
    }

    /// <summary>
    /// Accepts that the frames between <see cref="Position"/> and <paramref name="oldest"/> cannot be had any more (the log was
    /// truncated or lost) and goes on from there. The caller records what is missing.
    /// </summary>
    public void SkipTo(FramePosition oldest)
    {
        var before = new FramePosition(oldest.Epoch, oldest.Sequence - 1);
        if (before > Position)
            Position = before;
    }
}
