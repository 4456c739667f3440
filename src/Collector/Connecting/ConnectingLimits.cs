namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>What somebody who connects a server may take of this machine and of the server.</summary>
internal sealed record ConnectingLimits
{
    /// <summary>Sessions at a time; PLCs have about ten, which others want too.</summary>
    public int Sessions { get; init; } = 8;

    /// <summary>A session that nobody uses ends after this long.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest wait for an answer of a server.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Nodes of a tree that are kept for searching.</summary>
    public int IndexedNodes { get; init; } = 200_000;

    /// <summary>Children of opened nodes that are kept while they are paged through.</summary>
    public int KeptChildren { get; init; } = 200_000;

    /// <summary>Nodes in one answer.</summary>
    public int Page { get; init; } = 500;

    /// <summary>Signals that are taken, or tried, at a time.</summary>
    public int Signals { get; init; } = 10_000;
}
