using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Certificates;

/// <summary>The folders are followed without a restart, whatever lies in them.</summary>
public sealed class TrustListTests : IDisposable
{
    readonly TestStore _test = new();
    readonly TestCertificate _peer = TestPki.Make("press");

    public void Dispose() => _test.Dispose();

    static byte[] Pem(string label, byte[] der) => System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, der) + "\n");

    [Fact]
    public void File_DroppedIntoTrusted_IsSeenWithoutARestart()
    {
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));

        var path = _test.Put("trusted/certs/press.der", _peer.Der);
        Assert.Equal(StatusCodes.Good, _test.Status(_peer));

        File.Delete(path);
        _test.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));
    }

    [Fact]
    public void File_WrittenAnew_IsReadAgain()
    {
        _test.Put("trusted/certs/press.der", _peer.Der[..100]);
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));

        _test.Put("trusted/certs/press.der", _peer.Der);

        Assert.Equal(StatusCodes.Good, _test.Status(_peer));
        Assert.Empty(_test.Store.Faults());
    }

    [Fact]
    public void Folders_WithinTheInterval_AreNotLookedAt()
    {
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));
        File.WriteAllBytes(_test.PathOf("trusted/certs/press.der"), _peer.Der);

        _test.Time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));

        _test.Time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(StatusCodes.Good, _test.Status(_peer));
    }

    [Fact]
    public void File_AsPem_IsRead()
    {
        _test.Put("trusted/certs/press.pem", Pem("CERTIFICATE", _peer.Der));

        Assert.Equal(StatusCodes.Good, _test.Status(_peer));
    }

    [Fact]
    public void File_AsPemWithTextAndSeveralCertificates_IsReadWhole()
    {
        var other = TestPki.Make("lathe");
        _test.Put("trusted/certs/all.crt", [.. "Bag Attributes\n"u8, .. Pem("CERTIFICATE", other.Der), .. Pem("CERTIFICATE", _peer.Der)]);

        Assert.Equal(StatusCodes.Good, _test.Status(_peer));
        Assert.Equal(StatusCodes.Good, _test.Status(other));
    }

    [Fact]
    public void Files_ThatCannotBeRead_AreFaultsByNameAndNoMore()
    {
        _test.Put("trusted/certs/notes.txt", "not a certificate"u8.ToArray());
        _test.Put("trusted/certs/cut.der", _peer.Der[..200]);
        _test.Put("trusted/certs/empty.der", []);
        _test.Put("issuers/certs/broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"u8.ToArray());
        _test.Put("issuers/certs/huge.der", new byte[300 * 1_024]);
        _test.Put("trusted/crl/not-a-list.crl", _peer.Der);
        _test.Put("trusted/certs/.hidden", [1]);
        _test.Put("trusted/certs/half.der.tmp", [1]);
        _test.Trust(_peer);

        Assert.Equal(StatusCodes.Good, _test.Status(_peer));
        Assert.Equal(
            ["issuers/certs/broken.pem", "issuers/certs/huge.der", "trusted/certs/cut.der", "trusted/certs/empty.der", "trusted/certs/notes.txt", "trusted/crl/not-a-list.crl"],
            _test.Store.Faults().Select(fault => fault.File).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void File_WithoutPermission_IsReadWhenItGetsIt()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        // Nothing is closed to root: there a mode says nothing, and a link to itself is what nobody can read.
        var isRoot = Environment.UserName == "root";
        var path = isRoot ? _test.PathOf("trusted/certs/press.der") : _test.Put("trusted/certs/press.der", _peer.Der);
        if (isRoot) File.CreateSymbolicLink(path, path);
        else File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));
        Assert.Contains("cannot be read", Assert.Single(_test.Store.Faults()).Message);

        if (isRoot)
        {
            File.Delete(path);
            File.WriteAllBytes(path, _peer.Der);
        }
        else
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead);
        }

        _test.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(StatusCodes.Good, _test.Status(_peer));
    }

    [Fact]
    public void Link_ThatIsSwapped_IsFollowed()
    {
        // Kubernetes mounts secrets as links to a folder that is itself swapped.
        if (OperatingSystem.IsWindows()) Assert.Skip("Links need a privilege on Windows.");
        var (first, second) = (_test.PathOf("v1.der"), _test.PathOf("v2.der"));
        File.WriteAllBytes(first, TestPki.Make("lathe").Der);
        File.WriteAllBytes(second, _peer.Der);
        var link = _test.PathOf("link.der");
        File.CreateSymbolicLink(link, first);
        File.CreateSymbolicLink(_test.PathOf("trusted/certs/peer.der"), link);
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));

        File.Delete(link);
        File.CreateSymbolicLink(link, second);
        _test.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(StatusCodes.Good, _test.Status(_peer));
    }

    [Fact]
    public void Folder_RemovedWhileRunning_TrustsNobodyAndComesBack()
    {
        _test.Trust(_peer);
        Assert.Equal(StatusCodes.Good, _test.Status(_peer));

        Directory.Delete(_test.PathOf("trusted"), recursive: true);
        _test.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(_peer));
        Assert.Equal(["trusted/certs", "trusted/crl"], _test.Store.Faults().Select(fault => fault.File));

        Directory.CreateDirectory(_test.PathOf("trusted/certs"));
        Directory.CreateDirectory(_test.PathOf("trusted/crl"));
        Assert.Equal(StatusCodes.Good, _test.Trust(_peer).Status(_peer));
        Assert.Empty(_test.Store.Faults());
    }

    [Fact]
    public void TrustedCertificate_Expired_IsAFault()
    {
        _test.Trust(TestPki.Make("press", change: one => one.NotAfter = TestPki.Now.AddDays(-1)));

        Assert.Contains("expired", Assert.Single(_test.Store.Faults()).Message);
    }

    [Fact]
    public async Task Validations_WhileFilesComeAndGo_AllAnswer()
    {
        _test.Trust(_peer);
        var other = TestPki.Make("lathe");
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < 200; round++)
            {
                if (_test.Status(_peer) != StatusCodes.Good) return false;
                if (_test.Status(other) is var status && status != StatusCodes.Good && status != StatusCodes.BadCertificateUntrusted) return false;
            }

            return true;
        })).ToArray();
        for (var round = 0; round < 50; round++)
        {
            var path = _test.Put("trusted/certs/lathe.der", other.Der);
            File.Delete(path);
            _test.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.All(await Task.WhenAll(workers), Assert.True);
    }
}
