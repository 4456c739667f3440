using Jinan.IndustryBrain.Collector.History;
using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.Contracts.Sentences;

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

    /// <summary>The OPC UA status of that.</summary>
    public string? LastErrorStatus { get; init; }

    /// <summary>What a person can do about it, and where the guide explains it; null where the connection is well.</summary>
    public string? WhatToDo { get; init; }

    /// <summary>Which sentence that is.</summary>
    public SentenceCode? WhatToDoCode { get; init; }

    /// <summary>How the channel is secured, and whether the server is trusted.</summary>
    public required SecurityReport Security { get; init; }

    /// <summary>Everything up to this source time is stored.</summary>
    public DateTimeOffset? AliveThrough { get; init; }

    /// <summary>The server's clock less ours.</summary>
    public required double ClockOffsetMs { get; init; }

    public double? RoundTripMs { get; init; }

    public required int Signals { get; init; }

    /// <summary>Items that the server watches for them; signals of one structure share one.</summary>
    public required int Items { get; init; }

    /// <summary>Signals that the server refuses, and why.</summary>
    public required IReadOnlyList<RefusedSignal> Refused { get; init; }

    /// <summary>Signals for which the server granted something else than was asked for.</summary>
    public required IReadOnlyList<RevisedSignal> Revised { get; init; }

    /// <summary>Signals that do not change, never came, or come again and again.</summary>
    public required SignalReport Attention { get; init; }

    /// <summary>What came of asking the server's history; null where it is not asked.</summary>
    public HistoryReport? History { get; init; }

    public required ConnectionCounts Counts { get; init; }
}

/// <summary>A signal that the server refuses, or whose path leads nowhere.</summary>
/// <param name="Signal"><c>asset/name</c>.</param>
/// <param name="Status">The status code.</param>
/// <param name="Reason">What that means here, and what to do.</param>
/// <param name="ReasonCode">Which sentence that is.</param>
internal sealed record RefusedSignal(string Signal, string Status, string? Reason = null, SentenceCode? ReasonCode = null);

/// <summary>What a server granted a signal: slower sampling and shorter queues lose what lies between.</summary>
internal sealed record RevisedSignal(string Signal, double AskedSamplingMs, double SamplingMs, uint AskedQueue, uint Queue);

/// <summary>What happened since the connection was started.</summary>
internal sealed record ConnectionCounts
{
    public required long Values { get; init; }

    public required long Events { get; init; }

    public required long Repeats { get; init; }

    public required long Overflows { get; init; }

    public required long TypeMismatches { get; init; }

    public required long FutureStamps { get; init; }

    public required long Gaps { get; init; }

    public required long MessagesLost { get; init; }

    public required long Republished { get; init; }

    public required long Connects { get; init; }
}
