using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Capsules.Tests;

/// <summary>Each way in which a capsule can be wrong is refused, with its own reason and words.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _publisher = Publisher.Make();

    public void Dispose()
    {
        _publisher.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Capsule_SignedByATrustedPublisher_IsAccepted()
    {
        var accepted = Assert.IsType<CapsuleVerdict.Accepted>(Verify(Plugin.Packed(_folder, _publisher)));
        Assert.Equal("test-health", accepted.Capsule.Declaration.Id);
        Assert.Equal([1, 2, 3], accepted.Capsule.Files["model.onnx"].ToArray());
    }

    [Fact]
    public void Capsule_NoZip_IsUnreadable() => Refused("no zip at all"u8.ToArray(), RefusalReason.Unreadable, "no readable capsule");

    [Fact]
    public void Capsule_CutShort_IsUnreadable() =>
        Refused(Plugin.Packed(_folder, _publisher)[..^40], RefusalReason.Unreadable, "no readable capsule");

    [Fact]
    public void Capsule_WithoutSignature_IsUnsigned() =>
        Refused(Tampered(zip => zip.GetEntry("META/manifest.json.p7s")!.Delete()), RefusalReason.Unsigned, "brain capsule sign");

    [Fact]
    public void Capsule_WithAnotherCapsulesSignature_HasABadSignature()
    {
        var other = Plugin.SignedAsIs(_folder, _publisher, d => d["version"] = "9.9.9");
        using var stream = new MemoryStream(other);
        using var zip = new ZipArchive(stream);
        using var signature = new MemoryStream();
        using (var entry = zip.GetEntry("META/manifest.json.p7s")!.Open())
            entry.CopyTo(signature);
        Refused(
            Tampered(target =>
            {
                target.GetEntry("META/manifest.json.p7s")!.Delete();
                using var entry = target.CreateEntry("META/manifest.json.p7s").Open();
                entry.Write(signature.ToArray());
            }),
            RefusalReason.BadSignature, "does not fit");
    }

    [Fact]
    public void Capsule_WithGarbageForASignature_HasABadSignature() =>
        Refused(Tampered(zip => zip.Replace("META/manifest.json.p7s", "garbage")), RefusalReason.BadSignature, "does not fit");

    [Fact]
    public void Capsule_SignedWhenTheCertificateHadRunOut_HasABadSignature()
    {
        using var old = Publisher.Make(
            notBefore: DateTimeOffset.UtcNow.AddYears(-2), notAfter: DateTimeOffset.UtcNow.AddYears(-1));
        Refused(Plugin.Packed(_folder, old), RefusalReason.BadSignature, "does not fit", old);
    }

    [Fact]
    public void Capsule_SignedBeforeTheCertificateRanOut_IsAcceptedForEver()
    {
        using var old = Publisher.Make(
            notBefore: DateTimeOffset.UtcNow.AddYears(-2), notAfter: DateTimeOffset.UtcNow.AddYears(-1));
        var then = new FixedTime(DateTimeOffset.UtcNow.AddMonths(-18));
        Assert.IsType<CapsuleVerdict.Accepted>(Verify(Plugin.Packed(_folder, old, then), old));
    }

    [Fact]
    public void Capsule_OfAPublisherThatNobodyTrusts_IsRefusedWithTheFolderToTrustItIn()
    {
        using var stranger = Publisher.Make();
        Refused(Plugin.Packed(_folder, stranger), RefusalReason.UntrustedPublisher, "publishers");
    }

    [Fact]
    public void Capsule_NamingAnotherPublisherThanItsSigner_IsRefused() =>
        Refused(
            Plugin.SignedAsIs(_folder, _publisher, d => d["publisher"] = "Somebody else"), RefusalReason.WrongPublisher, "Somebody else");

    [Fact]
    public void Capsule_WithAnAlteredFile_NamesTheFile() =>
        Refused(Tampered(zip => zip.Replace("model.onnx", "other")), RefusalReason.Altered, "'model.onnx' was altered");

    [Fact]
    public void Capsule_WithAMissingFile_NamesTheFile() =>
        Refused(Tampered(zip => zip.GetEntry("model-card.md")!.Delete()), RefusalReason.MissingFile, "'model-card.md' is missing");

    [Fact]
    public void Capsule_WithAnExtraFile_NamesTheFile() =>
        Refused(Tampered(zip => zip.Put("extra.dll", "code")), RefusalReason.ExtraFile, "'extra.dll' was added");

    [Theory]
    [InlineData("../evil")]
    [InlineData("models/../../evil")]
    [InlineData("/etc/evil")]
    [InlineData("C:/evil")]
    [InlineData("models\\evil")]
    [InlineData("models//evil")]
    public void Capsule_WithAnEntryThatLeadsOutOfIt_IsRefusedBeforeItsSignatureIsLookedAt(string name) =>
        Refused(Tampered(zip => zip.Put(name, "evil")), RefusalReason.UnsafeName, "forbidden name");

    [Fact]
    public void Capsule_WithAnEntryTwice_IsRefused() =>
        Refused(Tampered(zip => zip.Put("model.onnx", "again")), RefusalReason.DuplicateEntry, "'model.onnx' twice");

    [Fact]
    public void Capsule_ThatUnpacksToFarMoreThanItIs_IsRefused() =>
        Refused(
            Tampered(zip =>
            {
                using var bomb = zip.CreateEntry("bomb", CompressionLevel.Fastest).Open();
                var zeros = new byte[1 << 20];
                for (var i = 0; i < 130; i++)
                    bomb.Write(zeros);
            }),
            RefusalReason.TooLarge, "'bomb' unpacks to");

    [Fact]
    public void Capsule_OfThousandsOfEntries_IsRefused() =>
        Refused(
            Tampered(zip =>
            {
                for (var i = 0; i < 300; i++)
                    zip.Put($"file-{i}", "");
            }),
            RefusalReason.TooLarge, "256 are allowed");

    [Fact]
    public void Capsule_ForALaterSdk_SaysSoAndNotThatAKeyIsUnknown() =>
        Refused(
            Plugin.SignedAsIs(_folder, _publisher, d =>
            {
                d["sdk"] = new JsonObject { ["min"] = "2.0", ["max"] = "3.0" };
                d["aKeyOfTheFuture"] = 1;
            }),
            RefusalReason.SdkMismatch, "runs on SDK 2.0 to below 3.0");

    [Fact]
    public void Capsule_OfALaterFormat_IsRefusedAsSuch() =>
        Refused(Plugin.SignedAsIs(_folder, _publisher, d => d["schema"] = 7), RefusalReason.UnknownFormat, "schema 7");

    [Fact]
    public void Capsule_WithAnUnknownEngine_NamesThoseThatThereAre() =>
        Refused(
            Plugin.SignedAsIs(_folder, _publisher, d => d["models"]![0]!["engine"] = "prolog"), RefusalReason.UnknownEngine, "mlnet and onnx");

    [Fact]
    public void Capsule_WithAMisspeltKey_IsABadDeclaration() =>
        Refused(Plugin.SignedAsIs(_folder, _publisher, d => d["titel"] = "?"), RefusalReason.BadDeclaration, "titel");

    [Fact]
    public void Capsule_WithSeveralFaults_NamesThemAll()
    {
        var refused = Refused(
            Plugin.SignedAsIs(_folder, _publisher, d =>
            {
                d["id"] = "Not An Id";
                d["version"] = "one";
                d["sector"] = "farming";
                d["models"]![0]!["file"] = "nowhere.onnx";
                d["models"]![0]!["coverage"] = 2;
                d["models"]![0]!["baseline"] = new JsonArray();
                d["models"]![0]!["features"]![0]!["signal"] = "torque";
            }),
            RefusalReason.BadDeclaration, "7 fault(s)");
        Assert.All(
            ["Not An Id", "semantic version", "farming", "nowhere.onnx", "coverage is 2", "baseline has 0", "torque"],
            part => Assert.Contains(part, refused.Message));
    }

    [Theory]
    [InlineData("""{"tolerance":0.1,"vectors":[]}""", "empty")]
    [InlineData("""{"tolerance":-1,"vectors":[{"features":[1],"output":1}]}""", "tolerance")]
    [InlineData("""{"tolerance":0.1,"vectors":[{"features":[1,2],"output":1}]}""", "1 features")]
    public void Capsule_WithGoldenVectorsThatTestNothing_IsRefused(string golden, string part) =>
        Refused(Plugin.SignedAsIs(_folder, _publisher, golden: golden), RefusalReason.BadGoldenVectors, part);

    private CapsuleVerdict.Refused Refused(byte[] capsule, RefusalReason reason, string part, X509Certificate2? trusted = null)
    {
        var refused = Assert.IsType<CapsuleVerdict.Refused>(Verify(capsule, trusted));
        Assert.True(reason == refused.Reason, $"{refused.Reason}: {refused.Message}");
        Assert.Contains(part, refused.Message);
        return refused;
    }

    private CapsuleVerdict Verify(byte[] capsule, X509Certificate2? trusted = null)
    {
        using var stream = new MemoryStream(capsule);
        return CapsuleVerifier.Verify(stream, new PublisherTrust(_folder.TrustFolder(trusted ?? _publisher)));
    }

    private byte[] Tampered(Action<ZipArchive> tamper) => Plugin.Tampered(Plugin.Packed(_folder, _publisher), tamper);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
