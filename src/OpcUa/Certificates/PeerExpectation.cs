namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>What the owner of a certificate wants to be to us.</summary>
public enum PeerRole
{
    /// <summary>A client that opens a channel to us.</summary>
    Client,

    /// <summary>A server that we connect to.</summary>
    Server,

    /// <summary>
    /// A person or program that signs in with an X.509 identity token. Ask a store of its own for these: in the store of the
    /// applications every trusted device would be a user.
    /// </summary>
    User,
}

/// <summary>What a peer's certificate has to say to be the right one.</summary>
public sealed record PeerExpectation
{
    /// <summary>What the peer wants to be.</summary>
    public required PeerRole Role { get; init; }

    /// <summary>The application uri that the peer gave in its ApplicationDescription; null: not known yet, not compared.</summary>
    public string? ApplicationUri { get; init; }

    /// <summary>The host that we dialled, as it stands in the endpoint's url. Compared for servers only; null: not compared.</summary>
    public string? HostName { get; init; }

    /// <summary>Where the certificate came from (an endpoint, a remote address): for log lines, which come once a source.</summary>
    public string? Source { get; init; }
}
