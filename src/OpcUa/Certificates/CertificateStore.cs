using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// Certificates in a folder: our own with its key, whom we trust, the authorities of both, and what was refused. Changes of the
/// files are seen without a restart. Only what is in the folder counts: the machine's own certificate stores and the network
/// are never asked. Safe for use from several threads, and from several processes on one folder.
/// </summary>
public sealed class CertificateStore : ICertificateValidator, IDisposable
{
    /// <summary>Fewest bits of an RSA key that the security policies allow (OPC 10000-7).</summary>
    public const int MinKeySize = 2_048;

    /// <summary>Most bits of an RSA key that the security policies allow (OPC 10000-7).</summary>
    public const int MaxKeySize = 4_096;

    readonly StoreFolders _folders;
    readonly TimeProvider _time;
    readonly CertificateStoreOptions _options;
    readonly TrustListReader _reader;
    readonly RejectedCertificates _rejected;
    readonly RejectionReports _reports;
    readonly TrustChanges _changes;
    readonly OwnCertificate _own;
    volatile bool _isDisposed;

    /// <summary>Opens the store and makes the folders that are not there.</summary>
    /// <param name="folder">The store's folder; <c>own/</c> in it is closed to other users.</param>
    /// <param name="time">The clock that validity is measured by.</param>
    /// <param name="options">What is asked of peers, and bounds.</param>
    /// <exception cref="IOException">The folders cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folders cannot be made.</exception>
    public CertificateStore(string folder, TimeProvider? time = null, CertificateStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _time = time ?? TimeProvider.System;
        _options = options ?? new CertificateStoreOptions();
        _folders = new StoreFolders(folder);
        _reader = new TrustListReader(_folders, _time, _options.RereadInterval);
        _rejected = new RejectedCertificates(_folders, _time, _options.MaxRejected);
        _reports = new RejectionReports(_time, _options.ReportAgainAfter);
        _changes = new TrustChanges(_folders, _rejected, _reader);
        _own = new OwnCertificate(_folders, _time);
    }

    /// <summary>
    /// A certificate was refused: for a log, at most once a source and reason in <see cref="CertificateStoreOptions.ReportAgainAfter"/>.
    /// Raised on the thread that validates; a handler must not throw.
    /// </summary>
    public event Action<CertificateRejection>? Rejected;

    /// <summary>The folder's full path.</summary>
    public string Folder => _folders.Root;

    /// <inheritdoc/>
    public CertificateVerdict Validate(ReadOnlyMemory<byte> derChain, PeerExpectation expectation)
    {
        ArgumentNullException.ThrowIfNull(expectation);
        var sent = CertificateChainBytes.Split(derChain)?.Select(ParsedCertificate.TryRead).ToList();
        if (sent is null || sent.Contains(null))
        {
            var invalid = CertificateVerdict.Refused(
            [
                derChain.IsEmpty
                    ? new CertificateFinding(StatusCodes.BadCertificateInvalid, CertificateFindings.NotSent, [])
                    : new CertificateFinding(
                        StatusCodes.BadCertificateInvalid, CertificateFindings.NotReadable, [$"{derChain.Length}", $"{CertificateChainBytes.MaxCertificates}"]),
            ]);
            Report(expectation, sent?[0], invalid);
            return invalid;
        }

        var (lists, now, leaf) = (_reader.Current(), _time.GetUtcNow(), sent[0]!);
        var chain = new ChainBuilder(lists, sent!, now).Build(leaf);
        var findings = new CertificateSteps(chain, expectation, lists, _options, now, _folders.TrustCommand).Take();
        if (findings.Count == 0)
        {
            _reports.Forget(SourceOf(expectation, leaf));
            return CertificateVerdict.Trusted;
        }

        // A copy is of use only where trusting it would help.
        if (!_isDisposed && !lists.IsTrusted(leaf.Fingerprint)
            && findings.Any(finding => finding.Status == StatusCodes.BadCertificateUntrusted || finding.Status == StatusCodes.BadCertificateChainIncomplete))
        {
            _rejected.Add(leaf, expectation.Role);
        }

        var verdict = CertificateVerdict.Refused(findings);
        Report(expectation, leaf, verdict);
        return verdict;
    }

    /// <summary>
    /// Our own certificate from <c>own/</c>, with the issuers that are known here. Made on the first start: self-signed, as the
    /// request says. What is there already is used as it is, whatever the request says; <see cref="Faults"/> names what peers will
    /// not like about it.
    /// </summary>
    /// <returns>A certificate that the caller disposes.</returns>
    /// <exception cref="ArgumentException">The request has faults, and a certificate had to be made.</exception>
    /// <exception cref="InvalidDataException">What is in <c>own/</c> cannot be used; the message says what to do.</exception>
    public ApplicationCertificate LoadOrCreateOwn(ApplicationCertificateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _own.LoadOrCreate(request, _reader.Current());
    }

    /// <summary>
    /// Makes a new key and certificate in place of the self-signed one, which is kept in <c>own/replaced</c>. Channels that are
    /// open keep what they were opened with. Every peer has to trust the new certificate.
    /// </summary>
    /// <returns>A certificate that the caller disposes.</returns>
    /// <exception cref="InvalidOperationException">An authority issued our certificate: only that one can renew it.</exception>
    /// <exception cref="InvalidDataException">What is in <c>own/</c> cannot be used; the message says what to do.</exception>
    public ApplicationCertificate RenewOwn(ApplicationCertificateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _own.Renew(request, _reader.Current());
    }

    /// <summary>All certificates of all folders.</summary>
    public IReadOnlyList<StoredCertificate> Certificates()
    {
        IReadOnlyList<CertificateFile> own = _own.CertificatePath is { } path
            ? [.. StoreFiles.ReadCertificates(path, out _).Take(1).Select(certificate => new CertificateFile(CertificateFolder.Own, path, certificate))]
            : [];
        return [.. own.Concat(_reader.Reread().Certificates).Concat(_rejected.Read()).Select(TrustChanges.Describe)];
    }

    /// <summary>All revocation lists.</summary>
    public IReadOnlyList<StoredRevocationList> RevocationLists() =>
    [
        .. _reader.Reread().RevocationLists.Select(file => new StoredRevocationList(
            file.Folder, file.List.Issuer, file.List.ThisUpdate, file.List.NextUpdate, file.List.Count, file.Path)),
    ];

    /// <summary>What needs a person: unreadable files, expired certificates, overdue lists, our own certificate about to expire.</summary>
    public IReadOnlyList<StoreFault> Faults() =>
        [.. _own.Faults(_options.DaysOfWarning), .. _reader.Reread().Faults(_folders, _time.GetUtcNow())];

    /// <summary>Trusts a certificate that was refused (or an issuer of the store) from now on.</summary>
    /// <param name="fingerprint">SHA-256 in hex, at least the first eight digits; colons, spaces and case do not matter.</param>
    public TrustResult Trust(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        return Change(() => _changes.TrustFingerprint(fingerprint));
    }

    /// <summary>Trusts the certificate of a file (DER or PEM). Certificates behind the first become issuers.</summary>
    public TrustResult TrustFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Change(() => _changes.TrustFile(path));
    }

    /// <summary>Takes a certificate from the trusted ones and issuers and keeps it among the rejected ones.</summary>
    /// <param name="fingerprint">SHA-256 in hex, at least the first eight digits; colons, spaces and case do not matter.</param>
    public TrustResult Reject(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        return Change(() => _changes.Reject(fingerprint));
    }

    /// <summary>Adds the authorities of a file (DER or PEM) as issuers: they complete chains and give no trust.</summary>
    public TrustResult ImportIssuer(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Change(() => _changes.ImportIssuer(path));
    }

    /// <summary>Adds a revocation list (DER or PEM) in place of the last one of its authority, which must be in the store.</summary>
    public TrustResult ImportRevocationList(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Change(() => _changes.ImportRevocationList(path));
    }

    /// <summary>From now on the store writes nothing of its own accord; validations still answer.</summary>
    public void Dispose() => _isDisposed = true;

    TrustResult Change(Func<TrustResult> change)
    {
        try
        {
            return change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new TrustResult(false, null, $"The store {Folder} cannot be changed: {exception.Message}");
        }
    }

    static string SourceOf(PeerExpectation expectation, ParsedCertificate? leaf) => expectation.Source ?? leaf?.Fingerprint ?? "";

    void Report(PeerExpectation expectation, ParsedCertificate? leaf, CertificateVerdict verdict)
    {
        if (Rejected is not { } handler || !_reports.IsDue(SourceOf(expectation, leaf), verdict.Status)) return;
        handler(new CertificateRejection(expectation.Source, expectation.Role, leaf?.Fingerprint ?? "", leaf?.Subject ?? "", verdict));
    }
}
