using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// Our own certificate and key in <c>own/</c>: <c>certificate.der</c> (or .cer, .crt, .pem, the latter with its issuers behind it)
/// and <c>private-key.pem</c>; or one <c>.pfx</c> without a password. What is there is never overwritten but by a renewal, which
/// keeps the old pair in <c>own/replaced</c>.
/// </summary>
sealed class OwnCertificate(StoreFolders folders, TimeProvider time)
{
    const string KeyName = "private-key.pem";
    const string CertificateName = "certificate.der";

    static readonly string[] Extensions = [".der", ".cer", ".crt", ".pem"];

    string KeyPath => Path.Combine(folders.Own, KeyName);

    /// <summary>The file of the certificate, or null where there is none.</summary>
    public string? CertificatePath =>
        Extensions.Select(extension => Path.Combine(folders.Own, "certificate" + extension)).FirstOrDefault(File.Exists)
        ?? (Directory.Exists(folders.Own) ? StoreFolders.Files(folders.Own) : []).FirstOrDefault(file => file.Extension.Equals(".pfx", StringComparison.OrdinalIgnoreCase))?.FullName;

    public ApplicationCertificate LoadOrCreate(ApplicationCertificateRequest request, TrustLists lists)
    {
        if (CertificatePath is null) Create(request);
        return Load(lists);
    }

    public ApplicationCertificate Renew(ApplicationCertificateRequest request, TrustLists lists)
    {
        if (CertificatePath is { } path)
        {
            // Said before anything is touched.
            using (var current = Load(lists))
            {
                if (!current.Certificate.SubjectName.RawData.AsSpan().SequenceEqual(current.Certificate.IssuerName.RawData))
                {
                    throw new InvalidOperationException(
                        $"Our certificate was issued by '{DisplayText.Clean(current.Certificate.Issuer)}': only that authority can renew it. " +
                        $"Put the new certificate and key into {folders.Own}.");
                }
            }

            Replace(path);
        }

        Create(request);
        return Load(lists);
    }

    public IEnumerable<StoreFault> Faults(int daysOfWarning)
    {
        if (CertificatePath is not { } path) yield break;
        var file = folders.Relative(path);
        if (!path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase))
        {
            var certificates = StoreFiles.ReadCertificates(path, out var fault);
            if (certificates.Count == 0 || fault is not null) yield return new StoreFault(file, $"The file {fault?.What ?? "is empty"}: replace it, or move it away to have a new one made.");
            if (certificates.Count > 0 && Ending(certificates[0].NotAfter, daysOfWarning) is { } ending) yield return new StoreFault(file, ending);
        }

        var secret = File.Exists(KeyPath) ? KeyPath : path;
        if (!OperatingSystem.IsWindows() && (secret == KeyPath || path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase))
            && (File.GetUnixFileMode(secret) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            yield return new StoreFault(folders.Relative(secret), "Others than its owner may use the private key: chmod 600 it.");
        }
    }

    string? Ending(DateTimeOffset notAfter, int daysOfWarning)
    {
        var left = notAfter - time.GetUtcNow();
        return left < TimeSpan.Zero
            ? $"Our certificate expired on {notAfter:yyyy-MM-dd}: peers refuse it. Renew it, then trust the new one on every device."
            : left.TotalDays <= daysOfWarning
                ? $"Our certificate expires in {(int)left.TotalDays} days ({notAfter:yyyy-MM-dd}): renew it and trust the new one on every device before."
                : null;
    }

    // Two programs may start on one folder at once: who is second to put the key there takes the key of the first, and so for the
    // certificate. A key without a certificate (killed in between) gets one.
    void Create(ApplicationCertificateRequest request)
    {
        var faults = request.Faults();
        if (faults.Count > 0) throw new ArgumentException($"No certificate can be made: {string.Join(" ", faults)}", nameof(request));

        if (!File.Exists(KeyPath))
        {
            using var made = RSA.Create(request.KeySize);
            StoreFiles.Write(KeyPath, System.Text.Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()), isSecret: true, replace: false);
        }

        using var key = ReadKey();
        using var certificate = ApplicationCertificateMaker.Make(request, key, time.GetUtcNow());
        StoreFiles.Write(Path.Combine(folders.Own, CertificateName), certificate.RawData, replace: false);
    }

    void Replace(string certificatePath)
    {
        var old = Path.Combine(folders.Own, "replaced", $"{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(old);
        // The key last: killed in between, there is a key without a certificate, and the next start makes one.
        File.Move(certificatePath, Path.Combine(old, Path.GetFileName(certificatePath)));
        if (File.Exists(KeyPath)) File.Move(KeyPath, Path.Combine(old, KeyName));
    }

    ApplicationCertificate Load(TrustLists lists)
    {
        var path = CertificatePath ?? throw Broken(folders.Own, "holds no certificate");
        if (path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase)) return LoadPfx(path, lists);

        var certificates = StoreFiles.ReadCertificates(path, out var fault);
        if (certificates.Count == 0 || fault is not null) throw Broken(path, fault?.What ?? "is empty");
        using var key = ReadKey();
        X509Certificate2 own;
        try
        {
            using var bare = X509CertificateLoader.LoadCertificate(certificates[0].Der.Span);
            own = bare.CopyWithPrivateKey(key);
        }
        catch (ArgumentException)
        {
            throw Broken(path, $"does not belong to the key in {KeyName}");
        }
        catch (CryptographicException exception)
        {
            throw Broken(path, $"cannot be used ({exception.Message})");
        }

        return With(own, certificates, path, lists);
    }

    ApplicationCertificate LoadPfx(string path, TrustLists lists)
    {
        X509Certificate2? own = null;
        var others = new List<ParsedCertificate>();
        try
        {
            foreach (var certificate in X509CertificateLoader.LoadPkcs12CollectionFromFile(path, null, X509KeyStorageFlags.Exportable))
            {
                if (certificate.HasPrivateKey && own is null)
                {
                    own = certificate;
                    continue;
                }

                if (ParsedCertificate.TryRead(certificate.RawData) is { } other) others.Add(other);
                certificate.Dispose();
            }
        }
        catch (CryptographicException)
        {
            throw Broken(path, "is no PKCS #12 file, or has a password, which is not supported");
        }

        if (own is null) throw Broken(path, "holds no private key");
        var leaf = ParsedCertificate.TryRead(own.RawData) ?? throw Broken(path, "holds a certificate that is broken");
        return With(own, [leaf, .. others], path, lists);
    }

    // Peers get every issuer that is known here, the root as well: many look for none elsewhere (OPC 10000-6, 6.2.6).
    ApplicationCertificate With(X509Certificate2 own, IReadOnlyList<ParsedCertificate> certificates, string path, TrustLists lists)
    {
        if (certificates[0].KeySize is < CertificateStore.MinKeySize or > CertificateStore.MaxKeySize)
        {
            own.Dispose();
            throw Broken(path, $"has a key of {certificates[0].KeySize} bits; peers accept RSA of {CertificateStore.MinKeySize} to {CertificateStore.MaxKeySize}");
        }

        var chain = new ChainBuilder(lists, certificates, time.GetUtcNow()).Build(certificates[0]).Certificates.Skip(1)
            .Select(issuer => X509CertificateLoader.LoadCertificate(issuer.Der.Span)).ToList();
        try
        {
            return ApplicationCertificate.From(own, chain);
        }
        finally
        {
            foreach (var issuer in chain) issuer.Dispose();
        }
    }

    RSA ReadKey()
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(KeyPath));
            return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw Broken(KeyPath, exception is FileNotFoundException
                ? "is missing, the certificate is there without its key"
                : "holds no RSA key as PEM without a password");
        }
    }

    InvalidDataException Broken(string path, string what) =>
        new($"{folders.Relative(path)} {what}. Put the right certificate and key into {folders.Own}, or move both away to have new ones made.");
}
