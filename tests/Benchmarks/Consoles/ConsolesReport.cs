using System.Diagnostics;
using Jinan.IndustryBrain.TestKit.Consoles;

namespace Jinan.IndustryBrain.Benchmarks.Consoles;

/// <summary>What open consoles cost the console's process of a running edge, and whether what they show keeps moving.</summary>
internal static class ConsolesReport
{
    private const int OpenedAtOnce = 4;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);

    /// <param name="dataFolder">Of the run.</param>
    /// <param name="count">So many consoles, and half as many before.</param>
    /// <param name="seconds">Each is watched.</param>
    /// <param name="factories">That they show at most.</param>
    /// <param name="rounds">So often all are opened and closed; what is left after each tells a leak from what is made once.</param>
    public static async Task<int> RunAsync(string dataFolder, int count, int seconds, int factories, int rounds)
    {
        var edge = await EdgePages.FindAsync(dataFolder, factories);
        if (edge.Pages.Count == 0)
            throw new InvalidOperationException("No factory has signals yet: wait until the first values are in the historian.");
        var process = new ConsoleProcess(edge.Pid);
        var consoles = new List<OpenConsole>();
        var length = TimeSpan.FromSeconds(seconds);
        await TellMemoryAsync("before");

        Console.WriteLine($"console {edge.Console}, process {edge.Pid}; {edge.Pages.Count} pages; {seconds} s each");
        Console.WriteLine("| consoles | CPU s/s | memory, MB | bytes/s each | batches/s each | without any batch | whose times stood still | broken |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        IReadOnlyList<ConsoleActivity> last = [];
        foreach (var level in new[] { 0, count / 2, count })
        {
            await OpenAsync(edge, consoles, level);
            await Task.Delay(Settling);
            last = await WatchAsync(process, consoles, length);
        }

        Console.WriteLine("\n| page | consoles | batches/s each | bytes/s each | moved | newest time to batch, ms: p50 | p99 |\n|---|---|---|---|---|---|---|");
        foreach (var kind in last.GroupBy(a => edge.Pages.First(p => p.Path == a.Page).Kind))
        {
            var latencies = kind.SelectMany(a => a.LatenciesMs).Order().ToList();
            Console.WriteLine(
                $"| {kind.Key} | {kind.Count()} | {kind.Average(a => a.Batches) / seconds:0.00} | {kind.Average(a => a.Bytes) / seconds:0}"
                + $" | {kind.Count(a => a.Moved)} | {Share(latencies, 0.5)} | {Share(latencies, 0.99)} |");
        }

        foreach (var fault in last.Select(a => a.Fault).OfType<string>().Distinct())
            Console.WriteLine($"broken: {fault}");

        Console.WriteLine();
        for (var round = 1; round <= rounds; round++)
        {
            if (round > 1)
                await OpenAsync(edge, consoles, count);
            await TellMemoryAsync($"with {consoles.Count} consoles");
            foreach (var console in consoles)
                await console.DisposeAsync();
            consoles.Clear();
            await Task.Delay(Settling);
            await TellMemoryAsync($"after all were closed for the {round}. time");
        }

        return last.Any(a => a.Fault is not null) ? 1 : 0;

        async Task TellMemoryAsync(string when)
        {
            var heap = await process.CollectAsync(TimeSpan.FromSeconds(5));
            Console.WriteLine($"{when}, after a full collection: {heap:0.0} MB of objects, {process.MemoryMB:0} MB of memory");
        }
    }

    private static async Task OpenAsync(EdgePages edge, List<OpenConsole> consoles, int count)
    {
        // A console in five shows each kind of page, of one factory after the other.
        var paths = Enumerable.Range(consoles.Count, count - consoles.Count).Select(i => edge.Pages[i % edge.Pages.Count].Path).ToList();
        var gate = new Lock();
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce }, async (path, _) =>
        {
            var visit = new ConsoleVisit(edge.Console);
            await visit.SignInAsync("engineer", edge.Password);
            var console = await OpenConsole.OpenAsync(visit, path);
            lock (gate)
                consoles.Add(console);
        });
    }

    private static async Task<IReadOnlyList<ConsoleActivity>> WatchAsync(ConsoleProcess process, List<OpenConsole> consoles, TimeSpan length)
    {
        foreach (var console in consoles)
            console.Take();
        var (cpu, clock) = (process.Cpu, Stopwatch.StartNew());
        await Task.Delay(length);
        var elapsed = clock.Elapsed.TotalSeconds;
        var used = (process.Cpu - cpu).TotalSeconds / elapsed;
        var activity = consoles.Select(c => c.Take()).ToList();
        double Each(Func<ConsoleActivity, double> of) => activity.Count == 0 ? 0 : activity.Average(of) / elapsed;
        Console.WriteLine(
            $"| {consoles.Count} | {used:0.000} | {process.MemoryMB:0} | {Each(a => a.Bytes):0} | {Each(a => a.Batches):0.00}"
            + $" | {activity.Count(a => a.Batches == 0)} | {activity.Count(a => a.HasTimes && !a.Moved)} | {activity.Count(a => a.Fault is not null)} |");
        return activity;
    }

    private static string Share(List<double> sorted, double share) =>
        sorted.Count == 0 ? "–" : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))].ToString("0");
}
