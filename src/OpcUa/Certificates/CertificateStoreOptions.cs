namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>What a certificate store asks of peers, and its bounds.</summary>
public sealed record CertificateStoreOptions
{
    /// <summary>
    /// Refuse certificates of an authority of which there is no current revocation list (steps "Find Revocation List" and
    /// "Revocation Check" of OPC 10000-4, 6.1.3, whose first an administrator may switch off). Off unless set: the authorities of
    /// plants, engineering tools among them, often publish no lists, and an edge without a network cannot fetch the next one when
    /// one falls overdue at night. Refusing then stops the plant's data or teaches people to connect without security, while
    /// a list that is there counts in either case: what it names is refused, also when it is overdue, and that it is overdue is
    /// among the store's faults.
    /// </summary>
    public bool RequireRevocationLists { get; init; }

    /// <summary>How far ahead a peer's clock may be when it makes a certificate. An expired one gets no grace.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most certificates kept in <c>rejected/</c>, for each <see cref="PeerRole"/>: strangers who call cannot push out the servers that we called.</summary>
    public int MaxRejected { get; init; } = 50;

    /// <summary>How often the folders are looked at for changes, at most.</summary>
    public TimeSpan RereadInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>When a source whose certificate is refused again and again is reported again.</summary>
    public TimeSpan ReportAgainAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From how many days before its end on our own certificate is among the store's faults.</summary>
    public int DaysOfWarning { get; init; } = 60;

    /// <summary>The name of this machine, which a server dialled by a loopback address may have in its certificate.</summary>
    public string MachineName { get; init; } = Environment.MachineName;
}
