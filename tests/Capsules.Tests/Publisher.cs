using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.Capsules.Tests;

/// <summary>Keys of publishers, made in memory.</summary>
internal static class Publisher
{
    public const string Name = "Test publisher";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    public static X509Certificate2 Make(string name = Name, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(CodeSigning)], true));
        return request.CreateSelfSigned(notBefore ?? DateTimeOffset.UtcNow.AddDays(-1), notAfter ?? DateTimeOffset.UtcNow.AddYears(1));
    }

    /// <summary>Lays a certificate into a folder of trusted publishers.</summary>
    public static string TrustFolder(this TemporaryFolder folder, params X509Certificate2[] trusted)
    {
        var path = folder.Path("publishers");
        Directory.CreateDirectory(path);
        for (var i = 0; i < trusted.Length; i++)
            File.WriteAllText(System.IO.Path.Combine(path, $"{i}.pem"), trusted[i].ExportCertificatePem());
        return path;
    }
}
