namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>What a frame says besides its values; carried in the metadata of the Arrow schema.</summary>
public sealed record FrameHeader
{
    public required string Factory { get; init; }
    public required string Enterprise { get; init; }
    public required string Sector { get; init; }

    /// <summary>Which collector wrote it; with the position, the frame's identity.</summary>
    public required string Collector { get; init; }

    public required FramePosition Position { get; init; }

    /// <summary>The connection whose values the frame holds.</summary>
    public required string Connection { get; init; }

    /// <summary>
    /// Everything that this connection's signals had to report up to this source time (Unix ns) stands in this frame or an
    /// earlier one: silence up to here means unchanged.
    /// </summary>
    public required long AliveThrough { get; init; }

    /// <summary>The server's clock less ours, as last measured.</summary>
    public long ClockOffsetNs { get; init; }

    /// <summary>Signals new since the previous frame of the epoch; the first frame of an epoch names all.</summary>
    public IReadOnlyList<SignalDefinition> Signals { get; init; } = [];

    /// <summary>OPC UA notifications whose values are durable with this frame, so that none is taken twice after a restart.</summary>
    public IReadOnlyList<NotificationMark> Notifications { get; init; } = [];

    /// <summary>The rows were read from the server's history, after what was live around them.</summary>
    public bool IsHistory => Notifications is [{ SubscriptionId: NotificationMark.History }];
}

/// <summary>
/// The newest notification of a subscription that a frame covers. The mark of subscription <see cref="History"/> says that the
/// rows were read from the server's history: they came late, and are older than rows of frames before.
/// </summary>
public readonly record struct NotificationMark(uint SubscriptionId, uint SequenceNumber)
{
    /// <summary>No server has a subscription of this id (OPC 10000-4, 7.19).</summary>
    public const uint History = 0;
}
