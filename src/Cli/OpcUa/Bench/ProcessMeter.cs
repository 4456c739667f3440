using System.Diagnostics;

namespace Jinan.IndustryBrain.Cli.OpcUa.Bench;

/// <summary>What this process has used since the meter was made.</summary>
internal sealed class ProcessMeter(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;
    private readonly long _allocated = GC.GetTotalAllocatedBytes(precise: true);
    private readonly int[] _collections = Collections();

    public BenchReport Stop(string kind, int items, long values, long messages)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocated;
        var cpu = Environment.CpuUsage.TotalTime - _cpu;
        var seconds = time.GetElapsedTime(_started).TotalSeconds;
        // On Linux VmHWM of /proc/self/status: the most that was ever resident.
        using var process = Process.GetCurrentProcess();
        return new BenchReport
        {
            Kind = kind,
            Items = items,
            Seconds = seconds,
            Values = values,
            Messages = messages,
            CpuSeconds = cpu.TotalSeconds,
            AllocatedBytes = allocated,
            Collections = [.. Collections().Zip(_collections, (now, before) => now - before)],
            PeakMemoryBytes = process.PeakWorkingSet64,
        };
    }

    private static int[] Collections() => [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
}
