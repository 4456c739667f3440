using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>
/// Certificates of one side of ours, made by the product's own store, and a user's with her key in files that node can read.
/// Nothing is trusted that a test does not trust.
/// </summary>
internal sealed class InteropPki : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("opcua-interop-pki-");

    public InteropPki(string applicationUri)
    {
        Store = new CertificateStore(Path.Combine(Folder, "ours"), options: new CertificateStoreOptions { RereadInterval = TimeSpan.Zero });
        Own = Store.LoadOrCreateOwn(new ApplicationCertificateRequest
        {
            ApplicationUri = applicationUri, ApplicationName = "Interop", HostNames = ["127.0.0.1", "localhost"],
        });
        OwnFile = WriteDer("own.der", Own.Certificate);
        User = MakeUser("engineer");
        UserFile = WriteDer("user.der", User.Certificate);
        UserStore = new CertificateStore(Path.Combine(Folder, "users"), options: new CertificateStoreOptions { RereadInterval = TimeSpan.Zero });
        UserStore.TrustFile(UserFile);
        UserKeyFile = Path.Combine(Folder, "user.key");
        using var key = User.Certificate.GetRSAPrivateKey()!;
        File.WriteAllText(UserKeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public string Folder => _folder.FullName;

    public CertificateStore Store { get; }

    /// <summary>The users that are trusted: those of this class.</summary>
    public CertificateStore UserStore { get; }

    public ApplicationCertificate Own { get; }

    public string OwnFile { get; }

    public ApplicationCertificate User { get; }

    public string UserFile { get; }

    public string UserKeyFile { get; }

    /// <summary>Trusts a peer's certificate, as <c>brain opcua trust add</c> would.</summary>
    public void Trust(byte[] der)
    {
        var file = Path.Combine(Folder, $"peer-{Guid.NewGuid():N}.der");
        File.WriteAllBytes(file, der);
        var result = Store.TrustFile(file);
        Assert.True(result.Succeeded, result.Message);
    }

    /// <summary>Somebody that nobody has heard of.</summary>
    public static ApplicationCertificate MakeUser(string name)
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri($"urn:interop:user:{name}"));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return ApplicationCertificate.From(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30)));
    }

    public void Dispose()
    {
        User.Dispose();
        Own.Dispose();
        UserStore.Dispose();
        Store.Dispose();
        _folder.Delete(recursive: true);
    }

    private string WriteDer(string name, X509Certificate2 certificate)
    {
        var file = Path.Combine(Folder, name);
        File.WriteAllBytes(file, certificate.RawData);
        return file;
    }
}
