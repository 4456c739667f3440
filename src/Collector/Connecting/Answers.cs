using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.FactoryFile;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>What a server offers.</summary>
/// <param name="Url">As it was asked for.</param>
/// <param name="Name">The server's name for itself.</param>
/// <param name="ApplicationUri">Its application uri.</param>
/// <param name="Endpoints">The safest first.</param>
/// <param name="Certificates">Those that the endpoints show.</param>
/// <param name="Advice"><c>onlyUnsecured</c>, <c>onlyDeprecated</c>, <c>otherName</c>.</param>
internal sealed record DiscoveryAnswer(
    string Url, string Name, string? ApplicationUri, IReadOnlyList<EndpointAnswer> Endpoints, IReadOnlyList<OfferedCertificate> Certificates,
    IReadOnlyList<string> Advice)
{
    /// <summary>Our own certificate, which a secured server has to trust; null where none is needed.</summary>
    public OwnCertificateAnswer? Own { get; init; }
}

/// <summary>The certificate by which a server knows this factory's collector.</summary>
/// <param name="Fingerprint">SHA-256 in hex.</param>
/// <param name="ApplicationUri">The uri in it.</param>
/// <param name="File">Where it lies on this machine, to be brought to the server.</param>
internal sealed record OwnCertificateAnswer(string Fingerprint, string ApplicationUri, string? File);

/// <summary>One way to reach a server.</summary>
/// <param name="Url">The server's own idea of its address.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Mode">None, Sign or SignAndEncrypt.</param>
/// <param name="Level">The server's ranking.</param>
/// <param name="Users">Anonymous, UserName, Certificate, IssuedToken.</param>
/// <param name="Fingerprint">Of the certificate that it shows; null where it shows none.</param>
/// <param name="IsSupported">Whether we speak it; deprecated policies are refused.</param>
/// <param name="IsRecommended">The safest that both sides have.</param>
internal sealed record EndpointAnswer(
    string Url, string Policy, string Mode, int Level, IReadOnlyList<string> Users, string? Fingerprint, bool IsSupported, bool IsRecommended);

/// <summary>A server's certificate, and whether the factory trusts it.</summary>
internal sealed record OfferedCertificate(string Fingerprint, string Subject, string Issuer, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil)
{
    public IReadOnlyList<string> HostNames { get; init; } = [];

    public bool IsTrusted { get; init; }

    /// <summary>Why it is not.</summary>
    public string? Status { get; init; }

    public string? Reason { get; init; }

    /// <summary>The same one by one, each with its code.</summary>
    public IReadOnlyList<SaidAnswer> Findings { get; init; } = [];

    public string? WhatToDo { get; init; }

    /// <summary>Which sentence that is.</summary>
    public SentenceCode? WhatToDoCode { get; init; }
}

/// <summary>A session that was opened.</summary>
/// <param name="Id">Names it from now on.</param>
/// <param name="IdleSeconds">It ends when it is not used for this long.</param>
/// <param name="OwnFingerprint">The certificate by which the server knows us; null without security.</param>
internal sealed record SessionAnswer(string Id, double IdleSeconds, string? OwnFingerprint);

/// <summary>A node.</summary>
/// <param name="Node">Its id, the namespace by uri.</param>
/// <param name="Path">Names from Objects on.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Class">object, variable, method or another.</param>
/// <param name="MayHaveChildren">False where it is known to have none.</param>
internal sealed record NodeAnswer(string Node, string Path, string Name, string Class, bool MayHaveChildren)
{
    /// <summary>Of a variable.</summary>
    public VariableFacts? Variable { get; init; }
}

/// <param name="DataType">The data type's name, with brackets for arrays.</param>
/// <param name="Type">The column that keeps its values: double, int64 or text; null where none does.</param>
/// <param name="Unit">Empty where the server tells none.</param>
/// <param name="CanRead">Whether this user may.</param>
internal sealed record VariableFacts(string DataType, string? Type, string Unit, bool CanRead)
{
    /// <summary>It can become a signal.</summary>
    public bool IsSignal => CanRead && Type is not null;
}

/// <param name="Nodes">In the order of the server.</param>
/// <param name="Total">All children.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
internal sealed record ChildrenAnswer(IReadOnlyList<NodeAnswer> Nodes, int Total, int? Next);

/// <param name="Nodes">Those of this page.</param>
/// <param name="Total">Matches so far; more may come while the tree is still looked through.</param>
/// <param name="Variables">Variables among them.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
/// <param name="Progress">How far the tree was looked through.</param>
internal sealed record SearchAnswer(IReadOnlyList<NodeAnswer> Nodes, int Total, int Variables, int? Next, IndexProgress Progress);

/// <param name="Known">Nodes that are known.</param>
/// <param name="Opened">Nodes whose children are known too.</param>
/// <param name="IsComplete">The whole tree is known.</param>
/// <param name="IsCut">There are more nodes than are kept.</param>
/// <param name="Failure">Why it went no further.</param>
internal sealed record IndexProgress(int Known, int Opened, bool IsComplete, bool IsCut, string? Failure);

/// <param name="Signals">Variables that can be signals.</param>
/// <param name="LeftDetails">Variables that cannot, and why: the first of them.</param>
/// <param name="LeftCount">How many were left out.</param>
/// <param name="IsCut">There are more than are taken at a time.</param>
internal sealed record SignalsAnswer(
    IReadOnlyList<SignalChoice> Signals, IReadOnlyList<SaidAnswer> LeftDetails, int LeftCount, bool IsCut)
{
    /// <summary>The same in English.</summary>
    public IEnumerable<string> Left => LeftDetails.Select(left => left.Message);
}

/// <summary>What a table held.</summary>
internal sealed record TableAnswer(IReadOnlyList<SignalChoice> Signals, IReadOnlyList<SaidAnswer> LeftDetails, IReadOnlyList<SaidAnswer> FaultDetails)
{
    /// <summary>Rows that cannot be signals, in English.</summary>
    public IEnumerable<string> Left => LeftDetails.Select(left => left.Message);

    /// <summary>What is wrong, in English.</summary>
    public IEnumerable<string> Faults => FaultDetails.Select(fault => fault.Message);
}

/// <summary>A value as it is now.</summary>
internal sealed record ValueNow(string Node, double? Number, string? Text, uint Status, string StatusName)
{
    public DateTimeOffset? SourceTime { get; init; }

    /// <summary>What to do about a bad status.</summary>
    public string? WhatToDo { get; init; }

    /// <summary>Which sentence that is.</summary>
    public SentenceCode? WhatToDoCode { get; init; }
}

/// <param name="MostValuesASecond">Every sample a change.</param>
/// <param name="MostBytesADay">On the collector's disk, before compression.</param>
/// <param name="LogBytes">What the collector's log may hold of a factory.</param>
/// <param name="Trial">What came while it was tried; null where it was not.</param>
internal sealed record LoadAnswer(double MostValuesASecond, double MostBytesADay, long LogBytes, TrialAnswer? Trial);

/// <param name="Seconds">How long was watched.</param>
/// <param name="Accepted">Signals that the server watches.</param>
/// <param name="PublishingMs">As the server revised it.</param>
/// <param name="SeenValuesASecond">What came, the first value of each signal not counted.</param>
/// <param name="SeenBytesADay">The same on disk.</param>
/// <param name="Overflows">Changes that the server dropped.</param>
/// <param name="Notes">What a person should know.</param>
internal sealed record TrialAnswer(
    double Seconds, int Accepted, double PublishingMs, double SeenValuesASecond, double SeenBytesADay, long Overflows, IReadOnlyList<NoteAnswer> Notes);

/// <param name="Node">Null where it is of the connection.</param>
/// <param name="Key">What it is about.</param>
/// <param name="Message">What happened.</param>
/// <param name="WhatToDo">What can be done about it.</param>
/// <param name="IsFault">Values are missing because of it.</param>
internal sealed record NoteAnswer(string? Node, string Key, string Message, string? WhatToDo, bool IsFault)
{
    /// <summary>Which sentence the message is; null for the server's own words.</summary>
    public SentenceCode? MessageCode { get; init; }

    public SentenceCode? WhatToDoCode { get; init; }
}

/// <param name="Yaml">The whole file as it would be; null where the one that is there cannot be read.</param>
/// <param name="BasedOn">Digest of the file that is there; empty where there is none.</param>
/// <param name="Connection">The connection's id in it.</param>
/// <param name="Added">Signals that it has more.</param>
/// <param name="Already">Signals that are read already.</param>
/// <param name="PasswordFile">Where the password goes, relative to the factory's folder; null where none is needed.</param>
/// <param name="Faults">Every fault of the file.</param>
internal sealed record DraftAnswer(
    string? Yaml, string BasedOn, string Connection, int Added, int Already, string? PasswordFile, IReadOnlyList<FaultAnswer> Faults);

/// <summary>A fault of a factory.yaml.</summary>
internal sealed record FaultAnswer(int Line, string Path, string Message, SentenceCode? MessageCode)
{
    public static IReadOnlyList<FaultAnswer> Of(IEnumerable<ConfigurationFault> faults) =>
        [.. faults.Select(fault => new FaultAnswer(fault.Line, fault.Path, fault.Message, fault.Said.Code))];
}

internal sealed record CheckAnswer(IReadOnlyList<FaultAnswer> Faults);

/// <param name="File">The file.</param>
/// <param name="Previous">The one that it took the place of; null where there was none.</param>
/// <param name="TakenWithinMs">How soon the collector looks at it.</param>
internal sealed record WrittenAnswer(string File, string? Previous, double TakenWithinMs);
