using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Certificates;

/// <summary>A store in a folder of its own, with a clock that the test moves.</summary>
sealed class TestStore : IDisposable
{
    public TestStore(CertificateStoreOptions? options = null)
    {
        Folder = Directory.CreateTempSubdirectory("opcua-store-").FullName;
        Store = new CertificateStore(Folder, Time, options);
    }

    public string Folder { get; }

    public StoreClock Time { get; } = new();

    public CertificateStore Store { get; }

    public static PeerExpectation Server { get; } =
        new() { Role = PeerRole.Server, ApplicationUri = "urn:plant:press", HostName = "plc-7", Source = "opc.tcp://plc-7:4840" };

    public string PathOf(string relative) => Path.Combine(Folder, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Puts a file where a person would copy it, and lets the time pass after which it is seen.</summary>
    public string Put(string relative, byte[] content)
    {
        File.WriteAllBytes(PathOf(relative), content);
        Time.Advance(TimeSpan.FromSeconds(2));
        return PathOf(relative);
    }

    public TestStore Trust(params TestCertificate[] certificates)
    {
        foreach (var certificate in certificates) Put($"trusted/certs/{certificate.Fingerprint[..8]}.der", certificate.Der);
        return this;
    }

    public TestStore Issuers(params TestCertificate[] certificates)
    {
        foreach (var certificate in certificates) Put($"issuers/certs/{certificate.Fingerprint[..8]}.der", certificate.Der);
        return this;
    }

    public StatusCode Status(byte[] chain, PeerExpectation? expectation = null) => Store.Validate(chain, expectation ?? Server).Status;

    public StatusCode Status(TestCertificate certificate, PeerExpectation? expectation = null) => Status(certificate.Der, expectation);

    public string[] Rejected() => [.. Directory.GetFiles(PathOf("rejected")).Select(path => Path.GetFileName(path)).Order()];

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Stands at <see cref="TestPki.Now"/> until it is moved.</summary>
sealed class StoreClock : TimeProvider
{
    long _moved;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _moved);

    public override DateTimeOffset GetUtcNow() => TestPki.Now.AddTicks(GetTimestamp());

    public void Advance(TimeSpan by) => Interlocked.Add(ref _moved, by.Ticks);
}
