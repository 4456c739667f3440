using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Certificates;

/// <summary>What strangers leave behind is bounded: files, and lines in a log.</summary>
public sealed class RejectionTests : IDisposable
{
    readonly TestStore _test = new(new CertificateStoreOptions { MaxRejected = 5 });
    readonly List<CertificateRejection> _reports = [];

    public RejectionTests() => _test.Store.Rejected += _reports.Add;

    public void Dispose() => _test.Dispose();

    static PeerExpectation From(string? source, PeerRole role = PeerRole.Client) => new() { Role = role, Source = source };

    static TestCertificate Stranger(int number) => TestPki.Make($"{number} stranger");

    [Fact]
    public void Flood_OfStrangers_KeepsTheNewestFew()
    {
        for (var number = 0; number < 20; number++)
        {
            _test.Status(Stranger(number), From("192.168.0.66"));
            foreach (var file in Directory.GetFiles(_test.PathOf("rejected"))) File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(-10));
        }

        var kept = _test.Rejected();
        Assert.Equal(5, kept.Length);
        Assert.All(Enumerable.Range(15, 5), number => Assert.Contains(kept, name => name.StartsWith($"client-{number}_stranger", StringComparison.Ordinal)));
    }

    [Fact]
    public void Flood_OfClients_LeavesTheServerThatWasCalled()
    {
        var plc = TestPki.Make("press");
        _test.Status(plc, TestStore.Server);

        for (var number = 0; number < 20; number++) _test.Status(Stranger(number), From("192.168.0.66"));

        Assert.Equal(6, _test.Rejected().Length);
        Assert.True(_test.Store.Trust(plc.Fingerprint).Succeeded);
    }

    [Fact]
    public void Flood_OfNewCertificates_IsNotWrittenWithoutEnd()
    {
        using var test = new TestStore(new CertificateStoreOptions { MaxRejected = 1_000 });
        for (var number = 0; number < 150; number++) test.Status(Stranger(number), From("192.168.0.66"));
        Assert.Equal(100, test.Rejected().Length);

        test.Time.Advance(TimeSpan.FromMinutes(1));
        test.Status(Stranger(500), From("192.168.0.66"));
        Assert.Equal(101, test.Rejected().Length);
    }

    [Fact]
    public void Stranger_AgainAndAgain_HasOneFile()
    {
        var stranger = Stranger(1);
        for (var round = 0; round < 10; round++) _test.Status(stranger, From("192.168.0.66"));

        Assert.Single(_test.Rejected());
    }

    [Fact]
    public void Peer_TrustedButExpired_IsNotAmongTheRejected()
    {
        var peer = TestPki.Make("press", change: one => one.NotAfter = TestPki.Now.AddDays(-1));

        Assert.Equal(StatusCodes.BadCertificateTimeInvalid, _test.Trust(peer).Status(peer));
        Assert.Empty(_test.Rejected());
    }

    [Fact]
    public void RejectedFolder_ThatCannotBeWritten_ChangesNoVerdict()
    {
        Directory.Delete(_test.PathOf("rejected"));
        File.WriteAllText(_test.PathOf("rejected"), "in the way");

        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(Stranger(1)));

        File.Delete(_test.PathOf("rejected"));
    }

    [Fact]
    public void Report_OfOneSource_ComesOnce()
    {
        var stranger = Stranger(1);
        for (var round = 0; round < 10; round++) _test.Status(stranger, From("192.168.0.66"));
        for (var number = 2; number < 10; number++) _test.Status(Stranger(number), From("192.168.0.66"));

        var report = Assert.Single(_reports);
        Assert.Equal("192.168.0.66", report.Source);
        Assert.Equal(PeerRole.Client, report.Role);
        Assert.Equal(stranger.Fingerprint, report.Fingerprint);
        Assert.Equal("CN=1 stranger, O=Plant", report.Subject);
        Assert.Equal(StatusCodes.BadCertificateUntrusted, report.Verdict.Status);
    }

    [Fact]
    public void Report_OfAnotherSourceOrReason_ComesToo()
    {
        _test.Status(Stranger(1), From("192.168.0.66"));
        _test.Status(Stranger(1), From("192.168.0.67"));
        _test.Status([1, 2, 3], From("192.168.0.66"));

        Assert.Equal(3, _reports.Count);
        Assert.Equal("", _reports[2].Fingerprint);
    }

    [Fact]
    public void Report_AfterAnHour_ComesAgain()
    {
        _test.Status(Stranger(1), From("192.168.0.66"));
        _test.Time.Advance(TimeSpan.FromMinutes(59));
        _test.Status(Stranger(1), From("192.168.0.66"));
        Assert.Single(_reports);

        _test.Time.Advance(TimeSpan.FromMinutes(1));
        _test.Status(Stranger(1), From("192.168.0.66"));
        Assert.Equal(2, _reports.Count);
    }

    [Fact]
    public void Report_AfterTheSourceWasTrusted_IsNews()
    {
        var peer = Stranger(1);
        _test.Status(peer, From("192.168.0.7"));
        _test.Store.Trust(peer.Fingerprint);
        Assert.Equal(StatusCodes.Good, _test.Status(peer, From("192.168.0.7")));
        _test.Store.Reject(peer.Fingerprint);
        _test.Status(peer, From("192.168.0.7"));

        Assert.Equal(2, _reports.Count);
    }

    [Fact]
    public void Reports_OfTenThousandSources_AreBounded()
    {
        for (var number = 0; number < 10_000; number++) _test.Status([1], From($"source {number}"));
        Assert.Equal(1_000, _reports.Count);

        _test.Time.Advance(TimeSpan.FromHours(1));
        _test.Status([1], From("source 10000"));
        Assert.Equal(1_001, _reports.Count);
    }

    [Fact]
    public void Store_Disposed_StillAnswersAndWritesNothing()
    {
        _test.Store.Dispose();

        Assert.Equal(StatusCodes.BadCertificateUntrusted, _test.Status(Stranger(1)));
        Assert.Empty(_test.Rejected());
    }
}
