using System.IO.Compression;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Capsules.Tests;

public sealed class PackingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pack_SameFilesTwice_GivesTheSameDigestAndEntries()
    {
        using var publisher = Publisher.Make();
        byte[] first = Plugin.Packed(_folder, publisher), second = Plugin.Packed(_folder, publisher);
        Assert.Equal(DigestOf(first, publisher), DigestOf(second, publisher));
        Assert.Equal(Entries(first), Entries(second));
    }

    [Fact]
    public void Pack_WithTexts_GivesThemToWhoeverVerifiesTheCapsule()
    {
        using var publisher = Publisher.Make();
        var capsule = WithTexts(publisher, """{"zh-CN":{"title":"试验台","models":{"health":{"name":"健康","meaning":"1 为完好"}},"later":true}}""");
        var trust = new PublisherTrust(_folder.Path("trusted"));
        PublisherKey.Publish(publisher, _folder.Path("trusted"));
        var accepted = Assert.IsType<CapsuleVerdict.Accepted>(CapsuleVerifier.Verify(new MemoryStream(capsule), trust)).Capsule;
        Assert.Equal(("试验台", "1 为完好"), (accepted.Texts["zh-CN"].Title, accepted.Texts["zh-CN"].Models["health"].Meaning));
    }

    [Theory]
    [InlineData("""{"zh-CN":{"title":"试验台","models":{}}}""", "model 'health' is missing")]
    [InlineData("""{"zh-CN":{"title":"","models":{"health":{"name":"a","meaning":"b"}}}}""", "title: 1 to 120 characters")]
    [InlineData("""{"zh-CN":{"title":"a","models":{"health":{"name":"a","meaning":"b"},"other":{"name":"a","meaning":"b"}}}}""", "there is no model 'other'")]
    [InlineData("""{"<b>":{"title":"a","models":{"health":{"name":"a","meaning":"b"}}}}""", "a language tag")]
    [InlineData("""{"en":{"title":"a","models":{"health":{"name":"a"}}}}""", "texts.json, line 1")]
    public void Pack_WithTextsThatAreNotWhole_SaysWhatIsWrong(string texts, string said)
    {
        using var publisher = Publisher.Make();
        Assert.Contains(said, Assert.Throws<CapsuleFormatException>(() => WithTexts(publisher, texts)).Message, StringComparison.Ordinal);
    }

    private byte[] WithTexts(System.Security.Cryptography.X509Certificates.X509Certificate2 publisher, string texts)
    {
        var files = Plugin.Folder(_folder);
        files.Add(Format.CapsuleTexts.Path, System.Text.Encoding.UTF8.GetBytes(texts));
        using var packed = new MemoryStream();
        CapsulePacker.Pack(files, publisher, TimeProvider.System, packed);
        return packed.ToArray();
    }

    [Fact]
    public void Pack_WithAnotherPublishersKey_IsRefused()
    {
        using var other = Publisher.Make("Somebody else");
        var e = Assert.Throws<CapsuleFormatException>(() => Plugin.Packed(_folder, other));
        Assert.Equal(RefusalReason.WrongPublisher, e.Reason);
    }

    [Fact]
    public void Sign_WithTheRenewedKeyOfItsPublisher_KeepsTheContentAndChangesTheSigner()
    {
        using var old = Publisher.Make();
        using var renewed = Publisher.Make();
        var capsule = Plugin.Packed(_folder, old);
        using var signed = new MemoryStream();
        CapsulePacker.Sign(CapsuleFiles.ReadZip(new MemoryStream(capsule)), renewed, TimeProvider.System, signed);
        Assert.Equal(DigestOf(capsule, old), DigestOf(signed.ToArray(), renewed));
    }

    [Fact]
    public void DevelopmentKey_MadeOnFirstUse_IsPrivateMarkedAndKept()
    {
        using var first = PublisherKey.OpenDevelopment(_folder.Path("keys"), TimeProvider.System);
        using var second = PublisherKey.OpenDevelopment(_folder.Path("keys"), TimeProvider.System);
        Assert.Equal(first.Thumbprint, second.Thumbprint);
        Assert.Contains("not for production", first.Subject);
        var key = Directory.GetFiles(_folder.Path("keys"), "*.key.pem").Single();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    [Fact]
    public void DevelopmentKey_Published_IsTrustedWithoutItsPrivatePart()
    {
        using var key = PublisherKey.OpenDevelopment(_folder.Path("keys"), TimeProvider.System);
        PublisherKey.Publish(key, _folder.Path("trusted"));
        Assert.True(new PublisherTrust(_folder.Path("trusted")).Trusts(key));
        Assert.All(Directory.GetFiles(_folder.Path("trusted")), f => Assert.DoesNotContain("PRIVATE", File.ReadAllText(f)));
    }

    private string DigestOf(byte[] capsule, System.Security.Cryptography.X509Certificates.X509Certificate2 publisher)
    {
        using var stream = new MemoryStream(capsule);
        var verdict = CapsuleVerifier.Verify(stream, new PublisherTrust(_folder.TrustFolder(publisher)));
        return Assert.IsType<CapsuleVerdict.Accepted>(verdict).Capsule.Digest;
    }

    private static List<(string, uint, DateTimeOffset)> Entries(byte[] capsule)
    {
        using var zip = new ZipArchive(new MemoryStream(capsule));
        // The signature has a signing time, and with an elliptic-curve key a random part.
        return [.. zip.Entries.Where(e => !e.FullName.EndsWith(".p7s", StringComparison.Ordinal)).Select(e => (e.FullName, e.Crc32, e.LastWriteTime))];
    }
}
