using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.AppHost.Watch;

namespace Jinan.IndustryBrain.AppHost.Display;

/// <summary>A line an event: for logs, pipes and CI.</summary>
/// <param name="output">Takes the lines.</param>
/// <param name="errors">Takes why a command did not do what it was asked.</param>
internal sealed class PlainDisplay(LineWriter output, LineWriter errors, TimeProvider time) : IRunDisplay
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

    public void Note(string text, NoteLevel level = NoteLevel.Information)
    {
        lock (_lock)
            output(level, text);
    }

    public void Error(string text)
    {
        lock (_lock)
            errors(NoteLevel.Error, text);
    }

    public void Started(RunPlan plan)
    {
        Note($"profile {plan.Profile.Name}, data in {plan.Data.Root}, logs in {plan.Data.Logs}");
        foreach (var skipped in plan.Skipped)
            Note($"not started: {skipped}");
    }

    public void Changed(ProcessState state) =>
        Note(
            $"{state.Name,-10} {Phase(state)}{(state.Detail is null ? "" : " " + state.Detail)}",
            state.Phase == ProcessPhase.Restarting ? NoteLevel.Warning : NoteLevel.Information);

    public void Sectors(IReadOnlyList<SectorSummary> sectors)
    {
        if (_sectorsShown != 0 && time.GetElapsedTime(_sectorsShown) < SectorInterval)
            return;
        _sectorsShown = time.GetTimestamp();
        lock (_lock)
            foreach (var line in SectorText.Lines(sectors))
                output(NoteLevel.Information, "  " + line);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Phase(ProcessState state) => state.Phase switch
    {
        ProcessPhase.Ready => $"ready{(state.Url is null ? "" : " at " + state.Url)} (pid {state.Pid})",
        ProcessPhase.Restarting => $"ended, restart {state.Restarts}",
        var phase => phase.ToString().ToLowerInvariant(),
    };
}
