namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>How the search for the issuers of a certificate ended.</summary>
enum ChainEnd
{
    /// <summary>At a certificate that signed itself.</summary>
    Root,

    /// <summary>At an issuer that was neither sent nor is in the store.</summary>
    IssuerMissing,

    /// <summary>At a certificate that is in the chain already, or after as many as are looked at.</summary>
    Endless,

    /// <summary>At a signature that is not the issuer's.</summary>
    SignatureWrong,

    /// <summary>At a signature or key of a kind that this stack does not know or does not allow.</summary>
    Unverifiable,
}

/// <summary>A certificate and the issuers that were found for it, the root last.</summary>
sealed record CertificateChain(IReadOnlyList<ParsedCertificate> Certificates, ChainEnd End)
{
    public ParsedCertificate Leaf => Certificates[0];

    public ParsedCertificate Last => Certificates[^1];
}
