using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>What a server offers: the collector's <c>POST /connecting/discover</c>.</summary>
public sealed record DiscoveryAnswer
{
    public string Url { get; init; } = "";
    public string Name { get; init; } = "";
    public string? ApplicationUri { get; init; }
    public IReadOnlyList<EndpointAnswer> Endpoints { get; init; } = [];
    public IReadOnlyList<OfferedCertificateAnswer> Certificates { get; init; } = [];
    public IReadOnlyList<string> Advice { get; init; } = [];
    public OwnCertificateAnswer? Own { get; init; }
}

public sealed record EndpointAnswer
{
    public string Url { get; init; } = "";
    public string Policy { get; init; } = "";
    public string Mode { get; init; } = "";
    public IReadOnlyList<string> Users { get; init; } = [];
    public string? Fingerprint { get; init; }
    public bool IsSupported { get; init; }
    public bool IsRecommended { get; init; }

    public bool IsSecured => Mode is "Sign" or "SignAndEncrypt";

    public bool TakesAnonymous => Users.Count == 0 || Users.Contains("Anonymous");

    public bool TakesPasswords => Users.Contains("UserName");
}

public sealed record OfferedCertificateAnswer
{
    public string Fingerprint { get; init; } = "";
    public string Subject { get; init; } = "";
    public DateTimeOffset ValidFrom { get; init; }
    public DateTimeOffset ValidUntil { get; init; }
    public IReadOnlyList<string> HostNames { get; init; } = [];
    public bool IsTrusted { get; init; }
    public string? Status { get; init; }
    public string? Reason { get; init; }
    public IReadOnlyList<SaidAnswer> Findings { get; init; } = [];
    public string? WhatToDo { get; init; }
    public SentenceCode? WhatToDoCode { get; init; }
}

public sealed record OwnCertificateAnswer(string Fingerprint, string ApplicationUri, string? File);

/// <summary>A session with a server.</summary>
public sealed record SessionAnswer(string Id, double IdleSeconds, string? OwnFingerprint);

/// <summary>Where a session is to go.</summary>
public sealed record SessionOrder(string Url, string Factory, string Policy, string Mode, string? UserName, string? Password);

public sealed record NodeAnswer(string Node, string Path, string Name, string Class, bool MayHaveChildren)
{
    public VariableAnswer? Variable { get; init; }

    /// <summary>It can become a signal.</summary>
    public bool IsSignal => Variable is { CanRead: true, Type: not null };
}

public sealed record VariableAnswer(string DataType, string? Type, string Unit, bool CanRead);

public sealed record ChildrenAnswer(IReadOnlyList<NodeAnswer> Nodes, int Total, int? Next);

public sealed record SearchAnswer(IReadOnlyList<NodeAnswer> Nodes, int Total, int Variables, int? Next, IndexAnswer Progress);

public sealed record IndexAnswer(int Known, int Opened, bool IsComplete, bool IsCut, string? Failure);

/// <summary>A signal as it goes to the collector and comes from it.</summary>
public sealed record SignalChoice(string Node, string Path, string Type)
{
    public string? Asset { get; init; }
    public string? Name { get; init; }
    public string? Unit { get; init; }
    public double SamplingMs { get; init; } = 1_000;
    public string? Deadband { get; init; }
}

/// <summary>Which nodes become signals: these, all below one, or all that a search finds.</summary>
public sealed record SignalsOrder
{
    public IReadOnlyList<PlacedNode>? Nodes { get; init; }
    public PlacedNode? Below { get; init; }
    public string? Search { get; init; }
}

public sealed record PlacedNode(string Node, string Path);

public sealed record FoundSignalsAnswer(IReadOnlyList<SignalChoice> Signals, IReadOnlyList<SaidAnswer> LeftDetails, int LeftCount, bool IsCut);

public sealed record TableAnswer(IReadOnlyList<SignalChoice> Signals, IReadOnlyList<SaidAnswer> LeftDetails, IReadOnlyList<SaidAnswer> FaultDetails);

public sealed record ValueNowAnswer(string Node, double? Number, string? Text, uint Status, string StatusName)
{
    public DateTimeOffset? SourceTime { get; init; }
    public string? WhatToDo { get; init; }
    public SentenceCode? WhatToDoCode { get; init; }
}

public sealed record LoadAnswer(double MostValuesASecond, double MostBytesADay, long LogBytes)
{
    public TrialAnswer? Trial { get; init; }
}

public sealed record TrialAnswer(
    double Seconds, int Accepted, double PublishingMs, double SeenValuesASecond, double SeenBytesADay, long Overflows, IReadOnlyList<NoteAnswer> Notes);

public sealed record NoteAnswer(string? Node, string Key, string Message, string? WhatToDo, bool IsFault)
{
    public SentenceCode? MessageCode { get; init; }
    public SentenceCode? WhatToDoCode { get; init; }
}

/// <summary>What is to be written.</summary>
public sealed record DraftOrder(
    string Factory, string? Enterprise, string? Sector, string? AssetType, string Session, double PublishingMs, IReadOnlyList<SignalChoice> Signals);

public sealed record DraftAnswer(string? Yaml, string BasedOn, string Connection, int Added, int Already, string? PasswordFile, IReadOnlyList<FaultAnswer> Faults);

public sealed record FaultAnswer(int Line, string Path, string Message, SentenceCode? MessageCode = null);

/// <summary>A file that was written; with faults nothing was.</summary>
public sealed record WrittenAnswer
{
    public string File { get; init; } = "";
    public string? Previous { get; init; }
    public double TakenWithinMs { get; init; }
    public IReadOnlyList<FaultAnswer> Faults { get; init; } = [];
}
