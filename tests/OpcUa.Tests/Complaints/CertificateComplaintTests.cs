using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Tests.Certificates;

namespace Jinan.IndustryBrain.OpcUa.Tests.Complaints;

/// <summary>What users of other stacks complain about in certificates, each with its thread, and how it is here.</summary>
public sealed class CertificateComplaintTests : IDisposable
{
    readonly TestStore _test = new();

    public void Dispose() => _test.Dispose();

    // UA-.NETStandard 822: the certificate of a server is untrusted and expired; the validator stops at one of them with
    // BadSecurityChecksFailed, nobody is asked, and what would have to be done is not to be found out.
    [Fact]
    public void UaNetStandard822_UntrustedAndExpired_SaysBothAndKeepsTheCertificate()
    {
        var certificate = TestPki.Make("press", change: one => one.NotAfter = TestPki.Now.AddDays(-1));
        CertificateRejection? reported = null;
        _test.Store.Rejected += rejection => reported = rejection;

        var verdict = _test.Store.Validate(certificate.Der, TestStore.Server);

        Assert.Equal(StatusCodes.BadCertificateUntrusted, verdict.Status);
        Assert.Contains("is not trusted", verdict.Message);
        Assert.Contains("expired on 2026-05-31", verdict.Message);
        Assert.Equal(verdict, reported!.Verdict);
        Assert.Single(_test.Rejected());

        // Trusting it leaves the one reason that trust cannot mend.
        Assert.True(_test.Store.Trust(certificate.Fingerprint).Succeeded);
        Assert.Equal(StatusCodes.BadCertificateTimeInvalid, _test.Status(certificate));
    }

    // UA-.NETStandard 2020: where strangers with self-signed certificates can be let in, one whose certificate an authority issued
    // ends at "Certificate chain validation incomplete" and cannot be. Nobody is let in unasked here, but both are kept to be
    // trusted, and the message says what is missing.
    [Fact]
    public void UaNetStandard2020_StrangerOfAnAuthority_IsKeptAndCanBeTrustedLikeAnyOther()
    {
        var root = TestPki.Root();
        var leaf = TestPki.Make("press", root);

        var verdict = _test.Store.Validate(leaf.Der, TestStore.Server);
        Assert.Equal(StatusCodes.BadCertificateChainIncomplete, verdict.Status);
        Assert.Contains("'CN=Plant Root, O=Plant'", verdict.Message);
        Assert.Contains($"trust add {leaf.Fingerprint}", verdict.Message);

        // One that sends its chain needs no more than its fingerprint.
        Assert.True(_test.Store.Trust(leaf.Fingerprint).Succeeded);
        Assert.Equal(StatusCodes.Good, _test.Status(TestPki.Chain(leaf, root)));
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(TestPki.Chain(TestPki.Make("lathe", root), root)));
    }

    // UA-.NETStandard 1481, OPC Publisher 1662: certificates with keyEncipherment but without dataEncipherment, as many
    // authorities issue them, are refused with BadCertificateUseNotAllowed, and the server's owner does not see why.
    [Fact]
    public void UaNetStandard1481_WithoutDataEncipherment_IsGood()
    {
        var certificate = TestPki.Make("press", change: one => one.Usage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment);

        Assert.Equal(StatusCodes.Good, _test.Trust(certificate).Status(certificate));
    }

    // UA-.NETStandard 744, 1564: a certificate that was validated once stays in a cache and is never looked at again, neither
    // for its expiry nor for revocation, until the process ends.
    [Fact]
    public void UaNetStandard744_ValidatedOnce_IsStillRefusedWhenItExpiresOrIsRevoked()
    {
        var root = TestPki.Root();
        var expiring = TestPki.Make("press", root, one => one.NotAfter = TestPki.Now.AddMinutes(10));
        var revoked = TestPki.Make("lathe", root);
        _test.Trust(root);
        Assert.Equal(StatusCodes.Good, _test.Status(expiring));
        Assert.Equal(StatusCodes.Good, _test.Status(revoked));

        _test.Time.Advance(TimeSpan.FromMinutes(11));
        _test.Put("trusted/crl/root.crl", TestPki.RevocationList(root, [revoked]));

        Assert.Equal(StatusCodes.BadCertificateTimeInvalid, _test.Status(expiring));
        Assert.Equal(StatusCodes.BadCertificateRevoked, _test.Status(revoked));
    }

    // UA-.NETStandard 650: the server's certificate is in the trust list, its authority only among the issuers, as the
    // specification allows; refused with "Certificate issuer is not trusted".
    [Fact]
    public void UaNetStandard650_TrustedLeafOfAnIssuerThatIsOnlyKnown_IsGood()
    {
        var root = TestPki.Root();
        var leaf = TestPki.Make("press", root);

        Assert.Equal(StatusCodes.Good, _test.Trust(leaf).Issuers(root).Status(leaf));
    }

    // UA-.NETStandard 1025: server and client have certificates of one authority, whose certificate is among the client's issuers; the
    // chain is whole and found to be (the platform's chain engine has nothing to say of it), and is refused with
    // BadCertificateChainIncomplete all the same. Issuers complete a chain here and trust nobody: that is what the status says, and
    // the message says what makes it good.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UaNetStandard1025_AuthorityAmongTheIssuers_IsAWholeChainWhetherItIsSentOrNot(bool isSent)
    {
        var root = TestPki.Root();
        var plc = TestPki.Make("press", root);
        var sent = isSent ? TestPki.Chain(plc, root) : plc.Der;
        _test.Issuers(root);

        var verdict = _test.Store.Validate(sent, TestStore.Server);

        Assert.Equal(StatusCodes.BadCertificateUntrusted, verdict.Status);
        Assert.DoesNotContain("missing", verdict.Message);
        Assert.Contains($"trust add {plc.Fingerprint}", verdict.Message);
        Assert.True(_test.Store.Trust(plc.Fingerprint).Succeeded);
        Assert.Equal(StatusCodes.Good, _test.Status(sent));
        // Or the authority, for all that it issued; a chain that really lacks a link is told from one that does not.
        using var trusting = new TestStore();
        Assert.Equal(StatusCodes.Good, trusting.Trust(root).Status(sent));
        using var empty = new TestStore();
        Assert.Equal(isSent ? StatusCodes.BadCertificateUntrusted : StatusCodes.BadCertificateChainIncomplete, empty.Status(sent));
    }

    // UA-.NETStandard 729, 734: after an update a self-signed certificate is refused with BadCertificateChainIncomplete.
    [Fact]
    public void UaNetStandard729_SelfSigned_IsAWholeChain()
    {
        var certificate = TestPki.Make("press");

        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(certificate));
        Assert.Equal(StatusCodes.Good, _test.Trust(certificate).Status(certificate));
    }

    // UA-.NETStandard 182: on Linux a wrong signature in the chain goes unnoticed, for the platform's chain engine does not tell.
    [Fact]
    public void UaNetStandard182_WrongSignature_IsNoticedOnEveryPlatform()
    {
        var root = TestPki.Root();
        var leaf = TestPki.Make("press", root);
        leaf.Der[^1] ^= 1;

        Assert.Equal(StatusCodes.BadCertificateInvalid, _test.Trust(root).Status(leaf));
    }

    // UA-.NETStandard 1506, OPC Publisher 1771 and 2019: BadCertificateRevocationUnknown after an update, with authorities that
    // publish no lists. Here whoever wants it refused says so.
    [Fact]
    public void OpcPublisher1771_AuthorityWithoutARevocationList_IsRefusedOnlyWhereListsAreRequired()
    {
        var root = TestPki.Root();
        var leaf = TestPki.Make("press", root);
        using var strict = new TestStore(new CertificateStoreOptions { RequireRevocationLists = true });

        Assert.Equal(StatusCodes.Good, _test.Trust(root).Status(leaf));
        Assert.Equal(StatusCodes.BadCertificateRevocationUnknown, strict.Trust(root).Status(leaf));
    }

    // UA-.NETStandard 3468: a certificate without the application's uri ends in a FormatException, and is not to be found among
    // the rejected ones.
    [Theory]
    [InlineData("{0}{1}{2}")]
    [InlineData("urn:%s:%n")]
    public void UaNetStandard3468_UriThatLooksLikeAFormat_IsAVerdict(string uri)
    {
        var certificate = TestPki.Make("press", change: one => one.Uris = [uri]);

        var verdict = _test.Store.Validate(certificate.Der, TestStore.Server with { ApplicationUri = "urn:{3}" });

        Assert.Equal(StatusCodes.BadCertificateUntrusted, verdict.Status);
        Assert.Contains(uri, verdict.Message);
        Assert.Contains("urn:{3}", verdict.Message);
        Assert.Single(_test.Rejected());
    }

    // UA-.NET-Legacy 51, UA-.NETStandard 200 and 1913: the server is dialled by its address but its certificate has its name (or
    // the other way round): BadCertificateHostNameInvalid, and nothing says which names it has.
    [Fact]
    public void UaNetStandard1913_DialledByAnotherName_SaysTheNamesThatWouldDo()
    {
        var certificate = TestPki.Make("press", change: one => one.Hosts = ["plc-7", "192.168.0.7"]);
        _test.Trust(certificate);

        var verdict = _test.Store.Validate(certificate.Der, TestStore.Server with { HostName = "10.0.0.7" });

        Assert.Equal(StatusCodes.BadCertificateHostNameInvalid, verdict.Status);
        Assert.Contains("plc-7, 192.168.0.7", verdict.Message);
        Assert.Equal(StatusCodes.Good, _test.Status(certificate, TestStore.Server with { HostName = "192.168.0.7" }));
    }

    // UA-.NETStandard 320: an address among the host names makes the certificate look wrong at every start, and it is made anew.
    [Fact]
    public void UaNetStandard320_AddressAmongTheHostNames_KeepsTheCertificate()
    {
        var request = new ApplicationCertificateRequest { ApplicationUri = "urn:edge:collector", ApplicationName = "Collector", HostNames = ["192.168.0.70", "fe80::70"] };
        using var first = _test.Store.LoadOrCreateOwn(request);
        using var second = _test.Store.LoadOrCreateOwn(request);

        Assert.Equal(first.Fingerprint, second.Fingerprint);
    }

    // UA-.NETStandard 710: when its own certificate has expired the server does not start, and nobody was told before.
    [Fact]
    public void UaNetStandard710_OwnCertificateExpired_IsToldBeforeAndStillLoads()
    {
        var request = new ApplicationCertificateRequest { ApplicationUri = "urn:edge:collector", ApplicationName = "Collector", Lifetime = TimeSpan.FromDays(100) };
        using var first = _test.Store.LoadOrCreateOwn(request);
        Assert.Empty(_test.Store.Faults());

        _test.Time.Advance(TimeSpan.FromDays(50));
        Assert.Contains("expires in 50 days", Assert.Single(_test.Store.Faults()).Message);

        _test.Time.Advance(TimeSpan.FromDays(60));
        using var expired = _test.Store.LoadOrCreateOwn(request);
        Assert.Equal(first.Fingerprint, expired.Fingerprint);
        Assert.Contains("expired", Assert.Single(_test.Store.Faults()).Message);
    }
}
