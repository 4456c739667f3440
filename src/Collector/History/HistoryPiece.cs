namespace Jinan.IndustryBrain.Collector.History;

/// <summary>Values of one signal on their way from a server's history into frames.</summary>
/// <param name="signal">The position of the signal.</param>
/// <param name="rows">The values, in the order of time.</param>
internal sealed class HistoryPiece(int signal, IReadOnlyList<HistoryRow> rows)
{
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Signal => signal;

    public IReadOnlyList<HistoryRow> Rows => rows;

    /// <summary>Ends when the values are durable.</summary>
    public Task Stored => _stored.Task;

    public void MarkStored() => _stored.TrySetResult();
}

/// <summary>What came of asking a server's history: part of an entry of <c>GET /connections</c>.</summary>
internal sealed record HistoryReport
{
    /// <summary>Intervals that are still to be looked up.</summary>
    public required int Pending { get; init; }

    /// <summary>Intervals that history filled, wholly or in part.</summary>
    public required long Filled { get; init; }

    /// <summary>Intervals that the server had no history for: they stay not covered.</summary>
    public required long WithoutHistory { get; init; }

    /// <summary>Values stored.</summary>
    public required long Values { get; init; }

    /// <summary>Why the last attempt did not succeed; null while all is well.</summary>
    public string? LastError { get; init; }
}
