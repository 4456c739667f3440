using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Collector.Tests;

/// <summary>A real OPC UA server that a test furnishes, and collectors on one data folder that read it.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    public const string Namespace = "urn:test:workshop";
    public const string ServerUri = "urn:test:workshop:server";

    private readonly Metrics _metrics = TestMetrics.Create();

    public Workshop(Func<OpcUaServerOptions, OpcUaServerOptions>? change = null)
    {
        var options = new OpcUaServerOptions { ApplicationUri = ServerUri, Address = IPAddress.Loopback };
        Server = new OpcUaServer(change?.Invoke(options) ?? options);
        Index = Space.RegisterNamespace(Namespace);
    }

    public OpcUaServer Server { get; }

    public AddressSpace Space => Server.AddressSpace;

    public ushort Index { get; }

    /// <summary>Where the collector is told that the server is; 0: where it is.</summary>
    public int PortToDial { get; set; }

    public TemporaryFolder Folder { get; } = new();

    public FakeSink Sink { get; } = new();

    public CollectorOptions Options { get; init; } = new() { SnapshotInterval = TimeSpan.FromMilliseconds(100) };

    public NodeId Id(string name) => new(name, Index);

    public QualifiedName Name(string name) => new(Index, name);

    public VariableNode Add(string name, VariableSettings settings) => Space.AddVariable(Space.Objects, Id(name), Name(name), settings);

    public static void Set(VariableNode variable, Variant value) => variable.SetValue(value, TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>The factory.yaml with these lines under the connection and these signals.</summary>
    public FactoryConfiguration Configuration(string connection, params string[] signals)
    {
        var result = FactoryFileReader.Read(Yaml(connection, signals), Folder.Of("factories", "auto-01"));
        Assert.Empty(result.Faults);
        return result.Configuration!;
    }

    public string Yaml(string connection, params string[] signals) => $"""
        schema: 1
        factory: auto-01
        enterprise: ent
        sector: auto
        connections:
          - id: plc1
            endpoint: opc.tcp://127.0.0.1:{(PortToDial > 0 ? PortToDial : Server.EndPoint.Port)}
            publishing: 50ms
            keepAlive: 200ms
        {string.Join('\n', connection.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"    {line}"))}
        assets:
          - id: m1
            type: joint
            connection: plc1
            signals:
        {string.Join('\n', signals.Select(signal => $"      - {{ {signal.Replace("node: ", $"sampling: 0ms, node: nsu={Namespace};s=", StringComparison.Ordinal)} }}"))}
        """;

    public async Task<FactoryCollector> CollectAsync(FactoryConfiguration configuration)
    {
        var stores = await FactoryStores.OpenAsync(
            "auto-01", Folder.Of("data"), Options, _metrics, TimeProvider.System, NullLogger.Instance, default);
        var certificates = new FactoryCertificates("auto-01", Folder.Of("pki"), TimeProvider.System, NullLogger.Instance);
        var collector = new FactoryCollector("auto-01", stores, certificates, Sink, Options, _metrics, TimeProvider.System, NullLogger.Instance);
        collector.Start();
        await collector.ConfigureAsync(configuration, default);
        return collector;
    }

    /// <summary>The ledger's word on a signal for the hour before alive-through.</summary>
    public static IReadOnlyList<CoveragePiece> Coverage(FactoryCollector collector, int signal)
    {
        var alive = collector.AliveThroughOf("plc1");
        return collector.Stores.Ledger.Query("plc1", signal, alive - 3_600_000_000_000, alive, alive);
    }

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            try
            {
                await Task.Delay(20, timeout.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Did not come within a minute: {what}.");
            }
        }
    }

    /// <summary>A self-signed certificate for a server on this machine, or a user.</summary>
    public static ApplicationCertificate MakeCertificate(string uri, int days = 365)
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest($"CN={uri}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(uri));
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return ApplicationCertificate.From(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(days)));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Folder.Dispose();
    }
}

/// <summary>Trusts everybody: the server of a test whose client is under test.</summary>
internal sealed class TrustingValidator : ICertificateValidator
{
    public CertificateVerdict Validate(ReadOnlyMemory<byte> derChain, PeerExpectation expectation) => CertificateVerdict.Trusted;
}
