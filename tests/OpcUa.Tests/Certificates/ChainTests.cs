using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Certificates;

/// <summary>OPC 10000-4, 6.1.3: chains of authorities, whole, broken and hostile.</summary>
public sealed class ChainTests : IDisposable
{
    readonly TestStore _test = new();
    readonly TestCertificate _root = TestPki.Root();
    readonly TestCertificate _middle;
    readonly TestCertificate _leaf;

    public ChainTests()
    {
        _middle = TestPki.Authority("Plant Hall", _root);
        _leaf = TestPki.Make("press", _middle);
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Chain_OfThreeSent_WithTheRootTrusted_IsGood() =>
        Assert.Equal(StatusCodes.Good, _test.Trust(_root).Status(TestPki.Chain(_leaf, _middle, _root)));

    [Fact]
    public void Chain_SentInAnyOrderBehindTheLeaf_IsGood() =>
        Assert.Equal(StatusCodes.Good, _test.Trust(_root).Status(TestPki.Chain(_leaf, _root, _middle)));

    [Fact]
    public void Leaf_Alone_WithIssuersInTheStore_IsGood() =>
        Assert.Equal(StatusCodes.Good, _test.Trust(_middle).Issuers(_root).Status(_leaf));

    [Fact]
    public void Leaf_Trusted_WithIssuersOnlyKnown_IsGood() =>
        Assert.Equal(StatusCodes.Good, _test.Trust(_leaf).Issuers(_middle, _root).Status(_leaf));

    [Fact]
    public void Leaf_OfKnownIssuersOnly_IsUntrusted() =>
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Issuers(_middle, _root).Status(_leaf));

    [Fact]
    public void Chain_SentWhole_OfAStranger_IsUntrusted() =>
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(TestPki.Chain(_leaf, _middle, _root)));

    [Fact]
    public void Leaf_Trusted_WithoutItsIssuer_IsIncompleteAndSaysWhich()
    {
        var verdict = _test.Trust(_leaf).Store.Validate(_leaf.Der, TestStore.Server);

        Assert.Equal(StatusCodes.BadCertificateChainIncomplete, verdict.Status);
        Assert.Contains("Plant Hall", verdict.Message);
        Assert.Contains("add --issuer", verdict.Message);
    }

    [Fact]
    public void Chain_WithoutItsRoot_IsIncomplete() =>
        Assert.Equal(StatusCodes.BadCertificateChainIncomplete, _test.Trust(_middle).Status(TestPki.Chain(_leaf, _middle)));

    [Fact]
    public void Chain_WithAForgedLeaf_IsInvalid()
    {
        var forged = TestPki.Make("press", _middle, one => one.SigningKey = TestPki.Key("stranger"));

        var verdict = _test.Trust(_root).Store.Validate(TestPki.Chain(forged, _middle, _root), TestStore.Server);

        Assert.Equal(StatusCodes.BadCertificateInvalid, verdict.Status);
        Assert.Contains("forged", verdict.Message);
    }

    [Fact]
    public void Chain_WithAnIssuerOfTheTrustedOnesName_IsNotTrusted()
    {
        var impostor = TestPki.Root(change: one => one.Key = TestPki.Key("stranger"));
        var leaf = TestPki.Make("press", impostor);

        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Trust(_root).Status(TestPki.Chain(leaf, impostor)));
    }

    [Fact]
    public void Chain_WithAnImpostorBesideTheRealIssuer_IsGood()
    {
        var impostor = TestPki.Authority("Plant Hall", _root, one => one.Key = TestPki.Key("stranger"));

        Assert.Equal(StatusCodes.Good, _test.Trust(_root).Status(TestPki.Chain(_leaf, impostor, _middle)));
    }

    [Fact]
    public void Issuer_CertifiedByTwoRoots_IsFoundThroughTheTrustedOne()
    {
        var otherRoot = TestPki.Root("Other Company");
        var crossed = TestPki.Authority("Plant Hall", otherRoot);

        Assert.Equal(StatusCodes.Good, _test.Trust(_root).Issuers(otherRoot, crossed).Status(TestPki.Chain(_leaf, _middle)));
    }

    [Fact]
    public void Issuer_RenewedWithItsKey_IsTheOneThatIsValid()
    {
        var expired = TestPki.Root(change: one => one.NotAfter = TestPki.Now.AddDays(-1));

        Assert.Equal(StatusCodes.Good, _test.Trust(expired, _root).Issuers(_middle).Status(_leaf));
    }

    [Fact]
    public void Issuer_Expired_IsRefusedForTheIssuersTime()
    {
        var root = TestPki.Root(change: one => one.NotAfter = TestPki.Now.AddDays(-1));
        var leaf = TestPki.Make("press", root);

        Assert.Equal(StatusCodes.BadCertificateIssuerTimeInvalid, _test.Trust(root).Status(leaf));
    }

    [Fact]
    public void Issuer_ThatIsNoAuthority_IsRefused()
    {
        // The holder of a peer's certificate must not be able to make others.
        var peer = TestPki.Make("stolen", _root);
        var made = TestPki.Make("press", peer);

        Assert.Equal(StatusCodes.BadCertificateIssuerUseNotAllowed, _test.Trust(_root).Status(TestPki.Chain(made, peer)));
    }

    [Fact]
    public void Issuer_TrustedPeerThatSignedItself_IsNoAuthority()
    {
        var peer = TestPki.Make("stolen");
        var made = TestPki.Make("press", peer);

        Assert.Equal(StatusCodes.BadCertificateIssuerUseNotAllowed, _test.Trust(peer).Status(made));
    }

    [Fact]
    public void Issuer_AsAPeer_IsRefused() =>
        Assert.Equal(StatusCodes.BadCertificateUseNotAllowed, _test.Trust(_root).Status(_root));

    [Fact]
    public void Issuer_WithoutKeyCertSign_IsRefused()
    {
        var root = TestPki.Root(change: one => one.Usage = System.Security.Cryptography.X509Certificates.X509KeyUsageFlags.CrlSign);

        Assert.Equal(StatusCodes.BadCertificateIssuerUseNotAllowed, _test.Trust(root).Status(TestPki.Make("press", root)));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Issuer_WithPathLength_BoundsTheAuthoritiesBelowIt(int length, bool isGood)
    {
        var root = TestPki.Root(change: one => one.PathLength = length);
        var middle = TestPki.Authority("Plant Hall", root);
        var leaf = TestPki.Make("press", middle);

        Assert.Equal(
            isGood ? StatusCodes.Good : StatusCodes.BadCertificateIssuerUseNotAllowed, _test.Trust(root).Status(TestPki.Chain(leaf, middle)));
    }

    [Fact]
    public void Issuer_OfSmallKey_FailsThePolicyCheck()
    {
        var root = TestPki.Root(change: one => one.Key = TestPki.Key("small", 1_024));

        Assert.Equal(StatusCodes.BadCertificatePolicyCheckFailed, _test.Trust(root).Status(TestPki.Make("press", root)));
    }

    [Fact]
    public void Issuers_ThatSignEachOther_EndTheSearch()
    {
        var (keyA, keyB) = (TestPki.Key("loop-a"), TestPki.Key("loop-b"));
        var a = TestPki.Root("Loop A", one => { one.Key = keyA; one.IssuerName = "Loop B"; one.SigningKey = keyB; });
        var b = TestPki.Root("Loop B", one => { one.Key = keyB; one.IssuerName = "Loop A"; one.SigningKey = keyA; });
        var leaf = TestPki.Make("press", a);

        foreach (var sent in (TestCertificate[][])[[leaf, a, b], [a, b], [b, a]])
        {
            var verdict = _test.Store.Validate(TestPki.Chain(sent), TestStore.Server);
            Assert.Equal(StatusCodes.BadCertificateChainIncomplete, verdict.Status);
            Assert.Contains("circle", verdict.Message);
        }

        // Trust does not break the circle either.
        Assert.Equal(StatusCodes.BadCertificateChainIncomplete, _test.Trust(a, b).Status(leaf));
    }

    [Fact]
    public void Chain_OfAHundredSent_IsInvalid() =>
        Assert.Equal(StatusCodes.BadCertificateInvalid, _test.Status(TestPki.Chain(Hundred())));

    [Fact]
    public void Chain_OfAHundredInTheStore_IsIncomplete()
    {
        var chain = Hundred();
        _test.Trust(chain[0], chain[^1]).Issuers(chain[1..^1]);

        Assert.Equal(StatusCodes.BadCertificateChainIncomplete, _test.Status(chain[0]));
    }

    [Fact]
    public void Issuers_OfOneNameByTheHundred_AreNotAllTried()
    {
        // Each has another key in its certificate but the same name: without a bound every one costs a signature check.
        var impostors = Enumerable.Range(0, 100).Select(number => TestPki.Authority("Plant Hall", _root, one =>
        {
            one.Key = TestPki.Key("stranger");
            one.SerialNumber = [1, (byte)number];
        })).ToArray();
        var lists = new TrustLists([.. impostors.Select(one => new CertificateFile(CertificateFolder.Issuers, "", ParsedCertificate.TryRead(one.Der)!))], [], []);

        var builder = new ChainBuilder(lists, [], TestPki.Now);

        Assert.Equal(ChainEnd.SignatureWrong, builder.Build(ParsedCertificate.TryRead(_leaf.Der)!).End);
        Assert.Equal(ChainBuilder.MaxSignatureChecks, builder.SignatureChecks);
    }

    [Fact]
    public void Chain_WithGarbageBehindTheLeaf_IsInvalid()
    {
        var certificate = TestPki.Make("press");
        _test.Trust(certificate);

        Assert.Equal(StatusCodes.BadCertificateInvalid, _test.Status([.. certificate.Der, 0]));
        Assert.Equal(StatusCodes.BadCertificateInvalid, _test.Status([.. certificate.Der, 0x30, 0x03, 0x02, 0x01, 0x00]));
    }

    static TestCertificate[] Hundred()
    {
        var key = TestPki.Key("press");
        var chain = new List<TestCertificate> { TestPki.Root("Level 0", one => one.Key = key) };
        for (var level = 1; level < 99; level++) chain.Insert(0, TestPki.Authority($"Level {level}", chain[0], one => one.Key = key));
        chain.Insert(0, TestPki.Make("press", chain[0]));
        return [.. chain];
    }
}
