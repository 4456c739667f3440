using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Certificates;

/// <summary>OPC 10000-4, 6.1.3: each step for a certificate that signed itself, as most devices have.</summary>
public sealed class ValidationStepTests : IDisposable
{
    readonly TestStore _test = new();

    public void Dispose() => _test.Dispose();

    static PeerExpectation AsServer(string? host = "plc-7", string? uri = "urn:plant:press") =>
        new() { Role = PeerRole.Server, ApplicationUri = uri, HostName = host };

    static PeerExpectation As(PeerRole role) => new() { Role = role, ApplicationUri = "urn:plant:press" };

    StatusCode TrustedStatus(Action<CertificateSpecification> change, PeerExpectation? expectation = null)
    {
        var certificate = TestPki.Make("press", change: change);
        return _test.Trust(certificate).Status(certificate, expectation);
    }

    [Fact]
    public void SelfSigned_Trusted_IsGood()
    {
        var certificate = TestPki.Make("press");

        var verdict = _test.Trust(certificate).Store.Validate(certificate.Der, TestStore.Server);

        Assert.True(verdict.IsTrusted, verdict.Message);
        Assert.Empty(_test.Rejected());
    }

    [Fact]
    public void SelfSigned_OfPss_IsGood() => Assert.Equal(StatusCodes.Good, TrustedStatus(one => one.IsPss = true));

    [Theory]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void SelfSigned_OfSha2_IsGood(string hash) => Assert.Equal(StatusCodes.Good, TrustedStatus(one => one.Hash = new HashAlgorithmName(hash)));

    [Fact]
    public void Nothing_Sent_IsInvalid()
    {
        var verdict = _test.Store.Validate(default, TestStore.Server);

        Assert.Equal(StatusCodes.BadCertificateInvalid, verdict.Status);
        Assert.Contains("no certificate", verdict.Message);
    }

    [Fact]
    public void Certificate_CutAtAnyOffset_IsInvalid()
    {
        var certificate = TestPki.Make("press");
        _test.Trust(certificate);

        for (var length = 0; length < certificate.Der.Length; length++)
            Assert.Equal(StatusCodes.BadCertificateInvalid, _test.Status(certificate.Der[..length]));
    }

    [Fact]
    public void Certificate_WithAnyByteChanged_IsNotTrusted()
    {
        var certificate = TestPki.Make("press");
        _test.Trust(certificate);

        for (var offset = 0; offset < certificate.Der.Length; offset++)
        {
            var changed = (byte[])certificate.Der.Clone();
            changed[offset] ^= (byte)(1 << (offset % 8));
            Assert.False(_test.Store.Validate(changed, TestStore.Server).IsTrusted, $"byte {offset} changed");
        }
    }

    [Fact]
    public void Chain_WithAnyByteChanged_IsNotTrusted()
    {
        // Trust through an issuer rests on signatures alone.
        var root = TestPki.Root();
        var certificate = TestPki.Make("press", root);
        _test.Trust(root);
        Assert.Equal(StatusCodes.Good, _test.Status(certificate));

        for (var offset = 0; offset < certificate.Der.Length; offset++)
        {
            var changed = (byte[])certificate.Der.Clone();
            changed[offset] ^= (byte)(1 << (offset % 8));
            Assert.False(_test.Store.Validate(changed, TestStore.Server).IsTrusted, $"byte {offset} changed");
        }
    }

    [Fact]
    public void Garbage_OfAnyLength_IsInvalid()
    {
        var random = new Random(20_261_125);
        for (var round = 0; round < 2_000; round++)
        {
            var garbage = new byte[random.Next(0, 400)];
            random.NextBytes(garbage);
            // Half of them begin as a sequence does.
            if (round % 2 == 0 && garbage.Length > 4) (garbage[0], garbage[1]) = (0x30, (byte)Math.Min(garbage.Length - 2, 127));
            Assert.Equal(StatusCodes.BadCertificateInvalid, _test.Status(garbage));
        }
    }

    [Fact]
    public void Certificate_WithUnknownCriticalExtension_IsInvalid() =>
        Assert.Equal(StatusCodes.BadCertificateInvalid, TrustedStatus(one => one.More.Add(new X509Extension("1.2.3.4.5", [5, 0], critical: true))));

    [Fact]
    public void Certificate_WithUnknownExtension_IsGood() =>
        Assert.Equal(StatusCodes.Good, TrustedStatus(one => one.More.Add(new X509Extension("1.2.3.4.5", [5, 0], critical: false))));

    [Fact]
    public void Certificate_WithAnExtensionTwice_IsInvalid()
    {
        var certificate = TestPki.Make("press", change: one => one.More.Add(new X509Extension("2.5.29.99", [0x30, 0], false)));
        Assert.NotNull(ParsedCertificate.TryRead(certificate.Der));

        // The BCL makes no such thing: the second is renamed afterwards.
        certificate.Der[certificate.Der.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x55, 0x1D, 99]) + 2] = 17;

        Assert.Null(ParsedCertificate.TryRead(certificate.Der));
        Assert.Equal(StatusCodes.BadCertificateInvalid, _test.Status(certificate));
    }

    [Fact]
    public void SelfSigned_ByAnotherKey_IsInvalid()
    {
        var verdictOf = TrustedStatus(one => one.SigningKey = TestPki.Key("stranger"));

        Assert.Equal(StatusCodes.BadCertificateInvalid, verdictOf);
    }

    [Fact]
    public void Key_OfTooFewBits_FailsThePolicyCheck() =>
        Assert.Equal(StatusCodes.BadCertificatePolicyCheckFailed, TrustedStatus(one => one.Key = TestPki.Key("small", 1_024)));

    [Fact]
    public void Key_OfTooManyBits_FailsThePolicyCheck()
    {
        // The modulus is no product of primes: only its length counts, and making a real one takes minutes.
        var modulus = RandomNumberGenerator.GetBytes(513);
        modulus[0] |= 0x80;
        modulus[^1] |= 1;
        using var huge = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] });
        var root = TestPki.Root();
        var certificate = TestPki.Make("press", root, one => one.PublicKey = huge);

        Assert.Equal(StatusCodes.BadCertificatePolicyCheckFailed, _test.Trust(root).Status(certificate));
    }

    // MD5 is not even a name that we know: it is refused without being verified.
    [Theory]
    [InlineData("SHA1", "SHA1")]
    [InlineData("MD5", "1.2.840.113549.1.1.4")]
    public void Signature_OfAWeakHash_FailsThePolicyCheck(string hash, string told)
    {
        var certificate = TestPki.Make("press", change: one => one.Hash = new HashAlgorithmName(hash));

        var verdict = _test.Trust(certificate).Store.Validate(certificate.Der, TestStore.Server);

        Assert.Equal(StatusCodes.BadCertificatePolicyCheckFailed, verdict.Status);
        Assert.Contains(told, verdict.Message);
    }

    [Fact]
    public void Key_OfEllipticCurve_FailsThePolicyCheck()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=press", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TestPki.Now.AddDays(-1), TestPki.Now.AddDays(1));
        _test.Put("trusted/certs/curve.der", certificate.RawData);

        Assert.Equal(StatusCodes.BadCertificatePolicyCheckFailed, _test.Status(certificate.RawData));
    }

    [Fact]
    public void Certificate_NotInTheStore_IsUntrustedAndKept()
    {
        var certificate = TestPki.Make("press");

        var verdict = _test.Store.Validate(certificate.Der, TestStore.Server);

        Assert.Equal(StatusCodes.BadCertificateUntrusted, verdict.Status);
        Assert.Contains($"brain opcua trust add {certificate.Fingerprint}", verdict.Message);
        var kept = Assert.Single(_test.Rejected());
        Assert.Equal(certificate.Der, File.ReadAllBytes(_test.PathOf($"rejected/{kept}")));
    }

    [Fact]
    public void Certificate_AmongIssuersOnly_IsUntrusted()
    {
        var certificate = TestPki.Make("press");

        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Issuers(certificate).Status(certificate));
    }

    [Fact]
    public void Certificate_Expired_IsRefusedForItsTime()
    {
        var certificate = TestPki.Make("press", change: one => one.NotAfter = TestPki.Now.AddSeconds(10));
        _test.Trust(certificate);
        Assert.Equal(StatusCodes.Good, _test.Status(certificate));

        _test.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(StatusCodes.BadCertificateTimeInvalid, _test.Status(certificate));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(10, false)]
    public void Certificate_NotYetValid_IsRefusedBeyondTheToleranceOfClocks(int minutes, bool isGood)
    {
        var status = TrustedStatus(one => one.NotBefore = TestPki.Now.AddMinutes(minutes));

        Assert.Equal(isGood ? StatusCodes.Good : StatusCodes.BadCertificateTimeInvalid, status);
    }

    [Fact]
    public void Certificate_UntrustedAndMore_SaysAllThatIsWrong()
    {
        var certificate = TestPki.Make("press", change: one => one.NotAfter = TestPki.Now.AddDays(-1));

        var verdict = _test.Store.Validate(certificate.Der, AsServer(host: "plc-8", uri: "urn:plant:other"));

        Assert.Equal(StatusCodes.BadCertificateUntrusted, verdict.Status);
        Assert.Contains("expired", verdict.Message);
        Assert.Contains("plc-8", verdict.Message);
        Assert.Contains("urn:plant:other", verdict.Message);
        Assert.Equal(
            [CertificateFindings.Untrusted, CertificateFindings.Expired, CertificateFindings.OtherHost, CertificateFindings.OtherApplication],
            verdict.Findings.Select(finding => finding.Form));
        Assert.Equal(verdict.Message, string.Join(" ", verdict.Findings.Select(finding => finding.Message)));
        Assert.All(verdict.Findings, finding => Assert.DoesNotContain('{', finding.Message));
    }

    [Theory]
    [InlineData("plc-7", "plc-7", true)]
    [InlineData("plc-7", "PLC-7", true)]
    [InlineData("plc-7", "plc-7.", true)]
    [InlineData("plc-7", "plc-8", false)]
    [InlineData("plc-7.plant.local", "plc-7", false)]
    [InlineData("*.plant.local", "plc-7.plant.local", false)]
    [InlineData("192.168.0.7", "192.168.0.7", true)]
    [InlineData("192.168.0.7", "::ffff:192.168.0.7", true)]
    [InlineData("192.168.0.7", "192.168.0.8", false)]
    [InlineData("name:192.168.0.7", "192.168.0.7", true)]
    [InlineData("fe80::7", "[fe80::7]", true)]
    [InlineData("fe80::7", "fe80::7%3", true)]
    [InlineData("fe80::7", "fe80::8", false)]
    [InlineData("xn--fmrp5v.local", "工厂.local", true)]
    [InlineData("localhost", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "localhost", true)]
    [InlineData("::1", "localhost", true)]
    [InlineData("edge-7", "localhost", true)]
    [InlineData("edge-7", "127.0.0.1", true)]
    [InlineData("plc-7", "localhost", false)]
    [InlineData("plc-7", "127.0.0.1", false)]
    [InlineData("localhost", "plc-7", false)]
    [InlineData("127.0.0.1", "192.168.0.7", false)]
    public void Host_Dialled_IsComparedWithTheNames(string named, string dialled, bool isGood)
    {
        using var test = new TestStore(new CertificateStoreOptions { MachineName = "EDGE-7" });
        var certificate = TestPki.Make("press", change: one => one.Hosts = [named]);

        var status = test.Trust(certificate).Status(certificate, AsServer(dialled));

        Assert.Equal(isGood ? StatusCodes.Good : StatusCodes.BadCertificateHostNameInvalid, status);
    }

    [Fact]
    public void Host_NotAskedFor_IsNotCompared() => Assert.Equal(StatusCodes.Good, TrustedStatus(one => one.Hosts = [], AsServer(host: null)));

    [Fact]
    public void Host_OfAClient_IsNotCompared() =>
        Assert.Equal(StatusCodes.Good, TrustedStatus(one => one.Hosts = [], As(PeerRole.Client) with { HostName = "plc-9" }));

    [Theory]
    [InlineData("urn:plant:press", true)]
    [InlineData("urn:plant:PRESS", false)]
    [InlineData("urn:plant:press2", false)]
    public void Uri_OfTheApplication_IsComparedLetterByLetter(string said, bool isGood) =>
        Assert.Equal(isGood ? StatusCodes.Good : StatusCodes.BadCertificateUriInvalid, TrustedStatus(_ => { }, AsServer(uri: said)));

    [Fact]
    public void Uri_NotInTheCertificate_IsRefused() => Assert.Equal(StatusCodes.BadCertificateUriInvalid, TrustedStatus(one => one.Uris = []));

    [Fact]
    public void Uri_NotKnownYet_IsNotCompared() => Assert.Equal(StatusCodes.Good, TrustedStatus(one => one.Uris = [], AsServer(uri: null)));

    [Fact]
    public void Uri_OfAUser_IsNotCompared() => Assert.Equal(StatusCodes.Good, TrustedStatus(one => one.Uris = [], As(PeerRole.User)));

    [Theory]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, PeerRole.Server, false)]
    [InlineData(X509KeyUsageFlags.DigitalSignature, PeerRole.Server, false)]
    [InlineData(X509KeyUsageFlags.DigitalSignature, PeerRole.Client, false)]
    [InlineData(X509KeyUsageFlags.DigitalSignature, PeerRole.User, true)]
    [InlineData(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, PeerRole.Server, true)]
    [InlineData(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.DataEncipherment, PeerRole.Client, true)]
    [InlineData(X509KeyUsageFlags.None, PeerRole.Client, true)]
    public void KeyUsage_OfAPeer_AllowsWhatItDoes(X509KeyUsageFlags usage, PeerRole role, bool isGood) =>
        Assert.Equal(isGood ? StatusCodes.Good : StatusCodes.BadCertificateUseNotAllowed, TrustedStatus(one => one.Usage = usage, As(role)));

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1", PeerRole.Server, true)]
    [InlineData("1.3.6.1.5.5.7.3.1", PeerRole.Client, false)]
    [InlineData("1.3.6.1.5.5.7.3.2", PeerRole.Client, true)]
    [InlineData("1.3.6.1.5.5.7.3.2", PeerRole.Server, false)]
    [InlineData("1.3.6.1.5.5.7.3.3", PeerRole.Server, false)]
    [InlineData("1.3.6.1.5.5.7.3.1", PeerRole.User, false)]
    [InlineData("1.3.6.1.5.5.7.3.2", PeerRole.User, true)]
    [InlineData("2.5.29.37.0", PeerRole.Server, true)]
    public void Purpose_OfAPeer_IsItsRole(string purpose, PeerRole role, bool isGood) =>
        Assert.Equal(isGood ? StatusCodes.Good : StatusCodes.BadCertificateUseNotAllowed, TrustedStatus(one => one.Purposes = [purpose], As(role)));

    [Fact]
    public void Purpose_NotSaid_IsAny() => Assert.Equal(StatusCodes.Good, TrustedStatus(one => one.Purposes = []));

    [Fact]
    public void Subject_WithControlCharacters_IsHarmlessInMessages()
    {
        // A BMPString holds what a terminal would obey.
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.5.4.3");
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, "press\r\ninjected: \u001b[2J\u202e");
        }

        var key = TestPki.Key("press");
        var request = new CertificateRequest(new X500DistinguishedName(writer.Encode()), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TestPki.Now.AddDays(-1), TestPki.Now.AddDays(1));

        var verdict = _test.Store.Validate(certificate.RawData, TestStore.Server);

        Assert.Equal(StatusCodes.BadCertificateUntrusted, verdict.Status);
        Assert.DoesNotContain(verdict.Message!, character => char.IsControl(character) || character == '\u202e');
        Assert.DoesNotContain(_test.Rejected(), name => name.Any(character => character > 126 || char.IsControl(character)));
    }
}
