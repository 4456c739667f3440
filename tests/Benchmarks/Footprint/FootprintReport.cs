using System.Diagnostics;
using System.Text.Json;

namespace Jinan.IndustryBrain.Benchmarks.Footprint;

/// <summary>CPU and memory of each process of a run, with the processes it started, over some time.</summary>
internal static class FootprintReport
{
    private const double BytesAMegabyte = 1024 * 1024;

    public static async Task<int> RunAsync(string dataFolder, int seconds)
    {
        var processes = Read(dataFolder);
        var before = processes.ToDictionary(p => p.Name, p => Cost(p.Pid).Cpu);
        var clock = Stopwatch.StartNew();
        Console.WriteLine($"looking at {processes.Count} processes for {seconds} s …");
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var elapsed = clock.Elapsed.TotalSeconds;

        double cpu = 0, memory = 0;
        Console.WriteLine("| process | CPU, % of one core | memory, MB |\n|---|---|---|");
        foreach (var process in processes)
        {
            var (used, bytes) = Cost(process.Pid);
            var share = (used - before[process.Name]).TotalSeconds / elapsed * 100;
            Console.WriteLine($"| {process.Name} | {share:0.0} | {bytes / BytesAMegabyte:0} |");
            cpu += share;
            memory += bytes;
        }

        Console.WriteLine($"| all | {cpu:0.0} | {memory / BytesAMegabyte:0} |");
        return 0;
    }

    private static List<(string Name, int Pid)> Read(string dataFolder)
    {
        using var state = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(dataFolder, "run", "apphost.json")));
        var processes = state.RootElement.GetProperty("resources").EnumerateArray()
            .Select(r => (r.GetProperty("name").GetString()!, r.GetProperty("pid").GetInt32())).ToList();
        // The app host's own children are counted in their own rows.
        processes.Add(("apphost", -state.RootElement.GetProperty("pid").GetInt32()));
        return processes;
    }

    // A negative id stands for the process alone, without what it started.
    private static (TimeSpan Cpu, double Bytes) Cost(int pid)
    {
        var cpu = TimeSpan.Zero;
        double bytes = 0;
        foreach (var id in pid < 0 ? [-pid] : Tree(pid))
        {
            using var process = Process.GetProcessById(id);
            cpu += process.TotalProcessorTime;
            bytes += ProportionalBytes(id) ?? process.WorkingSet64;
        }

        return (cpu, bytes);
    }

    private static IEnumerable<int> Tree(int pid)
    {
        var children = Path.Combine("/proc", pid.ToString(), "task", pid.ToString(), "children");
        return File.Exists(children)
            ? File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).SelectMany(Tree).Prepend(pid)
            : [pid];
    }

    // A page that several processes share, such as the runtime's code, counts in part for each of them.
    private static double? ProportionalBytes(int pid)
    {
        var rollup = $"/proc/{pid}/smaps_rollup";
        if (!File.Exists(rollup))
            return null;
        var line = File.ReadLines(rollup).FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? null : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }
}
