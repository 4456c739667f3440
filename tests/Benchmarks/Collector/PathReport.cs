using System.Diagnostics;
using System.Globalization;
using Jinan.IndustryBrain.Benchmarks.OpcUa.Server;
using Jinan.IndustryBrain.Collector;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.FactoryFile;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Benchmarks.Collector;

/// <summary>
/// What a value costs on its way from the socket to a durable frame: a server in a process of its own changes its variables,
/// this process collects them with the collector's own code, log on the disk included.
/// </summary>
internal static class PathReport
{
    /// <summary>Collects for a while and prints what a value cost.</summary>
    /// <param name="variables">How many change.</param>
    /// <param name="intervalMs">How often.</param>
    /// <param name="seconds">How long it is measured, after a warm-up.</param>
    /// <param name="whole">With the publisher and the snapshots; otherwise what lies between socket and durable frame alone.</param>
    public static async Task<int> RunAsync(int variables, int intervalMs, int seconds, bool whole)
    {
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["load-server", $"{variables}", $"{intervalMs}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var folder = Directory.CreateTempSubdirectory("collector-path-");
        try
        {
            var port = int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            await using var services = new ServiceCollection().AddMetrics().AddSingleton<Metrics>().BuildServiceProvider();
            var metrics = services.GetRequiredService<Metrics>();
            var options = new CollectorOptions();
            var stores = await FactoryStores.OpenAsync(
                "bench", folder.FullName, options, metrics, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
            var certificates = new FactoryCertificates("bench", Path.Combine(folder.FullName, "pki"), TimeProvider.System, NullLogger.Instance);
            await using var collector = new FactoryCollector("bench", stores, certificates, new NoSink(), options, metrics, TimeProvider.System, NullLogger.Instance);
            if (whole)
                collector.Start();
            await collector.ConfigureAsync(Configuration(port, variables), CancellationToken.None);

            await Task.Delay(TimeSpan.FromSeconds(20));
            var before = Sample(collector);
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            Print(variables, intervalMs, before, Sample(collector));
            return 0;
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    private static Measure Sample(FactoryCollector collector)
    {
        var report = collector.Reports().Single();
        return new Measure(
            report.Counts.Values, collector.Stores.Log.DurableSequence, GC.GetTotalAllocatedBytes(precise: true),
            Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds, Stopwatch.GetTimestamp(), report.Counts.Overflows);
    }

    private static void Print(int variables, int intervalMs, Measure before, Measure after)
    {
        var values = after.Values - before.Values;
        var frames = after.Frames - before.Frames;
        var cpu = after.Cpu - before.Cpu;
        var seconds = Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{variables} variables every {intervalMs} ms: {values / seconds:F0} values/s, {(double)values / Math.Max(1, frames):F0} values a frame, "
            + $"{cpu / values * 1e6:F2} CPU s a million values, {(double)(after.Allocated - before.Allocated) / values:F2} bytes allocated a value, "
            + $"{after.Overflows - before.Overflows} overflows"));
    }

    private static FactoryConfiguration Configuration(int port, int variables)
    {
        var signals = Enumerable.Range(0, variables)
            .Select(i => $"      - {{ name: v{i}, node: \"nsu={LoadServer.Namespace};s=v{i}\", type: double, sampling: 0ms, queue: 100 }}");
        var result = FactoryFileReader.Read(
            $"""
            schema: 1
            factory: bench
            enterprise: bench
            sector: auto
            connections:
              - id: plc1
                endpoint: opc.tcp://127.0.0.1:{port}
                publishing: 100ms
            assets:
              - id: m1
                type: bench
                connection: plc1
                signals:
            {string.Join('\n', signals)}
            """,
            "bench");
        return result.Configuration ?? throw new InvalidOperationException(string.Join('\n', result.Faults));
    }

    private sealed record Measure(long Values, long Frames, long Allocated, double Cpu, long At, long Overflows);

    private sealed class NoSink : IFrameSink
    {
        public Task PublishAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
