using System.Globalization;
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

    readonly List<CertificateFinding> _findings = [];

    public IReadOnlyList<CertificateFinding> Take()
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
        return _findings;
    }

    void Structure()
    {
        foreach (var certificate in chain.Certificates)
        {
            if (certificate.Version != 3)
                Fail(StatusCodes.BadCertificateInvalid, CertificateFindings.OldVersion, certificate, $"{certificate.Version}");
            if (certificate.Extensions.UnknownCritical is { } oid)
                Fail(StatusCodes.BadCertificateInvalid, CertificateFindings.UnknownExtension, certificate, oid);
        }
    }

    void BuildChain()
    {
        var failed = StatusCodes.BadCertificateChainIncomplete;
        if (chain.End is ChainEnd.IssuerMissing)
            Fail(failed, CertificateFindings.IssuerMissing, chain.Last, chain.Last.Issuer, trustCommand("add --issuer <file>"));
        else if (chain.End is ChainEnd.Endless)
            Fail(failed, CertificateFindings.Endless, chain.Leaf, $"{CertificateChainBytes.MaxCertificates}");
    }

    void Signature()
    {
        if (chain.End is ChainEnd.SignatureWrong)
            Fail(StatusCodes.BadCertificateInvalid, CertificateFindings.SignatureWrong, chain.Last, chain.Last.Issuer);
    }

    // OPC 10000-7, the security policies: RSA keys of 2,048 to 4,096 bits, signatures over SHA-256.
    void SecurityPolicy()
    {
        var failed = StatusCodes.BadCertificatePolicyCheckFailed;
        var known = _findings.Count;
        foreach (var certificate in chain.Certificates)
        {
            if (certificate.Key is null)
            {
                Fail(failed, CertificateFindings.KeyNotRsa, certificate);
            }
            else if (certificate.KeySize is < CertificateStore.MinKeySize or > CertificateStore.MaxKeySize)
            {
                Fail(
                    failed, CertificateFindings.KeySize, certificate,
                    $"{certificate.KeySize}", $"{CertificateStore.MinKeySize}", $"{CertificateStore.MaxKeySize}");
            }

            if (!certificate.Signed.Algorithm.IsStrong)
                Fail(failed, CertificateFindings.WeakSignature, certificate, certificate.Signed.Algorithm.Name);
        }

        if (chain.End is ChainEnd.Unverifiable && _findings.Count == known)
            Fail(failed, CertificateFindings.NotVerifiable, chain.Last);
    }

    void TrustList()
    {
        if (chain.Certificates.Any(certificate => lists.IsTrusted(certificate.Fingerprint))) return;
        Fail(StatusCodes.BadCertificateUntrusted, CertificateFindings.Untrusted, chain.Leaf, trustCommand($"add {chain.Leaf.Fingerprint}"));
    }

    void Validity()
    {
        foreach (var certificate in chain.Certificates)
        {
            var status = certificate == chain.Leaf ? StatusCodes.BadCertificateTimeInvalid : StatusCodes.BadCertificateIssuerTimeInvalid;
            if (now > certificate.NotAfter)
                Fail(status, CertificateFindings.Expired, certificate, Utc(certificate.NotAfter));
            else if (now + options.ClockTolerance < certificate.NotBefore)
                Fail(status, CertificateFindings.NotYetValid, certificate, Utc(certificate.NotBefore), Utc(now));
        }
    }

    void HostName()
    {
        if (expectation is not { Role: PeerRole.Server, HostName: { } host }) return;
        var names = chain.Leaf.Extensions.Names;
        if (HostNames.Match(host, names, options.MachineName)) return;
        var failed = StatusCodes.BadCertificateHostNameInvalid;
        if (names.HostNames is { Count: > 0 } hosts)
            Fail(failed, CertificateFindings.OtherHost, chain.Leaf, DisplayText.Clean(host), DisplayText.List(hosts));
        else
            Fail(failed, CertificateFindings.NoHost, chain.Leaf, DisplayText.Clean(host));
    }

    void Uri()
    {
        if (expectation is { Role: PeerRole.User } or { ApplicationUri: null }) return;
        var uris = chain.Leaf.Extensions.Names.Uris;
        if (uris.Contains(expectation.ApplicationUri, StringComparer.Ordinal)) return;
        var (failed, own) = (StatusCodes.BadCertificateUriInvalid, DisplayText.Clean(expectation.ApplicationUri));
        if (uris.Count > 0)
            Fail(failed, CertificateFindings.OtherApplication, chain.Leaf, DisplayText.List(uris), own);
        else
            Fail(failed, CertificateFindings.NoApplication, chain.Leaf, own);
    }

    void Usage()
    {
        var failed = StatusCodes.BadCertificateUseNotAllowed;
        var leaf = chain.Leaf.Extensions;
        if (leaf.KeyUsage is { } usage)
        {
            if ((usage & X509KeyUsageFlags.DigitalSignature) == 0)
                Fail(failed, CertificateFindings.NotForSigning, chain.Leaf);
            else if (expectation.Role is not PeerRole.User && (usage & Encipherment) == 0)
                Fail(failed, CertificateFindings.NotForEncryption, chain.Leaf);
        }

        // Where it is said at all: older devices say nothing, and users' certificates need not.
        var purpose = expectation.Role is PeerRole.Server ? CertificateExtensions.ServerAuthentication : CertificateExtensions.ClientAuthentication;
        if (leaf.Purposes is { } purposes && !purposes.Contains(purpose) && !purposes.Contains(CertificateExtensions.AnyPurpose))
        {
            Fail(failed, expectation.Role switch
            {
                PeerRole.Server => CertificateFindings.NotForServer,
                PeerRole.Client => CertificateFindings.NotForClient,
                _ => CertificateFindings.NotForUser,
            }, chain.Leaf);
        }

        for (var index = 1; index < chain.Certificates.Count; index++)
        {
            var issuer = chain.Certificates[index];
            var mayIssue = issuer.Extensions.IsAuthority
                && (issuer.Extensions.KeyUsage is not { } allowed || (allowed & X509KeyUsageFlags.KeyCertSign) != 0);
            if (!mayIssue)
                Fail(StatusCodes.BadCertificateIssuerUseNotAllowed, CertificateFindings.NoAuthority, issuer);
            // index - 1 authorities stand between this one and the peer's certificate.
            else if (issuer.Extensions.PathLength is { } length && index - 1 > length)
                Fail(StatusCodes.BadCertificateIssuerUseNotAllowed, CertificateFindings.PathTooLong, issuer, $"{length}", $"{index - 1}");
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
                var revoked = isLeaf ? StatusCodes.BadCertificateRevoked : StatusCodes.BadCertificateIssuerRevoked;
                Fail(revoked, CertificateFindings.Revoked, certificate, certificate.Issuer);
            }
            else if (options.RequireRevocationLists && (list is null || !list.IsComplete || list.IsOverdue(now)))
            {
                var (unknown, command) = (
                    isLeaf ? StatusCodes.BadCertificateRevocationUnknown : StatusCodes.BadCertificateIssuerRevocationUnknown, trustCommand("add --crl <file>"));
                _findings.Add(list is null
                    ? new CertificateFinding(unknown, CertificateFindings.NoRevocationList, [certificate.Issuer, command])
                    : new CertificateFinding(
                        unknown, list.IsComplete ? CertificateFindings.RevocationListOverdue : CertificateFindings.RevocationListPartial,
                        [certificate.Issuer, list.ThisUpdate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), command]));
            }
        }
    }

    void Fail(StatusCode status, CertificateFindingForm form, ParsedCertificate certificate, params ReadOnlySpan<string> values) =>
        _findings.Add(new CertificateFinding(status, form, [certificate.Subject, certificate.Fingerprint[..16], .. values]));

    static string Utc(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
