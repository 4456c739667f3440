namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// Looks for the issuers of a certificate among those that the peer sent and those in the store, and verifies each signature on
/// the way. Only the store can give trust; the machine's own roots and the network are never asked. Work is bounded whatever
/// was sent: certificates that sign each other in a circle, or a thousand of the same name.
/// </summary>
sealed class ChainBuilder(TrustLists lists, IReadOnlyList<ParsedCertificate> sent, DateTimeOffset now)
{
    public const int MaxSignatureChecks = 40;

    readonly List<ParsedCertificate> _path = [];
    CertificateChain? _best;
    int _checksLeft = MaxSignatureChecks;

    /// <summary>
    /// The best chain: one that ends at a root and has a trusted certificate in it, else one that ends at a root (an authority
    /// may have been certified twice, by a root that is trusted here and by one that is not), else the one that got furthest.
    /// </summary>
    public CertificateChain Build(ParsedCertificate leaf)
    {
        _path.Add(leaf);
        Extend(leaf);
        return _best!;
    }

    /// <summary>How many signatures were verified.</summary>
    public int SignatureChecks => MaxSignatureChecks - _checksLeft;

    bool IsDone => _checksLeft <= 0 || (_best is { } best && Rank(best) == int.MaxValue);

    void Extend(ParsedCertificate certificate)
    {
        if (certificate.IsSelfIssued)
        {
            _checksLeft--;
            switch (certificate.Signed.IsSignedBy(certificate.Key))
            {
                case true:
                    Found(ChainEnd.Root);
                    return;
                case null:
                    Found(ChainEnd.Unverifiable);
                    return;
                default:
                    // Not its own signature, whatever its issuer is called.
                    Found(ChainEnd.SignatureWrong);
                    break;
            }
        }

        var candidates = Candidates(certificate);
        if (candidates.Count == 0)
        {
            if (!certificate.IsSelfIssued) Found(ChainEnd.IssuerMissing);
            return;
        }

        foreach (var issuer in candidates)
        {
            if (_path.Count == CertificateChainBytes.MaxCertificates || _path.Exists(one => one.Fingerprint == issuer.Fingerprint))
            {
                if (issuer.Fingerprint != certificate.Fingerprint) Found(ChainEnd.Endless);
                continue;
            }

            if (IsDone) return;
            _checksLeft--;
            switch (certificate.Signed.IsSignedBy(issuer.Key))
            {
                case true:
                    _path.Add(issuer);
                    Extend(issuer);
                    _path.RemoveAt(_path.Count - 1);
                    break;
                case false:
                    Found(ChainEnd.SignatureWrong);
                    break;
                default:
                    Found(ChainEnd.Unverifiable);
                    break;
            }
        }

        if (_best is null) Found(ChainEnd.IssuerMissing);
    }

    // Our own first, for a peer may send many; of two certificates of one authority the one that is valid now, then the newest.
    List<ParsedCertificate> Candidates(ParsedCertificate certificate) =>
    [
        .. lists.Named(certificate.IssuerName)
            .Concat(sent.Where(one => one.SubjectName == certificate.IssuerName))
            .DistinctBy(one => one.Fingerprint)
            .Where(one => certificate.Extensions.AuthorityKeyIdentifier is not { } wanted
                || one.Extensions.SubjectKeyIdentifier is not { } has || has == wanted)
            .OrderByDescending(one => lists.Knows(one.Fingerprint))
            .ThenByDescending(one => one.NotBefore <= now && now <= one.NotAfter)
            .ThenByDescending(one => one.NotAfter),
    ];

    void Found(ChainEnd end)
    {
        var chain = new CertificateChain([.. _path], end);
        if (_best is null || Rank(chain) > Rank(_best)) _best = chain;
    }

    int Rank(CertificateChain chain) => chain.End is not ChainEnd.Root
        ? chain.Certificates.Count
        : chain.Certificates.Any(one => lists.IsTrusted(one.Fingerprint)) ? int.MaxValue : int.MaxValue - 1;
}
