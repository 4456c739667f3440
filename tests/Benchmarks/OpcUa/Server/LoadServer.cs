using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Benchmarks.OpcUa.Server;

/// <summary>
/// A server in a process of its own that changes all its variables at each interval: a source of load for clients, and a server
/// whose own cost can be taken. It trusts every client, and is reached from this machine only.
/// </summary>
internal static class LoadServer
{
    public const string Namespace = "urn:benchmark:plant";
    private const string Uri = "urn:benchmark";

    /// <summary>Prints its port, and ends with its input.</summary>
    public static async Task<int> RunAsync(int variables, int intervalMs, bool isSecured)
    {
        using var certificate = isSecured ? MakeCertificate() : null;
        await using var server = new OpcUaServer(new OpcUaServerOptions
        {
            ApplicationUri = Uri,
            Certificate = certificate,
            Validator = isSecured ? new Everybody() : null,
            Security = isSecured ? [OfferedSecurity.None, .. OfferedSecurity.Encrypted] : [OfferedSecurity.None],
        });
        var space = server.AddressSpace;
        var index = space.RegisterNamespace(Namespace);
        var nodes = Enumerable.Range(0, variables)
            .Select(i => space.AddVariable(space.Objects, new NodeId($"v{i}", index), new QualifiedName(index, $"v{i}"), new VariableSettings(BuiltInType.Double)))
            .ToArray();
        server.Start();
        Console.WriteLine(server.EndPoint.Port);
        using var ended = new CancellationTokenSource();
        var input = Task.Run(async () =>
        {
            await Console.In.ReadToEndAsync();
            await ended.CancelAsync();
        });
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(intervalMs));
        for (var value = 0.0; !ended.IsCancellationRequested && await timer.WaitForNextTickAsync(); value++)
        {
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            foreach (var node in nodes)
                node.SetValue(value, now, default, now);
        }

        await input;
        return 0;
    }

    private static ApplicationCertificate MakeCertificate()
    {
        var folder = Directory.CreateTempSubdirectory("load-server-");
        try
        {
            using var store = new CertificateStore(folder.FullName);
            return store.LoadOrCreateOwn(new ApplicationCertificateRequest { ApplicationUri = Uri, ApplicationName = "load server", HostNames = ["127.0.0.1", "localhost"] });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Everybody : ICertificateValidator
    {
        public CertificateVerdict Validate(ReadOnlyMemory<byte> derChain, PeerExpectation expectation) => CertificateVerdict.Trusted;
    }
}
