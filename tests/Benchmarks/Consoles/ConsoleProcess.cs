using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Jinan.IndustryBrain.Benchmarks.Consoles;

/// <summary>The console's process as the system sees it.</summary>
internal sealed class ConsoleProcess(int pid)
{
    // Of Microsoft-Windows-DotNETRuntime: whoever listens for it has a full collection happen.
    private const long GCHeapCollect = 0x800000;

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
            return process.WorkingSet64 / (1024.0 * 1024);
        }
    }

    /// <summary>Has it collect its garbage, so that what is left is in use.</summary>
    public async Task CollectAsync(TimeSpan patience)
    {
        var provider = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, GCHeapCollect);
        using var session = new DiagnosticsClient(pid).StartEventPipeSession(provider, requestRundown: false);
        var drained = session.EventStream.CopyToAsync(Stream.Null);
        await Task.Delay(patience);
        await session.StopAsync(CancellationToken.None);
        await drained;
    }
}
