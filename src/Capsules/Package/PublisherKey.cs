using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.Capsules.Package;

/// <summary>A publisher's signing key with its certificate.</summary>
public static class PublisherKey
{
    /// <summary>Subject of the key that is made on first use.</summary>
    public const string DevelopmentPublisher = "Jinan Industry Brain development";

    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const string KeyFile = "development-publisher.key.pem";
    private const string CertificateFile = "development-publisher.cer.pem";

    /// <summary>
    /// Opens the development key in <paramref name="folder"/>, making it on first use. It is for this machine alone: the file is
    /// readable by its user only, and no edge but this one should trust its certificate.
    /// </summary>
    public static X509Certificate2 OpenDevelopment(string folder, TimeProvider time)
    {
        var keyPath = Path.Combine(folder, KeyFile);
        var certificatePath = Path.Combine(folder, CertificateFile);
        if (!File.Exists(keyPath) || !File.Exists(certificatePath))
            Make(folder, keyPath, certificatePath, time);
        return X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
    }

    /// <summary>Opens a key of one's own, both files in PEM.</summary>
    public static X509Certificate2 Open(string certificatePath, string keyPath) =>
        X509Certificate2.CreateFromPemFile(certificatePath, keyPath);

    /// <summary>Lays the certificate, without its key, into a folder of trusted publishers.</summary>
    public static void Publish(X509Certificate2 publisher, string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, CertificateFile);
        var pem = publisher.ExportCertificatePem();
        if (!File.Exists(path) || File.ReadAllText(path) != pem)
            WriteWhole(path, pem, isPrivate: false);
    }

    private static void Make(string folder, string keyPath, string certificatePath, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={DevelopmentPublisher}, OU=Development key - not for production", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(CodeSigning)], true));
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(2));
        WriteWhole(keyPath, key.ExportPkcs8PrivateKeyPem(), isPrivate: true);
        WriteWhole(certificatePath, certificate.ExportCertificatePem(), isPrivate: false);
    }

    // Written aside and moved: whoever reads at the same time never sees half a file.
    private static void WriteWhole(string path, string content, bool isPrivate)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var aside = $"{path}.{Environment.ProcessId}.tmp";
        using (var writer = new StreamWriter(aside, options))
            writer.Write(content);
        File.Move(aside, path, overwrite: true);
    }
}
