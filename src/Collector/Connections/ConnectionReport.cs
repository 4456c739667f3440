namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>How a connection is: an entry of <c>GET /connections</c>.</summary>
internal sealed record ConnectionReport
{
    public required string Factory { get; init; }

    public required string Connection { get; init; }

    public required string Endpoint { get; init; }

    /// <summary>What the connection is doing, e.g. <c>Running</c> or <c>Waiting</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>Failed attempts in a row.</summary>
    public required int Attempts { get; init; }

    public DateTimeOffset? NextAttempt { get; init; }

    public string? LastError { get; init; }

    /// <summary>Everything up to this source time is stored.</summary>
    public DateTimeOffset? AliveThrough { get; init; }

    /// <summary>The server's clock less ours.</summary>
    public required double ClockOffsetMs { get; init; }

    public double? RoundTripMs { get; init; }

    public required int Signals { get; init; }

    /// <summary>Signals that the server refuses, and why.</summary>
    public required IReadOnlyList<RefusedSignal> Refused { get; init; }

    public required ConnectionCounts Counts { get; init; }
}

/// <summary>A signal that the server refuses.</summary>
internal sealed record RefusedSignal(string Signal, string Status);

/// <summary>What happened since the connection was started.</summary>
internal sealed record ConnectionCounts
{
    public required long Values { get; init; }

    public required long Repeats { get; init; }

    public required long Overflows { get; init; }

    public required long TypeMismatches { get; init; }

    public required long FutureStamps { get; init; }

    public required long Gaps { get; init; }

    public required long MessagesLost { get; init; }

    public required long Republished { get; init; }

    public required long Connects { get; init; }
}
