using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Certificates;

/// <summary>OPC 10000-4, 6.1.3, steps "Find Revocation List" and "Revocation Check".</summary>
public sealed class RevocationTests : IDisposable
{
    readonly TestStore _test = new();
    readonly TestStore _strict = new(new CertificateStoreOptions { RequireRevocationLists = true });
    readonly TestCertificate _root = TestPki.Root();
    readonly TestCertificate _middle;
    readonly TestCertificate _leaf;
    readonly byte[] _chain;

    public RevocationTests()
    {
        _middle = TestPki.Authority("Plant Hall", _root);
        _leaf = TestPki.Make("press", _middle);
        _chain = TestPki.Chain(_leaf, _middle);
        _test.Trust(_root).Issuers(_middle);
        _strict.Trust(_root).Issuers(_middle);
    }

    public void Dispose()
    {
        _test.Dispose();
        _strict.Dispose();
    }

    void Put(string path, byte[] list)
    {
        _test.Put(path, list);
        _strict.Put(path, list);
    }

    [Fact]
    public void Lists_Absent_AreToleratedUnlessRequired()
    {
        Assert.Equal(StatusCodes.Good, _test.Status(_chain));

        var verdict = _strict.Store.Validate(_chain, TestStore.Server);
        Assert.Equal(StatusCodes.BadCertificateRevocationUnknown, verdict.Status);
        Assert.Contains("add --crl", verdict.Message);
    }

    [Fact]
    public void Lists_OfAllAuthorities_SatisfyWhoRequiresThem()
    {
        Put("issuers/crl/hall.crl", TestPki.RevocationList(_middle, []));
        Assert.Equal(StatusCodes.BadCertificateIssuerRevocationUnknown, _strict.Status(_chain));

        Put("trusted/crl/root.crl", TestPki.RevocationList(_root, []));
        Assert.Equal(StatusCodes.Good, _strict.Status(_chain));
    }

    [Fact]
    public void SelfSigned_NeedsNoList()
    {
        var certificate = TestPki.Make("press");

        Assert.Equal(StatusCodes.Good, _strict.Trust(certificate).Status(certificate));
    }

    [Fact]
    public void Leaf_Revoked_IsRefused()
    {
        Put("issuers/crl/hall.crl", TestPki.RevocationList(_middle, [_leaf]));
        Put("trusted/crl/root.crl", TestPki.RevocationList(_root, []));

        Assert.Equal(StatusCodes.BadCertificateRevoked, _test.Status(_chain));
        Assert.Equal(StatusCodes.BadCertificateRevoked, _strict.Status(_chain));
    }

    [Fact]
    public void Leaf_RevokedButTrusted_IsRefused()
    {
        Put("issuers/crl/hall.crl", TestPki.RevocationList(_middle, [_leaf]));

        Assert.Equal(StatusCodes.BadCertificateRevoked, _test.Trust(_leaf).Status(_chain));
    }

    [Fact]
    public void Intermediate_Revoked_IsRefused()
    {
        Put("issuers/crl/hall.crl", TestPki.RevocationList(_middle, []));
        Put("trusted/crl/root.crl", TestPki.RevocationList(_root, [_middle]));

        Assert.Equal(StatusCodes.BadCertificateIssuerRevoked, _test.Status(_chain));
        Assert.Equal(StatusCodes.BadCertificateIssuerRevoked, _strict.Status(_chain));
    }

    [Fact]
    public void SerialNumber_OfAnotherAuthoritysList_DoesNotCount()
    {
        Put("trusted/crl/root.crl", TestPki.RevocationList(_root, [_leaf]));

        Assert.Equal(StatusCodes.Good, _test.Status(_chain));
    }

    [Fact]
    public void List_Overdue_StillRevokesAndIsAFault()
    {
        Put("issuers/crl/hall.crl", TestPki.RevocationList(_middle, [_leaf], nextUpdate: TestPki.Now.AddDays(-1)));

        Assert.Equal(StatusCodes.BadCertificateRevoked, _test.Status(_chain));
        var fault = Assert.Single(_test.Store.Faults());
        Assert.Equal("issuers/crl/hall.crl", fault.File);
        Assert.Contains("was due", fault.Message);
    }

    [Fact]
    public void List_Overdue_IsUnknownForOthersWhereRequired()
    {
        Put("issuers/crl/hall.crl", TestPki.RevocationList(_middle, [], nextUpdate: TestPki.Now.AddDays(-1)));
        Put("trusted/crl/root.crl", TestPki.RevocationList(_root, []));

        Assert.Equal(StatusCodes.Good, _test.Status(_chain));
        var verdict = _strict.Store.Validate(_chain, TestStore.Server);
        Assert.Equal(StatusCodes.BadCertificateRevocationUnknown, verdict.Status);
        Assert.Contains("overdue", verdict.Message);
    }

    [Fact]
    public void List_SignedByAnother_HasNoEffectAndIsAFault()
    {
        Put("issuers/crl/hall.crl", TestPki.RevocationList(_middle, [_leaf], signingKey: TestPki.Key("stranger")));

        Assert.Equal(StatusCodes.Good, _test.Status(_chain));
        Assert.Equal(StatusCodes.BadCertificateRevocationUnknown, _strict.Status(_chain));
        Assert.Contains("not signed by", Assert.Single(_test.Store.Faults()).Message);
    }

    [Fact]
    public void List_OfSha1_HasNoEffectAndIsAFault()
    {
        Put("issuers/crl/hall.crl", TestPki.RevocationList(_middle, [_leaf], hash: HashAlgorithmName.SHA1));

        Assert.Equal(StatusCodes.Good, _test.Status(_chain));
        Assert.Single(_test.Store.Faults());
    }

    [Fact]
    public void List_Newer_TakesTheOldersPlace()
    {
        Put("issuers/crl/a.crl", TestPki.RevocationList(_middle, [_leaf], number: 1));
        Put("issuers/crl/b.crl", TestPki.RevocationList(_middle, [], number: 2));
        Assert.Equal(StatusCodes.Good, _test.Status(_chain));

        Put("issuers/crl/0.crl", TestPki.RevocationList(_middle, [_leaf], number: 3));
        Assert.Equal(StatusCodes.BadCertificateRevoked, _test.Status(_chain));
    }

    [Fact]
    public void List_CutAtAnyOffset_IsNone()
    {
        var list = TestPki.RevocationList(_middle, [_leaf]);
        for (var length = 0; length < list.Length; length++)
            Assert.Null(RevocationList.TryRead(list.AsMemory(0, length)));
    }

    [Fact]
    public void List_AsPem_IsRead()
    {
        var pem = System.Security.Cryptography.PemEncoding.WriteString("X509 CRL", TestPki.RevocationList(_middle, [_leaf]));
        Put("issuers/crl/hall.pem", System.Text.Encoding.ASCII.GetBytes(pem));

        Assert.Equal(StatusCodes.BadCertificateRevoked, _test.Status(_chain));
    }

    [Fact]
    public void Import_OfAList_ReplacesTheLastAndRefusesForged()
    {
        var file = Path.Combine(_test.Folder, "new.crl");
        File.WriteAllBytes(file, TestPki.RevocationList(_middle, [], number: 1));
        Assert.True(_test.Store.ImportRevocationList(file).Succeeded);
        File.WriteAllBytes(file, TestPki.RevocationList(_middle, [_leaf], number: 2));
        var result = _test.Store.ImportRevocationList(file);

        Assert.True(result.Succeeded, result.Message);
        Assert.Equal(1, Assert.Single(_test.Store.RevocationLists()).Count);
        Assert.Equal(StatusCodes.BadCertificateRevoked, _test.Status(_chain));

        File.WriteAllBytes(file, TestPki.RevocationList(_middle, [], signingKey: TestPki.Key("stranger"), number: 3));
        Assert.False(_test.Store.ImportRevocationList(file).Succeeded);
        File.WriteAllBytes(file, TestPki.RevocationList(TestPki.Root("Other Company"), []));
        Assert.False(_test.Store.ImportRevocationList(file).Succeeded);
        Assert.Equal(StatusCodes.BadCertificateRevoked, _test.Status(_chain));
    }
}
