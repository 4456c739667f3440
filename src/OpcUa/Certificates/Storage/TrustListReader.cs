namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// Keeps <see cref="TrustLists"/> as the folders are. Whether something changed is seen by names, lengths and times of the files,
/// looked at no more often than the interval: no watcher, which network folders and containers often do not support. One thread
/// reads, the others go on with what they have.
/// </summary>
sealed class TrustListReader(StoreFolders folders, TimeProvider time, TimeSpan interval)
{
    // Bounds the work when somebody points the store at the wrong folder.
    const int MaxFiles = 2_000;

    readonly Lock _reading = new();
    volatile TrustLists? _current;
    HashSet<(string Path, long Length, DateTime Written)> _stamp = [];
    long _lookedAt;

    // A file could not be read for a reason that leaves no trace in names, lengths and times when it ends: permissions.
    bool _mustReadAgain;

    public TrustLists Current()
    {
        if (_current is { } current && time.GetElapsedTime(Interlocked.Read(ref _lookedAt)) < interval) return current;
        if (_current is null)
        {
            lock (_reading) return _current ?? Read();
        }

        if (!_reading.TryEnter()) return _current;
        try
        {
            return Read();
        }
        finally
        {
            _reading.Exit();
        }
    }

    /// <summary>Looks at the folders now, whatever the interval.</summary>
    public TrustLists Reread()
    {
        lock (_reading) return Read();
    }

    TrustLists Read()
    {
        Interlocked.Exchange(ref _lookedAt, time.GetTimestamp());
        var faults = new List<StoreFault>();
        var trusted = Files(folders.TrustedCerts, faults);
        var trustedLists = Files(folders.TrustedLists, faults);
        var issuers = Files(folders.IssuerCerts, faults);
        var issuerLists = Files(folders.IssuerLists, faults);
        var stamp = ((IReadOnlyList<FileInfo>?[])[trusted, trustedLists, issuers, issuerLists])
            .SelectMany((files, folder) => files?.Select(Stamp) ?? [($"unreadable {folder}", 0, default)]).ToHashSet();
        if (_current is { } current && !_mustReadAgain && stamp.SetEquals(_stamp)) return current;

        _mustReadAgain = false;
        var certificates = new List<CertificateFile>();
        var lists = new List<RevocationListFile>();
        ReadCertificates(trusted ?? [], CertificateFolder.Trusted, certificates, faults);
        ReadCertificates(issuers ?? [], CertificateFolder.Issuers, certificates, faults);
        ReadLists(trustedLists ?? [], CertificateFolder.Trusted, lists, faults);
        ReadLists(issuerLists ?? [], CertificateFolder.Issuers, lists, faults);
        _stamp = stamp;
        return _current = new TrustLists(certificates, lists, faults);
    }

    static (string, long, DateTime) Stamp(FileInfo file)
    {
        try
        {
            // Mounted secrets are links that are swapped: what changes is where they lead.
            if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) file = target;
            return (file.FullName, file.Length, file.LastWriteTimeUtc);
        }
        catch (IOException)
        {
            return (file.FullName, -1, default);
        }
    }

    // Null: it could not be listed, which is not the same as an empty one.
    IReadOnlyList<FileInfo>? Files(string folder, List<StoreFault> faults)
    {
        try
        {
            var files = StoreFolders.Files(folder);
            if (files.Count <= MaxFiles) return files;
            faults.Add(new StoreFault(folders.Relative(folder), $"There are {files.Count} files, of which only the first {MaxFiles} are read."));
            return [.. files.Take(MaxFiles)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add(new StoreFault(folders.Relative(folder), $"The folder cannot be read: {exception.Message}"));
            return null;
        }
    }

    void ReadCertificates(IReadOnlyList<FileInfo> files, CertificateFolder folder, List<CertificateFile> certificates, List<StoreFault> faults)
    {
        foreach (var file in files)
        {
            var found = StoreFiles.ReadCertificates(file.FullName, out var fault);
            certificates.AddRange(found.Select(certificate => new CertificateFile(folder, file.FullName, certificate)));
            Note(file, fault, faults);
        }
    }

    void ReadLists(IReadOnlyList<FileInfo> files, CertificateFolder folder, List<RevocationListFile> lists, List<StoreFault> faults)
    {
        foreach (var file in files)
        {
            var found = StoreFiles.ReadLists(file.FullName, out var fault);
            lists.AddRange(found.Select(list => new RevocationListFile(folder, file.FullName, list)));
            Note(file, fault, faults);
        }
    }

    void Note(FileInfo file, FileFault? fault, List<StoreFault> faults)
    {
        if (fault is null) return;
        _mustReadAgain |= fault.MayPass;
        faults.Add(new StoreFault(folders.Relative(file.FullName), $"The file {fault}. It has no effect: replace or remove it."));
    }
}
