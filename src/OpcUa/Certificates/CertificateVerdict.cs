using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>The decision on a peer's certificate.</summary>
/// <param name="Status">Good where it is trusted; else the code of the first step of OPC 10000-4, 6.1.3 that it failed.</param>
/// <param name="Message">
/// What is wrong and what to do about it, for our own log and our own user. Never sent to the peer: it learns
/// BadSecurityChecksFailed and nothing else (OPC 10000-4, 6.1.3).
/// </param>
public sealed record CertificateVerdict(StatusCode Status, string? Message)
{
    /// <summary>The certificate passed every step.</summary>
    public static CertificateVerdict Trusted { get; } = new(StatusCodes.Good, null);

    /// <summary>What is wrong, one by one; empty where it is trusted, or where a validator says no more than its message.</summary>
    public IReadOnlyList<CertificateFinding> Findings { get; private init; } = [];

    /// <summary>The peer may be talked to.</summary>
    public bool IsTrusted => Status == StatusCodes.Good;

    /// <param name="findings">In the order of the steps; at least one.</param>
    public static CertificateVerdict Refused(IReadOnlyList<CertificateFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return new CertificateVerdict(findings[0].Status, string.Join(" ", findings.Select(finding => finding.Message))) { Findings = findings };
    }
}
