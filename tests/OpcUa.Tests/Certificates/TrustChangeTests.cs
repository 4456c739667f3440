using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Certificates;

/// <summary>What <c>brain opcua trust</c> does.</summary>
public sealed class TrustChangeTests : IDisposable
{
    readonly TestStore _test = new();
    readonly TestCertificate _peer = TestPki.Make("press");

    public void Dispose() => _test.Dispose();

    string FileOf(params TestCertificate[] certificates)
    {
        var path = _test.PathOf("given.pem");
        File.WriteAllText(path, string.Join("\n", certificates.Select(one => PemEncoding.WriteString("CERTIFICATE", one.Der))));
        return path;
    }

    [Fact]
    public void Trust_OfARejectedFingerprint_MovesItAndHoldsAtOnce()
    {
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));

        var result = _test.Store.Trust(_peer.Fingerprint);

        Assert.True(result.Succeeded, result.Message);
        Assert.Empty(_test.Rejected());
        Assert.Equal(StatusCodes.Good, _test.Status(_peer));
        Assert.True(_test.Store.Trust(_peer.Fingerprint).Succeeded, "trusting twice is no fault");
    }

    [Fact]
    public void Trust_OfWhatPeopleType_IsUnderstood()
    {
        _test.Status(_peer);
        var typed = "sha256:" + string.Join(':', _peer.Fingerprint.ToLowerInvariant().Chunk(2).Select(pair => new string(pair)));

        Assert.True(_test.Store.Trust(typed).Succeeded);
    }

    [Fact]
    public void Trust_OfTheFirstDigits_IsEnoughWhereClear()
    {
        _test.Status(_peer);

        Assert.False(_test.Store.Trust(_peer.Fingerprint[..7]).Succeeded);
        Assert.False(_test.Store.Trust("not-hex-at-all").Succeeded);
        Assert.True(_test.Store.Trust(_peer.Fingerprint[..8]).Succeeded);
    }

    [Fact]
    public void Trust_OfNothingKnown_SaysWhereToLook()
    {
        var result = _test.Store.Trust(_peer.Fingerprint);

        Assert.False(result.Succeeded);
        Assert.Contains("trust list", result.Message);
    }

    [Fact]
    public void TrustFile_OfAPeer_Holds()
    {
        var result = _test.Store.TrustFile(FileOf(_peer));

        Assert.True(result.Succeeded, result.Message);
        Assert.Equal(_peer.Fingerprint, result.Certificate!.Fingerprint);
        Assert.Equal(StatusCodes.Good, _test.Status(_peer));
    }

    [Fact]
    public void TrustFile_WithAChain_TrustsTheFirstAndKnowsTheOthers()
    {
        var root = TestPki.Root();
        var (leaf, other) = (TestPki.Make("press", root), TestPki.Make("lathe", root));

        Assert.True(_test.Store.TrustFile(FileOf(leaf, root)).Succeeded);

        Assert.Equal(StatusCodes.Good, _test.Status(leaf));
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(other));
    }

    [Fact]
    public void TrustFile_OfAnAuthority_SaysWhatItMeans()
    {
        var root = TestPki.Root();

        var result = _test.Store.TrustFile(FileOf(root));

        Assert.Contains("every certificate that it issues", result.Message);
        Assert.Equal(StatusCodes.Good, _test.Status(TestPki.Make("press", root)));
    }

    [Fact]
    public void TrustFile_ThatIsNone_FailsByName()
    {
        var path = _test.PathOf("nothing.der");
        Assert.Contains(path, _test.Store.TrustFile(path).Message);
        File.WriteAllText(path, "hello");
        Assert.False(_test.Store.TrustFile(path).Succeeded);
    }

    [Fact]
    public void Reject_OfATrustedOne_HoldsAtOnceAndCanBeUndone()
    {
        _test.Trust(_peer);
        Assert.Equal(StatusCodes.Good, _test.Status(_peer));

        Assert.True(_test.Store.Reject(_peer.Fingerprint).Succeeded);
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));

        Assert.True(_test.Store.Trust(_peer.Fingerprint).Succeeded);
        Assert.Equal(StatusCodes.Good, _test.Status(_peer));
    }

    [Fact]
    public void Reject_OfOneInAFileOfSeveral_LeavesTheOthers()
    {
        var other = TestPki.Make("lathe");
        File.Move(FileOf(other, _peer), _test.PathOf("trusted/certs/all.pem"));

        Assert.True(_test.Store.Reject(_peer.Fingerprint).Succeeded);

        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));
        Assert.Equal(StatusCodes.Good, _test.Status(other));
    }

    [Fact]
    public void Reject_OfOneWithATrustedIssuer_SaysThatItIsTrustedStill()
    {
        var root = TestPki.Root();
        var leaf = TestPki.Make("press", root);
        _test.Trust(root, leaf);

        Assert.Contains("still trusted through its issuer", _test.Store.Reject(leaf.Fingerprint).Message);
    }

    [Fact]
    public void ImportIssuer_CompletesChainsAndGivesNoTrust()
    {
        var root = TestPki.Root();
        var leaf = TestPki.Make("press", root);
        _test.Trust(leaf);
        Assert.Equal(StatusCodes.BadCertificateChainIncomplete, _test.Status(leaf));

        Assert.True(_test.Store.ImportIssuer(FileOf(root)).Succeeded);

        Assert.Equal(StatusCodes.Good, _test.Status(leaf));
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(TestPki.Make("lathe", root)));
    }

    [Fact]
    public void ImportIssuer_OfAPeer_IsRefused() => Assert.False(_test.Store.ImportIssuer(FileOf(_peer)).Succeeded);

    [Fact]
    public void Store_ThatCannotBeWritten_IsAResult()
    {
        var file = FileOf(_peer);
        Directory.Delete(_test.PathOf("trusted/certs"));
        File.WriteAllText(_test.PathOf("trusted/certs"), "in the way");

        var result = _test.Store.TrustFile(file);

        Assert.False(result.Succeeded);
        Assert.Contains(_test.Folder, result.Message);
        Assert.Contains(_test.Store.Faults(), fault => fault.File == "trusted/certs");
    }

    [Fact]
    public void Certificates_OfAllFolders_AreListed()
    {
        var root = TestPki.Root();
        _test.Trust(_peer).Issuers(root);
        var stranger = TestPki.Make("stranger");
        _test.Status(stranger);
        using var own = _test.Store.LoadOrCreateOwn(new ApplicationCertificateRequest { ApplicationUri = "urn:edge:collector", ApplicationName = "Collector" });

        var listed = _test.Store.Certificates();

        Assert.Equal(
            [(CertificateFolder.Own, own.Fingerprint), (CertificateFolder.Trusted, _peer.Fingerprint), (CertificateFolder.Issuers, root.Fingerprint), (CertificateFolder.Rejected, stranger.Fingerprint)],
            listed.Select(one => (one.Folder, one.Fingerprint)));
        var peer = listed[1];
        Assert.Equal("CN=press, O=Plant", peer.Subject);
        Assert.Equal("urn:plant:press", peer.ApplicationUri);
        Assert.Equal(["plc-7"], peer.HostNames);
        Assert.Equal(TestPki.Now.AddYears(1), peer.NotAfter);
        Assert.True(File.Exists(peer.File));
        Assert.True(listed[2].IsAuthority);
    }
}
