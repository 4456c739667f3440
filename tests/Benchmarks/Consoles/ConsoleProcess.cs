using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Jinan.IndustryBrain.Benchmarks.Consoles;

/// <summary>The console's process as the system sees it.</summary>
internal sealed class ConsoleProcess(int pid)
{
    private const double BytesAMegabyte = 1024 * 1024;

    public TimeSpan Cpu
    {
        get
        {
            using var process = Process.GetProcessById(pid);
            return process.TotalProcessorTime;
        }
    }

    public double MemoryMB
    {
        get
        {
            using var process = Process.GetProcessById(pid);
            return process.WorkingSet64 / BytesAMegabyte;
        }
    }

    /// <summary>Has it collect its garbage.</summary>
    /// <returns>What is left on its heap, and so in use, in MB; null where it did not say.</returns>
    public async Task<double?> CollectAsync(TimeSpan patience)
    {
        // Whoever listens with the last of these keywords has a full collection happen.
        var provider = new EventPipeProvider(
            ClrTraceEventParser.ProviderName, EventLevel.Informational,
            (long)(ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect));
        using var session = new DiagnosticsClient(pid).StartEventPipeSession(provider, requestRundown: false);
        double? left = null;
        var listening = Task.Run(() =>
        {
            using var source = new EventPipeEventSource(session.EventStream);
            source.Clr.GCHeapStats += stats => left = stats.TotalHeapSize / BytesAMegabyte;
            source.Process();
        });
        await Task.Delay(patience);
        await session.StopAsync(CancellationToken.None);
        await listening;
        return left;
    }
}
