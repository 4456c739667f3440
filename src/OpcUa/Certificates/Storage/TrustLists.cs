using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>A certificate in one of the folders.</summary>
sealed record CertificateFile(CertificateFolder Folder, string Path, ParsedCertificate Certificate);

/// <summary>A revocation list in one of the folders.</summary>
sealed record RevocationListFile(CertificateFolder Folder, string Path, RevocationList List);

/// <summary>What <c>trusted/</c> and <c>issuers/</c> held when they were last read. Does not change; replaced as a whole.</summary>
sealed class TrustLists
{
    readonly Dictionary<string, CertificateFile> _byFingerprint = [];
    readonly ILookup<string, ParsedCertificate> _byName;
    readonly ILookup<string, RevocationList> _listsByName;
    readonly ConcurrentDictionary<(RevocationList List, string Issuer), bool> _isListGenuine = [];

    public TrustLists(IReadOnlyList<CertificateFile> certificates, IReadOnlyList<RevocationListFile> lists, IReadOnlyList<StoreFault> faults)
    {
        Certificates = certificates;
        RevocationLists = lists;
        ReadFaults = faults;
        // Trusted come first, and stay where a certificate lies in both folders.
        foreach (var file in certificates) _byFingerprint.TryAdd(file.Certificate.Fingerprint, file);
        _byName = _byFingerprint.Values.ToLookup(file => file.Certificate.SubjectName, file => file.Certificate);
        _listsByName = lists.ToLookup(file => file.List.IssuerName, file => file.List);
    }

    public static TrustLists Empty { get; } = new([], [], []);

    /// <summary>Trusted ones, then issuers.</summary>
    public IReadOnlyList<CertificateFile> Certificates { get; }

    public IReadOnlyList<RevocationListFile> RevocationLists { get; }

    /// <summary>Files that could not be read.</summary>
    public IReadOnlyList<StoreFault> ReadFaults { get; }

    public bool IsTrusted(string fingerprint) => _byFingerprint.TryGetValue(fingerprint, out var file) && file.Folder is CertificateFolder.Trusted;

    public bool Knows(string fingerprint) => _byFingerprint.ContainsKey(fingerprint);

    /// <summary>Certificates whose subject is the name (hex of its DER).</summary>
    public IEnumerable<ParsedCertificate> Named(string name) => _byName[name];

    /// <summary>
    /// The list that decides on a serial number: the authority's newest complete one, or a partial one that names it. Lists that
    /// the authority did not sign do not count.
    /// </summary>
    public RevocationList? RevocationListOf(ParsedCertificate issuer, string serialNumber)
    {
        RevocationList? newest = null;
        foreach (var list in _listsByName[issuer.SubjectName])
        {
            if (!IsGenuine(list, issuer)) continue;
            if (!list.IsComplete && list.Revokes(serialNumber)) return list;
            if (newest is null || (list.IsComplete, list.ThisUpdate).CompareTo((newest.IsComplete, newest.ThisUpdate)) > 0) newest = list;
        }

        return newest;
    }

    /// <summary>True where the list is signed by the authority, which may sign lists, by an algorithm that is strong enough.</summary>
    public bool IsGenuine(RevocationList list, ParsedCertificate issuer) =>
        _isListGenuine.GetOrAdd(
            (list, issuer.Fingerprint),
            static (pair, issuer) => (issuer.Extensions.KeyUsage is not { } usage || (usage & X509KeyUsageFlags.CrlSign) != 0)
                && pair.List.Signed.Algorithm.IsStrong
                && pair.List.Signed.IsSignedBy(issuer.Key) is true,
            issuer);

    /// <summary>What a person should look at, at this time.</summary>
    public IEnumerable<StoreFault> Faults(StoreFolders folders, DateTimeOffset now)
    {
        foreach (var fault in ReadFaults) yield return fault;
        foreach (var file in Certificates)
        {
            if (now > file.Certificate.NotAfter)
            {
                yield return new StoreFault(
                    folders.Relative(file.Path), $"'{file.Certificate.Subject}' expired on {file.Certificate.NotAfter:yyyy-MM-dd}: its owner needs a new certificate.");
            }
        }

        foreach (var file in RevocationLists)
        {
            var (list, path) = (file.List, folders.Relative(file.Path));
            var issuers = Named(list.IssuerName).ToList();
            if (issuers.Count == 0)
            {
                yield return new StoreFault(path, $"The list is of '{list.Issuer}', whose certificate is not in the store: it has no effect.");
            }
            else if (!issuers.Exists(issuer => IsGenuine(list, issuer)))
            {
                yield return new StoreFault(
                    path, $"The list is not signed by '{list.Issuer}', or not by SHA-256 and RSA: it has no effect. Get the list again from that authority.");
            }
            else if (list.IsOverdue(now))
            {
                yield return new StoreFault(
                    path, $"The next list of '{list.Issuer}' was due on {list.NextUpdate:yyyy-MM-dd}: get it, what was revoked since is not known here.");
            }
        }
    }
}
