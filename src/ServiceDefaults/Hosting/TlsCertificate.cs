using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.ServiceDefaults.Hosting;

/// <summary>Where a server's own certificate lies.</summary>
/// <param name="Certificate">PEM, with the chain behind it if there is one, or PFX.</param>
/// <param name="Key">The private key of a PEM certificate; null where it is in the same file, and for PFX.</param>
/// <param name="PasswordFile">Holds the password of a PFX or of an encrypted key; null for none.</param>
internal sealed record TlsFiles(string Certificate, string? Key, string? PasswordFile)
{
    /// <summary>Files that make it up.</summary>
    public IEnumerable<string> All => new[] { Certificate, Key, PasswordFile }.OfType<string>();
}

/// <summary>The certificate cannot be used; the message names the file and says what to do.</summary>
internal sealed class TlsFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A server's certificate with its key, and the chain to present with it.</summary>
internal sealed class TlsCertificate
{
    private TlsCertificate(X509Certificate2 leaf, X509Certificate2Collection chain)
    {
        Leaf = leaf;
        Chain = chain;
        // Offline: a server without a network must not wait for revocation lists.
        Context = SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    public X509Certificate2 Leaf { get; }

    public X509Certificate2Collection Chain { get; }

    public SslStreamCertificateContext Context { get; }

    public DateTimeOffset ValidUntil => Leaf.NotAfter.ToUniversalTime();

    /// <exception cref="TlsFileException">It is missing, cannot be read, has no key that fits, or is not valid now.</exception>
    public static TlsCertificate Load(TlsFiles files, DateTimeOffset now)
    {
        foreach (var file in files.All.Where(f => !File.Exists(f)))
            throw new TlsFileException($"The TLS file {file} is not there. Put it there, or name the right one.");
        var certificate = Guarded(files, () => IsPem(files.Certificate) ? LoadPem(files) : LoadPfx(files));
        var leaf = certificate.Leaf;
        if (now < leaf.NotBefore.ToUniversalTime())
            throw new TlsFileException($"The TLS certificate {files.Certificate} is not valid before {leaf.NotBefore.ToUniversalTime():u}. Check this machine's clock.");
        if (now > certificate.ValidUntil)
            throw new TlsFileException($"The TLS certificate {files.Certificate} ended on {certificate.ValidUntil:u}. Put a renewed one in its place.");
        return certificate;
    }

    private static TlsCertificate Guarded(TlsFiles files, Func<TlsCertificate> load)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TlsFileException(
                $"A TLS file cannot be read: {e.Message} The service's user must be allowed to read it.", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // A key that is of another certificate is an argument that does not fit.
            var what = files.PasswordFile is null
                ? "If it is encrypted, name the file that holds its password."
                : $"Is the password in {files.PasswordFile} the right one?";
            throw new TlsFileException(
                $"The TLS certificate {files.Certificate}{(files.Key is null ? "" : $" with key {files.Key}")} cannot be used: {e.Message} {what}", e);
        }
    }

    private static bool IsPem(string path) => File.ReadAllText(path).Contains("-----BEGIN ", StringComparison.Ordinal);

    private static string? Password(TlsFiles files) => files.PasswordFile is null ? null : File.ReadAllText(files.PasswordFile).TrimEnd('\r', '\n');

    private static TlsCertificate LoadPem(TlsFiles files)
    {
        var pem = Password(files) is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(files.Certificate, password, files.Key)
            : X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        // Windows' TLS takes no key that is in memory alone.
        var leaf = OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null) : pem;
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.Certificate);
        return new TlsCertificate(leaf, WithoutLeaf(chain, leaf));
    }

    private static TlsCertificate LoadPfx(TlsFiles files)
    {
        if (files.Key is not null)
            throw new TlsFileException($"{files.Certificate} is a PFX, which holds its key itself: leave the key {files.Key} out.");
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(files.Certificate, Password(files));
        var leaf = all.FirstOrDefault(c => c.HasPrivateKey)
            ?? throw new TlsFileException($"{files.Certificate} holds no private key. Export it with its key.");
        return new TlsCertificate(leaf, WithoutLeaf(all, leaf));
    }

    private static X509Certificate2Collection WithoutLeaf(X509Certificate2Collection all, X509Certificate2 leaf) =>
        [.. all.Where(c => c.Thumbprint != leaf.Thumbprint)];
}

/// <summary>
/// The certificate in use. Files that change are taken within a minute, without a restart; when what was put there cannot be
/// used, the one of before stays.
/// </summary>
internal sealed class CurrentTls(TlsFiles files, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private TlsCertificate _current = TlsCertificate.Load(files, time.GetUtcNow());
    private DateTime _written = Written(files);
    private long _checked = time.GetTimestamp();

    public TlsCertificate Certificate
    {
        get
        {
            lock (_gate)
            {
                if (time.GetElapsedTime(_checked) >= Interval)
                    Check();
                return _current;
            }
        }
    }

    private void Check()
    {
        _checked = time.GetTimestamp();
        var written = Written(files);
        if (written == _written)
            return;
        try
        {
            _current = TlsCertificate.Load(files, time.GetUtcNow());
            _written = written;
        }
        catch (TlsFileException)
        {
            // Certificate and key are replaced one after the other: looked at again in a minute. Who watches the files says it.
        }
    }

    private static DateTime Written(TlsFiles files) => files.All.Max(File.GetLastWriteTimeUtc);
}
