namespace Jinan.IndustryBrain.Collector.Coverage;

/// <summary>Why values of a time may be missing.</summary>
internal enum NotCoveredReason
{
    /// <summary>The connection was down, and the subscription did not survive it.</summary>
    Disconnected,

    /// <summary>The server's queue of the signal was full: it set the overflow bit.</summary>
    Overflow,

    /// <summary>Notifications were sent that did not arrive, and the server no longer had them.</summary>
    MissingNotifications,

    /// <summary>The server keeps only the latest value of the signal between two publishing times.</summary>
    LatestValueOnly,

    /// <summary>The collector was not running, and the subscription could not be resumed.</summary>
    Killed,

    /// <summary>The server does not know the node, or refuses it.</summary>
    BadNode,

    /// <summary>The server does not let this user read the node.</summary>
    RefusedByPolicy,

    /// <summary>The configuration of the connection was changed.</summary>
    Reconfigured,
}

/// <summary>What a <see cref="LedgerEntry"/> says.</summary>
internal enum LedgerEntryKind
{
    /// <summary>Coverage of a signal began.</summary>
    Since,

    /// <summary>An interval that is not covered.</summary>
    Gap,

    /// <summary>From here on not covered, until the same reason is closed.</summary>
    Open,

    /// <summary>The end of an open reason.</summary>
    Close,

    /// <summary>An interval to look up in the server's history; gaps and closings that name what is stored around them are, too.</summary>
    Hole,

    /// <summary>An interval that the server's history filled, with so many values.</summary>
    Filled,

    /// <summary>All of a signal up to this time was looked up, whatever came of it.</summary>
    Settled,
}

/// <summary>One record of the ledger. Times are Unix nanoseconds.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Connection">The connection that it is about.</param>
/// <param name="Signal">The signal; null for all of the connection.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended; of an open reason the largest number.</param>
/// <param name="Reason">Why; null for <see cref="LedgerEntryKind.Since"/>.</param>
internal sealed record LedgerEntry(
    LedgerEntryKind Kind, string Connection, int? Signal, long From, long To, NotCoveredReason? Reason)
{
    /// <summary>Where history is to be asked: time of the last value that is stored before.</summary>
    public long? After { get; init; }

    /// <summary>Where history is to be asked: time of the first value that is stored behind.</summary>
    public long? Before { get; init; }

    /// <summary>Of <see cref="LedgerEntryKind.Filled"/>: values that history had for it.</summary>
    public long? Values { get; init; }

    /// <summary>The same with what is stored around it, if that is known.</summary>
    public LedgerEntry With(StoredAround? around) => around is { } known ? this with { After = known.After, Before = known.Before } : this;
}
