using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>An entry of the collector's <c>GET /connections</c>, as far as it is shown.</summary>
public sealed record ConnectionAnswer
{
    public string Factory { get; init; } = "";
    public string Connection { get; init; } = "";
    public string Endpoint { get; init; } = "";
    public string State { get; init; } = "";
    public DateTimeOffset Since { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? NextAttempt { get; init; }
    public string? LastError { get; init; }
    public string? LastErrorStatus { get; init; }
    public string? WhatToDo { get; init; }
    public SentenceCode? WhatToDoCode { get; init; }
    public SecurityAnswer Security { get; init; } = new();
    public DateTimeOffset? AliveThrough { get; init; }
    public double ClockOffsetMs { get; init; }
    public double? RoundTripMs { get; init; }
    public int Signals { get; init; }
    public IReadOnlyList<RefusedAnswer> Refused { get; init; } = [];
    public IReadOnlyList<RevisedAnswer> Revised { get; init; } = [];
    public AttentionAnswer Attention { get; init; } = new();
    public CountsAnswer Counts { get; init; } = new();

    public bool IsRunning => State == "Running";

    /// <summary>How often the session was made anew after the first time.</summary>
    public long Reconnects => Math.Max(0, Counts.Connects - 1);
}

public sealed record SecurityAnswer
{
    public string Policy { get; init; } = "";
    public string Mode { get; init; } = "";
    public CertificateAnswer? OwnCertificate { get; init; }
    public CertificateAnswer? ServerCertificate { get; init; }
}

public sealed record CertificateAnswer
{
    public string Fingerprint { get; init; } = "";
    public DateTimeOffset ValidUntil { get; init; }
    public int DaysLeft { get; init; }
    public bool? IsTrusted { get; init; }
    public string? Status { get; init; }
    public string? Reason { get; init; }
    public IReadOnlyList<SaidAnswer> Findings { get; init; } = [];
    public string? WhatToDo { get; init; }
    public SentenceCode? WhatToDoCode { get; init; }
}

/// <summary>Signals that a person should look at.</summary>
public sealed record AttentionAnswer
{
    public int FlatCount { get; init; }
    public IReadOnlyList<FlatAnswer> Flat { get; init; } = [];
    public double FlatAfterSeconds { get; init; }
    public int NeverSeenCount { get; init; }
    public IReadOnlyList<string> NeverSeen { get; init; } = [];
    public IReadOnlyList<RepeatedAnswer> Repeated { get; init; } = [];

    public bool IsEmpty => FlatCount == 0 && NeverSeenCount == 0 && Repeated.Count == 0;
}

public sealed record FlatAnswer(string Signal, DateTimeOffset Since);

public sealed record RepeatedAnswer(string Signal, long Count);

public sealed record RefusedAnswer(string Signal, string Status, string? Reason, SentenceCode? ReasonCode = null);

public sealed record RevisedAnswer(string Signal, double AskedSamplingMs, double SamplingMs, uint AskedQueue, uint Queue);

public sealed record CountsAnswer
{
    public long Values { get; init; }
    public long Repeats { get; init; }
    public long Overflows { get; init; }
    public long TypeMismatches { get; init; }
    public long FutureStamps { get; init; }
    public long Gaps { get; init; }
    public long MessagesLost { get; init; }
    public long Connects { get; init; }
}

/// <summary>An entry of <c>GET /coverage</c>.</summary>
public sealed record CoverageAnswer(
    string Signal, DateTimeOffset From, DateTimeOffset To, double Covered, double Filled, IReadOnlyList<CoverageIntervalAnswer> Intervals);

public sealed record CoverageIntervalAnswer(DateTimeOffset From, DateTimeOffset To, string State, string? Reason);

/// <summary>An entry of <c>GET /configuration</c>.</summary>
public sealed record ConfigurationAnswer(string Factory, string File, bool IsUsable, IReadOnlyList<string> Faults)
{
    /// <summary>The same in parts; empty from a collector of before.</summary>
    public IReadOnlyList<FaultAnswer> FaultDetails { get; init; } = [];

    public IReadOnlyList<FaultAnswer> Lines => FaultDetails.Count > 0 ? FaultDetails : [.. Faults.Select(fault => new FaultAnswer(0, "", fault))];
}
