using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Collector.Security;

/// <summary>How a connection is secured: part of an entry of <c>GET /connections</c>.</summary>
internal sealed record SecurityReport
{
    /// <summary>From how many days before its end on a certificate needs a person.</summary>
    public const int DaysOfWarning = 30;

    public required string Policy { get; init; }

    public required string Mode { get; init; }

    /// <summary>The certificate by which the server knows us; null without security.</summary>
    public CertificateReport? OwnCertificate { get; init; }

    /// <summary>The certificate that the server showed last; null where it has shown none.</summary>
    public ServerCertificateReport? ServerCertificate { get; init; }

    /// <summary>Certificates that are about to end, or have ended.</summary>
    public IEnumerable<string> Expiring()
    {
        if (OwnCertificate is { DaysLeft: < DaysOfWarning } own)
            yield return $"our own certificate {own.Fingerprint[..16]} ends in {own.DaysLeft} days: renew it in the factory's store, and trust the new one at the servers";
        if (ServerCertificate is { IsTrusted: true, DaysLeft: < DaysOfWarning } server)
            yield return $"the server's certificate {server.Fingerprint[..16]} ends in {server.DaysLeft} days: renew it at the server, and trust the new one here";
    }
}

/// <summary>A certificate as people compare it.</summary>
internal record CertificateReport
{
    /// <summary>SHA-256 of the DER in hex.</summary>
    public required string Fingerprint { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Whole days until it expires; negative when it has.</summary>
    public required int DaysLeft { get; init; }

    public static CertificateReport Of(X509Certificate2 certificate, string fingerprint, int daysLeft) => new()
    {
        Fingerprint = fingerprint,
        Subject = certificate.Subject,
        ValidUntil = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
        DaysLeft = daysLeft,
    };
}

/// <summary>A server's certificate, and what was decided on it.</summary>
internal sealed record ServerCertificateReport : CertificateReport
{
    public required bool IsTrusted { get; init; }

    /// <summary>Why it is refused; null where it is trusted.</summary>
    public string? Status { get; init; }

    /// <summary>The same in words.</summary>
    public string? Reason { get; init; }

    /// <summary>The same one by one, each with its code; empty where it is trusted.</summary>
    public IReadOnlyList<SaidAnswer> Findings { get; init; } = [];

    /// <summary>What a person can do about it.</summary>
    public string? WhatToDo { get; init; }

    /// <summary>Which sentence that is.</summary>
    public SentenceCode? WhatToDoCode { get; init; }
}
