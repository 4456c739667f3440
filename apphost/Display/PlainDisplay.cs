using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.AppHost.Watch;

namespace Jinan.IndustryBrain.AppHost.Display;

/// <summary>A line an event: for logs, pipes and CI.</summary>
internal sealed class PlainDisplay(TextWriter output, TimeProvider time) : IRunDisplay
{
    private static readonly TimeSpan SectorInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StillInterval = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private long _sectorsShown;

    public async Task StepAsync(string what, Func<Task> work)
    {
        var started = time.GetTimestamp();
        Note($"{what} …");
        var running = work();
        while (await Task.WhenAny(running, Task.Delay(StillInterval, time)) != running)
            Note($"{what}: still at it after {time.GetElapsedTime(started).TotalSeconds:0} s");
        await running;
        Note($"{what}: done in {time.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    public void Note(string text)
    {
        lock (_lock)
            output.WriteLine($"{time.GetLocalNow():HH:mm:ss} {text}");
    }

    public void Error(string text)
    {
        lock (_lock)
            output.WriteLine(text);
    }

    public void Started(RunPlan plan)
    {
        Note($"profile {plan.Profile.Name}, data in {plan.Data.Root}, logs in {plan.Data.Logs}");
        foreach (var skipped in plan.Skipped)
            Note($"not started: {skipped}");
    }

    public void Changed(ProcessState state) =>
        Note($"{state.Name,-10} {Phase(state)}{(state.Detail is null ? "" : " " + state.Detail)}");

    public void Sectors(IReadOnlyList<SectorSummary> sectors)
    {
        if (_sectorsShown != 0 && time.GetElapsedTime(_sectorsShown) < SectorInterval)
            return;
        _sectorsShown = time.GetTimestamp();
        lock (_lock)
            foreach (var line in SectorText.Lines(sectors))
                output.WriteLine("  " + line);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Phase(ProcessState state) => state.Phase switch
    {
        ProcessPhase.Ready => $"ready{(state.Url is null ? "" : " at " + state.Url)} (pid {state.Pid})",
        ProcessPhase.Restarting => $"ended, restart {state.Restarts}",
        var phase => phase.ToString().ToLowerInvariant(),
    };
}
