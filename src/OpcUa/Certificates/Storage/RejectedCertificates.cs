namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// Copies of the certificates that were not trusted, one file each, for a person to look at and to trust. Anybody who reaches a
/// server can put something here, so the number of files is bounded for each role, and how often one is written as well.
/// </summary>
sealed class RejectedCertificates(StoreFolders folders, TimeProvider time, int most)
{
    // More than this many new files a minute is no plant being set up but a flood: it may not wear out the disk either.
    const int MostWritesAMinute = 100;

    readonly Lock _writing = new();
    long _minuteStarted = time.GetTimestamp();
    int _written;

    /// <summary>Keeps a copy. A disk that refuses does not change the verdict.</summary>
    public void Add(ParsedCertificate certificate, PeerRole role)
    {
        lock (_writing)
        {
            var path = Path.Combine(folders.Rejected, $"{Prefix(role)}{StoreFiles.NameOf(certificate)}");
            if (most == 0 || File.Exists(path) || !MayWrite()) return;
            try
            {
                StoreFiles.Write(path, certificate.Der.Span);
                foreach (var file in StoreFolders.Files(folders.Rejected)
                    .Where(file => file.Name.StartsWith(Prefix(role), StringComparison.Ordinal) && file.FullName != path)
                    .OrderByDescending(file => file.LastWriteTimeUtc).Skip(most - 1))
                {
                    file.Delete();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    /// <summary>The certificates, as far as they can be read.</summary>
    public IReadOnlyList<CertificateFile> Read()
    {
        try
        {
            return
            [
                .. StoreFolders.Files(folders.Rejected).SelectMany(file => StoreFiles.ReadCertificates(file.FullName, out _)
                    .Select(certificate => new CertificateFile(CertificateFolder.Rejected, file.FullName, certificate))),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    static string Prefix(PeerRole role) => role switch
    {
        PeerRole.Server => "server-",
        PeerRole.User => "user-",
        _ => "client-",
    };

    bool MayWrite()
    {
        if (time.GetElapsedTime(_minuteStarted) >= TimeSpan.FromMinutes(1))
        {
            _minuteStarted = time.GetTimestamp();
            _written = 0;
        }

        return _written++ < MostWritesAMinute;
    }
}
