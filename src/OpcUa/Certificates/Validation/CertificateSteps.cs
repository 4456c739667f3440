using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// The steps of OPC 10000-4, 6.1.3, table "Certificate validation steps", in its order and each for every certificate of the
/// chain. All are taken, so that an engineer sees everything that is wrong at once; the first that failed gives the status.
/// </summary>
sealed class CertificateSteps(
    CertificateChain chain, PeerExpectation expectation, TrustLists lists, CertificateStoreOptions options, DateTimeOffset now, Func<string, string> trustCommand)
{
    const X509KeyUsageFlags Encipherment = X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment;

    readonly List<CertificateProblem> _problems = [];

    public IReadOnlyList<CertificateProblem> Take()
    {
        Structure();
        BuildChain();
        Signature();
        SecurityPolicy();
        TrustList();
        Validity();
        HostName();
        Uri();
        Usage();
        Revocation();
        return _problems;
    }

    void Structure()
    {
        foreach (var certificate in chain.Certificates)
        {
            if (certificate.Version != 3)
                Fail(StatusCodes.BadCertificateInvalid, $"{Name(certificate)} is of X.509 version {certificate.Version}; OPC UA asks for version 3: have it made anew.");
            if (certificate.Extensions.UnknownCritical is { } oid)
                Fail(StatusCodes.BadCertificateInvalid, $"{Name(certificate)} has the critical extension {oid}, which is not known here: have it issued without.");
        }
    }

    void BuildChain()
    {
        if (chain.End is ChainEnd.IssuerMissing)
        {
            Fail(
                StatusCodes.BadCertificateChainIncomplete,
                $"{Name(chain.Last)} was issued by '{chain.Last.Issuer}', whose certificate was neither sent nor is it in the store. " +
                $"Get it from whoever runs that authority, then: {trustCommand("add --issuer <file>")}.");
        }
        else if (chain.End is ChainEnd.Endless)
        {
            Fail(
                StatusCodes.BadCertificateChainIncomplete,
                $"The issuers of {Name(chain.Leaf)} end at no root: they go in a circle, or there are more than {CertificateChainBytes.MaxCertificates}.");
        }
    }

    void Signature()
    {
        if (chain.End is ChainEnd.SignatureWrong)
            Fail(StatusCodes.BadCertificateInvalid, $"The signature of {Name(chain.Last)} is not that of '{chain.Last.Issuer}': the certificate was changed or forged.");
    }

    // OPC 10000-7, the security policies: RSA keys of 2,048 to 4,096 bits, signatures over SHA-256.
    void SecurityPolicy()
    {
        var failed = StatusCodes.BadCertificatePolicyCheckFailed;
        var known = _problems.Count;
        foreach (var certificate in chain.Certificates)
        {
            if (certificate.Key is null)
            {
                Fail(failed, $"The key of {Name(certificate)} is not RSA: the security policies here know no other.");
            }
            else if (certificate.KeySize is < CertificateStore.MinKeySize or > CertificateStore.MaxKeySize)
            {
                Fail(
                    failed,
                    $"The key of {Name(certificate)} has {certificate.KeySize} bits; the security policies ask for " +
                    $"{CertificateStore.MinKeySize} to {CertificateStore.MaxKeySize}: have the device make a new certificate.");
            }

            if (!certificate.Signed.Algorithm.IsStrong)
            {
                Fail(
                    failed,
                    $"{Name(certificate)} is signed by {certificate.Signed.Algorithm.Name}; the security policies ask for SHA-256: " +
                    "have the device make a new certificate.");
            }
        }

        if (chain.End is ChainEnd.Unverifiable && _problems.Count == known)
            Fail(failed, $"The signature of {Name(chain.Last)} cannot be verified: its issuer's key is of a kind that the security policies do not allow.");
    }

    void TrustList()
    {
        if (chain.Certificates.Any(certificate => lists.IsTrusted(certificate.Fingerprint))) return;
        Fail(
            StatusCodes.BadCertificateUntrusted,
            $"{Name(chain.Leaf)} is not trusted. Compare its fingerprint with what the device or its engineer says, then: {trustCommand($"add {chain.Leaf.Fingerprint}")}.");
    }

    void Validity()
    {
        foreach (var certificate in chain.Certificates)
        {
            var status = certificate == chain.Leaf ? StatusCodes.BadCertificateTimeInvalid : StatusCodes.BadCertificateIssuerTimeInvalid;
            if (now > certificate.NotAfter)
                Fail(status, $"{Name(certificate)} expired on {certificate.NotAfter:yyyy-MM-dd HH:mm:ss} UTC: renew it where it was made, then trust the new one.");
            else if (now + options.ClockTolerance < certificate.NotBefore)
                Fail(status, $"{Name(certificate)} is valid from {certificate.NotBefore:yyyy-MM-dd HH:mm:ss} UTC; here it is {now:yyyy-MM-dd HH:mm:ss} UTC: set the clock that is wrong.");
        }
    }

    void HostName()
    {
        if (expectation is not { Role: PeerRole.Server, HostName: { } host }) return;
        var names = chain.Leaf.Extensions.Names;
        if (HostNames.Match(host, names, options.MachineName)) return;
        Fail(
            StatusCodes.BadCertificateHostNameInvalid,
            $"{Name(chain.Leaf)} is not for the host '{DisplayText.Clean(host)}' but for: {DisplayText.List(names.HostNames)}. " +
            "Dial one of these, or have the device make a certificate that names the host.");
    }

    void Uri()
    {
        if (expectation is { Role: PeerRole.User } or { ApplicationUri: null }) return;
        var uris = chain.Leaf.Extensions.Names.Uris;
        if (uris.Contains(expectation.ApplicationUri, StringComparer.Ordinal)) return;
        Fail(
            StatusCodes.BadCertificateUriInvalid,
            $"{Name(chain.Leaf)} is for the application {DisplayText.List(uris)}, but the peer calls itself {DisplayText.Clean(expectation.ApplicationUri)}: " +
            "it is not its certificate, or the device was renamed and needs a new one.");
    }

    void Usage()
    {
        var leaf = chain.Leaf.Extensions;
        if (leaf.KeyUsage is { } usage)
        {
            if ((usage & X509KeyUsageFlags.DigitalSignature) == 0)
                Fail(StatusCodes.BadCertificateUseNotAllowed, $"{Name(chain.Leaf)} is not for signing (keyUsage lacks digitalSignature): have it made anew.");
            else if (expectation.Role is not PeerRole.User && (usage & Encipherment) == 0)
                Fail(StatusCodes.BadCertificateUseNotAllowed, $"{Name(chain.Leaf)} is not for encryption (keyUsage lacks keyEncipherment and dataEncipherment): have it made anew.");
        }

        // Where it is said at all: older devices say nothing, and users' certificates need not.
        var purpose = expectation.Role is PeerRole.Server ? CertificateExtensions.ServerAuthentication : CertificateExtensions.ClientAuthentication;
        if (leaf.Purposes is { } purposes && !purposes.Contains(purpose) && !purposes.Contains(CertificateExtensions.AnyPurpose))
            Fail(StatusCodes.BadCertificateUseNotAllowed, $"{Name(chain.Leaf)} is not for a {expectation.Role.ToString().ToLowerInvariant()} (extendedKeyUsage): have it made anew.");

        for (var index = 1; index < chain.Certificates.Count; index++)
        {
            var issuer = chain.Certificates[index];
            var mayIssue = issuer.Extensions.IsAuthority
                && (issuer.Extensions.KeyUsage is not { } allowed || (allowed & X509KeyUsageFlags.KeyCertSign) != 0);
            if (!mayIssue)
                Fail(StatusCodes.BadCertificateIssuerUseNotAllowed, $"{Name(issuer)} signed another certificate without being an authority (basicConstraints, keyUsage).");
            // index - 1 authorities stand between this one and the peer's certificate.
            else if (issuer.Extensions.PathLength is { } length && index - 1 > length)
                Fail(StatusCodes.BadCertificateIssuerUseNotAllowed, $"{Name(issuer)} allows {length} authorities below it, here are {index - 1}.");
        }
    }

    void Revocation()
    {
        for (var index = 0; index + 1 < chain.Certificates.Count; index++)
        {
            var (certificate, issuer, isLeaf) = (chain.Certificates[index], chain.Certificates[index + 1], index == 0);
            var list = lists.RevocationListOf(issuer, certificate.SerialNumber);
            if (list is not null && list.Revokes(certificate.SerialNumber))
            {
                Fail(
                    isLeaf ? StatusCodes.BadCertificateRevoked : StatusCodes.BadCertificateIssuerRevoked,
                    $"{Name(certificate)} was revoked by '{certificate.Issuer}': it must not be used again, have a new one issued.");
            }
            else if (options.RequireRevocationLists && (list is null || !list.IsComplete || list.IsOverdue(now)))
            {
                Fail(
                    isLeaf ? StatusCodes.BadCertificateRevocationUnknown : StatusCodes.BadCertificateIssuerRevocationUnknown,
                    list is null
                        ? $"There is no valid revocation list of '{certificate.Issuer}'. Get it from that authority, then: {trustCommand("add --crl <file>")}."
                        : $"The revocation list of '{certificate.Issuer}' of {list.ThisUpdate:yyyy-MM-dd} is {(list.IsComplete ? "overdue" : "a partial one")}. " +
                            $"Get the current one, then: {trustCommand("add --crl <file>")}.");
            }
        }
    }

    void Fail(StatusCode status, string message) => _problems.Add(new CertificateProblem(status, message));

    static string Name(ParsedCertificate certificate) => $"The certificate '{certificate.Subject}' ({certificate.Fingerprint[..16]}...)";
}
