using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Certificates;

/// <summary>Our own certificate (OPC 10000-6, 6.2.2): made once, kept, renewed by hand.</summary>
public sealed class OwnCertificateTests : IDisposable
{
    readonly TestStore _test = new();
    readonly ApplicationCertificateRequest _request = new()
    {
        ApplicationUri = "urn:edge-7:Jinan:collector",
        ApplicationName = "Collector, hall 7",
        Organization = "Plant \"North\"",
        HostNames = ["edge-7", "192.168.0.70", "fe80::70", "工厂.local"],
    };

    public void Dispose() => _test.Dispose();

    static bool Has(X509Certificate2 certificate, string oid) => certificate.Extensions.Any(extension => extension.Oid?.Value == oid);

    [Fact]
    public void FirstStart_MakesWhatTheSpecificationAsksFor()
    {
        using var own = _test.Store.LoadOrCreateOwn(_request);

        var certificate = own.Certificate;
        Assert.Equal(3, certificate.Version);
        Assert.Contains("CN=\"Collector, hall 7\"", certificate.Subject);
        Assert.Equal(certificate.SubjectName.RawData, certificate.IssuerName.RawData);
        Assert.Equal("1.2.840.113549.1.1.11", certificate.SignatureAlgorithm.Value);
        using var key = certificate.GetRSAPrivateKey();
        Assert.Equal(2_048, key!.KeySize);
        Assert.Equal(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment
            | X509KeyUsageFlags.DataEncipherment | X509KeyUsageFlags.KeyCertSign,
            certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.Equal(
            ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"],
            certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.Value));
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.True(Has(certificate, "2.5.29.14") && Has(certificate, "2.5.29.35"));
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["edge-7", "xn--fmrp5v.local"], names.EnumerateDnsNames());
        Assert.Equal(["192.168.0.70", "fe80::70"], names.EnumerateIPAddresses().Select(address => address.ToString()));
        Assert.Equal("urn:edge-7:Jinan:collector", own.ApplicationUri);
        Assert.Equal(certificate.RawData, own.Chain.ToArray());
        Assert.Equal(5 * 365, own.DaysLeft(_test.Time));
        Assert.Empty(_test.Store.Faults());
    }

    [Fact]
    public void FirstStart_MakesWhatWeWouldTrustOurselves()
    {
        using var own = _test.Store.LoadOrCreateOwn(_request);
        _test.Put("trusted/certs/own.der", own.Certificate.RawData);

        foreach (var role in Enum.GetValues<PeerRole>())
        {
            var verdict = _test.Store.Validate(own.Chain, new PeerExpectation { Role = role, ApplicationUri = own.ApplicationUri, HostName = "edge-7" });
            Assert.True(verdict.IsTrusted, verdict.Message);
        }
    }

    [Fact]
    public void NextStart_TakesTheSame()
    {
        using var first = _test.Store.LoadOrCreateOwn(_request);
        using var store = new CertificateStore(_test.Folder, _test.Time);
        using var second = store.LoadOrCreateOwn(_request with { ApplicationName = "Other" });

        Assert.Equal(first.Fingerprint, second.Fingerprint);
        using var key = second.Certificate.GetRSAPrivateKey();
        using var publicKey = first.Certificate.GetRSAPublicKey();
        byte[] signed = [1];
        Assert.True(publicKey!.VerifyData(
            signed, key!.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    [Fact]
    public void KeyFile_IsForItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes; the folder's access list counts.");
            return;
        }

        using var own = _test.Store.LoadOrCreateOwn(_request);
        var path = _test.PathOf("own/private-key.pem");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_test.PathOf("own")));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(["certificate.der", "private-key.pem"], Directory.GetFiles(_test.PathOf("own")).Select(Path.GetFileName).Order());

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Single(_test.Store.Faults()).Message);
    }

    [Fact]
    public void KilledBetweenKeyAndCertificate_NextStartGoesOn()
    {
        using var key = RSA.Create(2_048);
        File.WriteAllText(_test.PathOf("own/private-key.pem"), key.ExportPkcs8PrivateKeyPem());

        using var own = _test.Store.LoadOrCreateOwn(_request);

        using var publicKey = own.Certificate.GetRSAPublicKey();
        Assert.Equal(key.ExportRSAPublicKey(), publicKey!.ExportRSAPublicKey());
    }

    [Fact]
    public async Task TwoProgramsStartingAtOnce_GetOneCertificate()
    {
        var starts = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var store = new CertificateStore(_test.Folder, _test.Time);
            using var own = store.LoadOrCreateOwn(_request);
            return own.Fingerprint;
        }));

        Assert.Single((await Task.WhenAll(starts)).Distinct());
    }

    [Fact]
    public void CertificateOfAnAuthority_IsLoadedWithItsChain()
    {
        var root = TestPki.Root();
        var middle = TestPki.Authority("Plant Hall", root);
        var leaf = TestPki.Make("collector", middle);
        File.WriteAllText(
            _test.PathOf("own/certificate.pem"),
            PemEncoding.WriteString("CERTIFICATE", leaf.Der) + "\n" + PemEncoding.WriteString("CERTIFICATE", middle.Der));
        File.WriteAllText(_test.PathOf("own/private-key.pem"), leaf.Key.ExportRSAPrivateKeyPem());
        _test.Issuers(root);

        using var own = _test.Store.LoadOrCreateOwn(_request);

        Assert.Equal(TestPki.Chain(leaf, middle, root), own.Chain.ToArray());
        Assert.Throws<InvalidOperationException>(() => _test.Store.RenewOwn(_request));
        Assert.True(File.Exists(_test.PathOf("own/private-key.pem")));
    }

    [Fact]
    public void Pfx_WithItsChain_IsLoaded()
    {
        var root = TestPki.Root();
        var leaf = TestPki.Make("collector", root);
        using var bare = X509CertificateLoader.LoadCertificate(leaf.Der);
        using var withKey = bare.CopyWithPrivateKey(leaf.Key);
        using var issuer = X509CertificateLoader.LoadCertificate(root.Der);
        _test.Put("own/collector.pfx", new X509Certificate2Collection((X509Certificate2[])[withKey, issuer]).Export(X509ContentType.Pfx)!);

        using var own = _test.Store.LoadOrCreateOwn(_request);

        Assert.Equal(TestPki.Chain(leaf, root), own.Chain.ToArray());
        Assert.True(own.Certificate.HasPrivateKey);
    }

    [Theory]
    [InlineData("own/certificate.der", "hello")]
    [InlineData("own/private-key.pem", "hello")]
    [InlineData("own/private-key.pem", null)]
    public void BrokenFile_IsSaidAndNeverReplaced(string file, string? content)
    {
        using (_test.Store.LoadOrCreateOwn(_request))
        {
        }

        if (content is null)
            File.Delete(_test.PathOf(file));
        else
            File.WriteAllText(_test.PathOf(file), content);

        var exception = Assert.Throws<InvalidDataException>(() => _test.Store.LoadOrCreateOwn(_request));
        Assert.Contains(file, exception.Message);
        Assert.Equal(content is not null, File.Exists(_test.PathOf(file)));
    }

    [Fact]
    public void KeyOfAnotherCertificate_IsSaid()
    {
        using (_test.Store.LoadOrCreateOwn(_request))
        {
        }

        File.WriteAllText(_test.PathOf("own/private-key.pem"), TestPki.Key("stranger").ExportPkcs8PrivateKeyPem());

        Assert.Contains("does not belong", Assert.Throws<InvalidDataException>(() => _test.Store.LoadOrCreateOwn(_request)).Message);
    }

    [Fact]
    public void Expiry_Near_IsAFaultAndRenewalEndsIt()
    {
        using var first = _test.Store.LoadOrCreateOwn(_request);
        _test.Time.Advance(TimeSpan.FromDays((5 * 365) - 30));
        Assert.Equal(30, first.DaysLeft(_test.Time));
        Assert.Contains("expires in 30 days", Assert.Single(_test.Store.Faults()).Message);

        using var second = _test.Store.RenewOwn(_request);

        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
        Assert.Equal(5 * 365, second.DaysLeft(_test.Time));
        Assert.Empty(_test.Store.Faults());
        Assert.Equal(2, Directory.GetFiles(_test.PathOf("own/replaced"), "*", SearchOption.AllDirectories).Length);
        // What is open goes on with the old one.
        using var key = first.Certificate.GetRSAPrivateKey();
        Assert.NotEmpty(key!.SignData((byte[])[1], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void Expired_IsAFault()
    {
        using var own = _test.Store.LoadOrCreateOwn(_request);
        _test.Time.Advance(TimeSpan.FromDays((5 * 365) + 2));

        Assert.Equal(-2, own.DaysLeft(_test.Time));
        Assert.Contains("expired", Assert.Single(_test.Store.Faults()).Message);
    }

    [Fact]
    public void Request_WithFaults_NamesThemAll()
    {
        var request = _request with { ApplicationUri = "no uri", ApplicationName = " ", HostNames = [""], KeySize = 1_024, Lifetime = TimeSpan.Zero };

        Assert.Equal(5, request.Faults().Count);
        var message = Assert.Throws<ArgumentException>(() => _test.Store.LoadOrCreateOwn(request)).Message;
        Assert.All((string[])["ApplicationUri", "ApplicationName", "HostNames", "KeySize", "Lifetime"], name => Assert.Contains(name, message));
        Assert.Empty(Directory.GetFiles(_test.PathOf("own")));
    }

    [Fact]
    public void Text_OfTheCertificate_ShowsNoKey()
    {
        using var own = _test.Store.LoadOrCreateOwn(_request);

        Assert.Equal($"{own.Certificate.Subject} ({own.Fingerprint})", own.ToString());
        Assert.Throws<ArgumentException>(() => ApplicationCertificate.From(X509CertificateLoader.LoadCertificate(own.Certificate.RawData)));
    }

    [Fact]
    public void Verdict_OfOurOwnStoreAsAStranger_IsUntrusted()
    {
        using var own = _test.Store.LoadOrCreateOwn(_request);

        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Store.Validate(own.Chain, new PeerExpectation { Role = PeerRole.Client }).Status);
    }
}
