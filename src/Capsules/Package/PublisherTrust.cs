using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.Capsules.Package;

/// <summary>
/// The publishers that an edge trusts: the certificates in a folder (*.pem, *.cer, *.crt). A capsule's signer must be one of them,
/// or be issued by one of them. The system's own certificate authorities mean nothing here.
/// </summary>
/// <param name="folder">Read anew at each question, so that trust is given and taken by copying and deleting a file.</param>
public sealed class PublisherTrust(string folder)
{
    private static readonly string[] Endings = [".pem", ".cer", ".crt"];
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    public string Folder => folder;

    public bool Trusts(X509Certificate2 signer)
    {
        var trusted = Load();
        try
        {
            return trusted.Any(t => t.RawDataMemory.Span.SequenceEqual(signer.RawDataMemory.Span)) || IsIssuedByOne(signer, trusted);
        }
        finally
        {
            foreach (var certificate in trusted)
                certificate.Dispose();
        }
    }

    private static bool IsIssuedByOne(X509Certificate2 signer, List<X509Certificate2> trusted)
    {
        if (trusted.Count == 0)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted.ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // an edge has no network to ask
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(CodeSigning));
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid; // the signing time was checked instead
        return chain.Build(signer);
    }

    private List<X509Certificate2> Load()
    {
        var certificates = new List<X509Certificate2>();
        if (!Directory.Exists(folder))
            return certificates;
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant())))
        {
            try
            {
                var bytes = File.ReadAllBytes(file);
                certificates.Add(bytes.AsSpan().StartsWith("-----BEGIN"u8)
                    ? X509Certificate2.CreateFromPem(System.Text.Encoding.ASCII.GetString(bytes))
                    : X509CertificateLoader.LoadCertificate(bytes));
            }
            catch (Exception e) when (e is CryptographicException or IOException)
            {
                // A file that is no certificate gives trust to nobody.
            }
        }

        return certificates;
    }
}
