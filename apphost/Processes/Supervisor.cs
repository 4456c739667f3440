using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Processes;

/// <summary>Starts a plan's processes in order, keeps them running, and stops them: callers before those they call.</summary>
internal sealed class Supervisor : IAsyncDisposable
{
    private readonly RunPlan _plan;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly Dictionary<string, ManagedProcess> _processes;
    private readonly Dictionary<string, CancellationTokenSource> _stops;
    private readonly Dictionary<string, Task> _running = [];
    private readonly CancellationTokenSource _ending = new();

    public Supervisor(RunPlan plan, TimeProvider time, Action<ProcessState> changed)
    {
        _plan = plan;
        _processes = plan.Processes.ToDictionary(
            p => p.Name,
            p => new ManagedProcess(p, new ProcessLog(Path.Combine(plan.Data.Logs, p.Name + ".log")), _http, time, changed));
        _stops = plan.Processes.ToDictionary(p => p.Name, _ => new CancellationTokenSource());
    }

    public IReadOnlyList<ProcessState> States => [.. _plan.Processes.Select(p => _processes[p.Name].State)];

    /// <summary>Completes when every process was ready once.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var spec in _plan.Processes)
            _running[spec.Name] = RunInOrderAsync(spec);
        await Task.WhenAll(_processes.Values.Select(p => p.Ready)).WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        // A service may still have to hand something to one that it called: stop callers first.
        foreach (var wave in Enumerable.Reverse(Waves()))
        {
            foreach (var name in wave)
                await _stops[name].CancelAsync();
            await Task.WhenAll(wave.Select(name => _running.GetValueOrDefault(name, Task.CompletedTask)))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var process in _processes.Values)
            process.Dispose();
        foreach (var stop in _stops.Values)
            stop.Dispose();
        _ending.Dispose();
        _http.Dispose();
    }

    private async Task RunInOrderAsync(ProcessSpec spec)
    {
        var stop = _stops[spec.Name].Token;
        try
        {
            await Task.WhenAll(spec.After.Select(name => _processes[name].Ready)).WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await _processes[spec.Name].RunAsync(_ending.Token, stop);
    }

    // Wave n holds what starts after something of wave n-1.
    private List<List<string>> Waves()
    {
        var waves = new List<List<string>>();
        var placed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (placed.Count < _plan.Processes.Count)
        {
            var wave = _plan.Processes.Where(p => !placed.Contains(p.Name) && p.After.All(placed.Contains)).Select(p => p.Name).ToList();
            if (wave.Count == 0)
                wave = [.. _plan.Processes.Where(p => !placed.Contains(p.Name)).Select(p => p.Name)];
            waves.Add(wave);
            placed.UnionWith(wave);
        }

        return waves;
    }
}
