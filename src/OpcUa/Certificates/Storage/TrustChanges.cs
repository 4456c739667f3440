namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// Moves certificates and lists between the folders. A certificate is written where it goes before it is taken from where it
/// was: killed in between, it is in both. Fingerprints may be given by their first eight digits or more, where that is clear.
/// </summary>
sealed class TrustChanges(StoreFolders folders, RejectedCertificates rejected, TrustListReader reader)
{
    const int ShortestFingerprint = 8;

    public TrustResult TrustFingerprint(string fingerprint)
    {
        var wanted = CertificateFingerprint.Normalize(fingerprint);
        if (Fault(wanted) is { } fault) return fault;
        var lists = reader.Reread();
        var trusted = Find(lists.Certificates.Where(file => file.Folder is CertificateFolder.Trusted), wanted);
        if (trusted.Count > 0) return new TrustResult(true, Describe(trusted[0]), "It is trusted already.");
        var found = Find([.. rejected.Read(), .. lists.Certificates], wanted);
        if (Unclear(found, wanted, $"{folders.TrustCommand("list")} shows what was refused; a file is trusted by {folders.TrustCommand("add <file>")}.") is { } unclear) return unclear;
        var stored = Put(found[0].Certificate, folders.TrustedCerts, CertificateFolder.Trusted);
        Remove(found, CertificateFolder.Rejected);
        reader.Reread();
        return new TrustResult(true, stored, Trusted(stored));
    }

    public TrustResult TrustFile(string path)
    {
        var certificates = StoreFiles.ReadCertificates(path, out var fault);
        if (certificates.Count == 0 || fault is not null) return new TrustResult(false, null, $"{path} {fault?.What ?? "is empty"}: give a certificate as DER or PEM.");
        // Behind the first come its issuers: they complete the chain, and are not trusted for that.
        var stored = Put(certificates[0], folders.TrustedCerts, CertificateFolder.Trusted);
        foreach (var issuer in certificates.Skip(1)) Put(issuer, folders.IssuerCerts, CertificateFolder.Issuers);
        Remove(Find(rejected.Read(), stored.Fingerprint), CertificateFolder.Rejected);
        reader.Reread();
        return new TrustResult(true, stored, Trusted(stored));
    }

    public TrustResult Reject(string fingerprint)
    {
        var wanted = CertificateFingerprint.Normalize(fingerprint);
        if (Fault(wanted) is { } fault) return fault;
        var found = Find(reader.Reread().Certificates, wanted);
        if (Unclear(found, wanted, $"{folders.TrustCommand("list")} shows what is trusted.") is { } unclear) return unclear;
        var stored = Put(found[0].Certificate, folders.Rejected, CertificateFolder.Rejected);
        foreach (var file in found)
        {
            // A file may hold others beside it, which stay.
            foreach (var other in StoreFiles.ReadCertificates(file.Path, out _).Where(other => other.Fingerprint != stored.Fingerprint))
                Put(other, Path.GetDirectoryName(file.Path)!, file.Folder);
            File.Delete(file.Path);
        }

        var lists = reader.Reread();
        var issuer = lists.Named(found[0].Certificate.IssuerName).FirstOrDefault(one => lists.IsTrusted(one.Fingerprint));
        return new TrustResult(true, stored, issuer is null
            ? $"'{stored.Subject}' is no longer trusted."
            : $"'{stored.Subject}' is no longer in the list, but still trusted through its issuer '{issuer.Subject}': have it revoked there and add the revocation list.");
    }

    public TrustResult ImportIssuer(string path)
    {
        var certificates = StoreFiles.ReadCertificates(path, out var fault);
        if (certificates.Count == 0 || fault is not null) return new TrustResult(false, null, $"{path} {fault?.What ?? "is empty"}: give certificates as DER or PEM.");
        if (certificates.FirstOrDefault(one => !one.Extensions.IsAuthority) is { } peer)
            return new TrustResult(false, null, $"'{peer.Subject}' is no authority (basicConstraints): a peer is trusted by {folders.TrustCommand("add <file>")}.");
        var stored = certificates.Select(one => Put(one, folders.IssuerCerts, CertificateFolder.Issuers)).ToList();
        reader.Reread();
        return new TrustResult(true, stored[0], $"{stored.Count} of {path} complete chains now. They give no trust: peers are still trusted one by one.");
    }

    public TrustResult ImportRevocationList(string path)
    {
        var found = StoreFiles.ReadLists(path, out var fault);
        if (found.Count == 0 || fault is not null) return new TrustResult(false, null, $"{path} {fault?.What ?? "is empty"}: give a revocation list as DER or PEM.");
        var lists = reader.Reread();
        foreach (var list in found)
        {
            var issuers = lists.Named(list.IssuerName).ToList();
            if (issuers.Count == 0)
                return new TrustResult(false, null, $"The list is of '{list.Issuer}', whose certificate is not in the store: first {folders.TrustCommand("add --issuer <file>")}.");
            if (!issuers.Exists(issuer => lists.IsGenuine(list, issuer)))
                return new TrustResult(false, null, $"The list is not signed by '{list.Issuer}', or not by SHA-256 and RSA: get it again from that authority.");
            // An old list would bring back what was revoked since.
            if (lists.RevocationLists.Any(one => one.List.IssuerName == list.IssuerName && one.List.ThisUpdate > list.ThisUpdate && one.List.IsComplete))
                return new TrustResult(false, null, $"There is a newer list of '{list.Issuer}' than this one of {list.ThisUpdate:yyyy-MM-dd HH:mm:ss}.");
        }

        foreach (var list in found)
        {
            var folder = lists.Named(list.IssuerName).Any(one => lists.IsTrusted(one.Fingerprint)) ? folders.TrustedLists : folders.IssuerLists;
            // One file an authority, so that the next list takes the place of the last.
            var name = CertificateFingerprint.Of(Convert.FromHexString(list.IssuerName))[..32];
            StoreFiles.Write(Path.Combine(folder, $"{name}.crl"), list.Signed.Whole.Span);
        }

        reader.Reread();
        return new TrustResult(true, null, $"'{found[0].Issuer}' revokes {found[0].Count} certificates by this list.");
    }

    public static StoredCertificate Describe(CertificateFile file)
    {
        var certificate = file.Certificate;
        var names = certificate.Extensions.Names;
        return new StoredCertificate
        {
            Folder = file.Folder,
            Fingerprint = certificate.Fingerprint,
            Subject = certificate.Subject,
            Issuer = certificate.Issuer,
            ApplicationUri = names.ApplicationUri is { } uri ? DisplayText.Clean(uri) : null,
            HostNames = [.. names.HostNames.Select(DisplayText.Clean)],
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            IsAuthority = certificate.Extensions.IsAuthority,
            File = file.Path,
        };
    }

    static StoredCertificate Put(ParsedCertificate certificate, string folder, CertificateFolder kind)
    {
        var path = Path.Combine(folder, StoreFiles.NameOf(certificate));
        StoreFiles.Write(path, certificate.Der.Span);
        return Describe(new CertificateFile(kind, path, certificate));
    }

    static void Remove(IEnumerable<CertificateFile> files, CertificateFolder folder)
    {
        foreach (var file in files.Where(file => file.Folder == folder)) File.Delete(file.Path);
    }

    static List<CertificateFile> Find(IEnumerable<CertificateFile> files, string wanted) =>
        [.. files.Where(file => file.Certificate.Fingerprint.StartsWith(wanted, StringComparison.Ordinal))];

    TrustResult? Fault(string wanted) => wanted.Length is < ShortestFingerprint or > 64 || !wanted.All(char.IsAsciiHexDigit)
        ? new TrustResult(false, null, $"A fingerprint is the SHA-256 in hex, at least its first {ShortestFingerprint} digits: {folders.TrustCommand("list")} shows them.")
        : null;

    static TrustResult? Unclear(List<CertificateFile> found, string wanted, string hint) =>
        found.Select(file => file.Certificate.Fingerprint).Distinct().Count() switch
        {
            0 => new TrustResult(false, null, $"There is no certificate {wanted}. {hint}"),
            1 => null,
            var count => new TrustResult(false, null, $"{count} certificates begin with {wanted}: give more digits."),
        };

    static string Trusted(StoredCertificate stored) => stored.IsAuthority
        ? $"'{stored.Subject}' is trusted now, and with it every certificate that it issues."
        : $"'{stored.Subject}' is trusted now.";
}
