namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>Where in the store something lies.</summary>
public enum CertificateFolder
{
    /// <summary>Our own certificate, with its key.</summary>
    Own,

    /// <summary>Peers that are trusted, and authorities whose certificates all are.</summary>
    Trusted,

    /// <summary>Authorities that complete chains but give no trust.</summary>
    Issuers,

    /// <summary>What strangers showed us: a copy to look at and to trust, never used.</summary>
    Rejected,
}

/// <summary>A certificate in the store, for people. Texts are cleaned of control characters.</summary>
public sealed record StoredCertificate
{
    /// <summary>Where it lies.</summary>
    public required CertificateFolder Folder { get; init; }

    /// <summary>SHA-256 of the DER in upper-case hex.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Subject { get; init; }

    /// <summary>Who issued it; the subject itself where it is self-signed.</summary>
    public required string Issuer { get; init; }

    /// <summary>The application uri; null where it names none.</summary>
    public required string? ApplicationUri { get; init; }

    /// <summary>DNS names and addresses.</summary>
    public required IReadOnlyList<string> HostNames { get; init; }

    /// <summary>Start of its validity (UTC).</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>End of its validity (UTC).</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>It may issue others: trusting it trusts them all.</summary>
    public required bool IsAuthority { get; init; }

    /// <summary>The file's full path.</summary>
    public required string File { get; init; }
}

/// <summary>A revocation list in the store, for people.</summary>
/// <param name="Folder">Trusted or Issuers.</param>
/// <param name="Issuer">The authority.</param>
/// <param name="ThisUpdate">When it was made.</param>
/// <param name="NextUpdate">When the next one is due; null where it does not say.</param>
/// <param name="Count">How many certificates it revokes.</param>
/// <param name="File">The file's full path.</param>
public sealed record StoredRevocationList(
    CertificateFolder Folder, string Issuer, DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate, int Count, string File);

/// <summary>Something in the store that needs a person: an unreadable file, an overdue list, our own certificate about to expire.</summary>
/// <param name="File">The file's path below the store's folder.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record StoreFault(string File, string Message);

/// <summary>What came of a change to the trust lists.</summary>
/// <param name="Succeeded">The store is now as it was asked to be.</param>
/// <param name="Certificate">The certificate, where it is one.</param>
/// <param name="Message">What was done, or why not and what to do.</param>
public sealed record TrustResult(bool Succeeded, StoredCertificate? Certificate, string Message);

/// <summary>A peer's certificate was refused. Reported once a source and reason, see <see cref="CertificateStoreOptions.ReportAgainAfter"/>.</summary>
/// <param name="Source">What the caller gave as <see cref="PeerExpectation.Source"/>.</param>
/// <param name="Role">What the peer wanted to be.</param>
/// <param name="Fingerprint">SHA-256 in hex; empty where the bytes were no certificate.</param>
/// <param name="Subject">Whose it claims to be, cleaned of control characters; empty where the bytes were no certificate.</param>
/// <param name="Verdict">Why.</param>
public sealed record CertificateRejection(string? Source, PeerRole Role, string Fingerprint, string Subject, CertificateVerdict Verdict);
