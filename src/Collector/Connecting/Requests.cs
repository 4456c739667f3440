namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary><c>POST /connecting/discover</c>.</summary>
/// <param name="Url"><c>opc.tcp://host:port/path</c>.</param>
/// <param name="Factory">Whose certificates decide on the server's.</param>
internal sealed record DiscoverRequest(string? Url, string? Factory);

/// <summary><c>POST /connecting/trust</c>.</summary>
/// <param name="Url">Where the server shows the certificate.</param>
/// <param name="Factory">Which factory trusts it from now on.</param>
/// <param name="Fingerprint">SHA-256 in hex, whole, as a person has compared it.</param>
internal sealed record TrustRequest(string? Url, string? Factory, string? Fingerprint);

/// <summary><c>POST /connecting/sessions</c>.</summary>
internal sealed record SessionRequest(string? Url, string? Factory)
{
    public string? Policy { get; init; }

    public string? Mode { get; init; }

    /// <summary>Null: nobody in particular.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }
}

/// <summary><c>POST /connecting/sessions/{id}/signals</c>: of these nodes, of everything below one, or of everything that a search finds.</summary>
internal sealed record SignalsRequest
{
    public IReadOnlyList<PlacedNode>? Nodes { get; init; }

    public PlacedNode? Below { get; init; }

    public string? Search { get; init; }
}

/// <summary>A node, and the names that lead to it.</summary>
internal sealed record PlacedNode(string Node, string Path);

/// <summary><c>POST /connecting/sessions/{id}/values</c>.</summary>
internal sealed record ValuesRequest(IReadOnlyList<string>? Nodes);

/// <summary>A signal as somebody chose it.</summary>
internal sealed record SignalChoice(string Node, string Path, string Type)
{
    public string? Asset { get; init; }

    public string? Name { get; init; }

    public string? Unit { get; init; }

    public double SamplingMs { get; init; } = 1_000;

    /// <summary>Such as 0.5 or 2 %; null: none.</summary>
    public string? Deadband { get; init; }
}

/// <summary><c>POST /connecting/sessions/{id}/load</c>.</summary>
internal sealed record LoadRequest(IReadOnlyList<SignalChoice>? Signals)
{
    public double PublishingMs { get; init; } = 1_000;

    /// <summary>How long the signals are subscribed to see what comes; 0: the server is not asked.</summary>
    public double Seconds { get; init; }
}

/// <summary><c>POST /connecting/configuration/draft</c>.</summary>
internal sealed record DraftRequest(string? Factory, IReadOnlyList<SignalChoice>? Signals)
{
    /// <summary>Of a factory that is new.</summary>
    public string? Enterprise { get; init; }

    /// <summary>Of a factory that is new.</summary>
    public string? Sector { get; init; }

    public string? AssetType { get; init; }

    /// <summary>The session that the signals were found by: it knows address, security and user.</summary>
    public string? Session { get; init; }

    public double PublishingMs { get; init; } = 1_000;
}

/// <summary><c>POST /connecting/configuration/check</c>.</summary>
internal sealed record CheckRequest(string? Factory, string? Yaml)
{
    /// <summary>The session whose password is written with the file.</summary>
    public string? Session { get; init; }
}

/// <summary><c>PUT /connecting/configuration/{factory}</c>.</summary>
/// <param name="Yaml">The whole file.</param>
/// <param name="BasedOn">Digest of the file that it was made of; empty where there was none.</param>
internal sealed record WriteRequest(string? Yaml, string? BasedOn)
{
    /// <summary>The session whose password is written with the file.</summary>
    public string? Session { get; init; }
}
