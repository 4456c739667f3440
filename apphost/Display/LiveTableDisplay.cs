using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.AppHost.Watch;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Jinan.IndustryBrain.AppHost.Display;

/// <summary>One live table of processes, and one of sectors below it.</summary>
internal sealed class LiveTableDisplay(IAnsiConsole console, TimeProvider time) : IRunDisplay
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _notes = [];
    private Dictionary<string, ProcessState> _states = [];
    private IReadOnlyList<SectorSummary> _sectors = [];
    private RunPlan? _plan;
    private Task? _loop;

    public async Task StepAsync(string what, Func<Task> work)
    {
        var started = time.GetTimestamp();
        await console.Status().StartAsync(Markup.Escape(what), async status =>
        {
            var running = work();
            while (await Task.WhenAny(running, Task.Delay(1000, CancellationToken.None)) != running)
                status.Status($"{Markup.Escape(what)} [grey]{time.GetElapsedTime(started).TotalSeconds:0} s[/]");
            await running;
        });
        console.MarkupLine($"[green]✓[/] {Markup.Escape(what)} [grey]{time.GetElapsedTime(started).TotalSeconds:0.0} s[/]");
    }

    public void Note(string text, NoteLevel level = NoteLevel.Information)
    {
        lock (_lock)
        {
            if (_loop is null)
                console.MarkupLine(Markup.Escape(text));
            else
                _notes.Add(text);
        }
    }

    public void Error(string text) => console.MarkupLine($"[red]{Markup.Escape(text)}[/]");

    public void Started(RunPlan plan)
    {
        lock (_lock)
        {
            _plan = plan;
            _states = new(StringComparer.Ordinal);
            _loop = LoopAsync();
        }
    }

    public void Changed(ProcessState state)
    {
        lock (_lock)
            _states[state.Name] = state;
    }

    public void Sectors(IReadOnlyList<SectorSummary> sectors)
    {
        lock (_lock)
            _sectors = sectors;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
            await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        await console.Live(Text.Empty).AutoClear(false).StartAsync(async live =>
        {
            while (!_stop.IsCancellationRequested)
            {
                live.UpdateTarget(Picture());
                await Task.Delay(Refresh, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            live.UpdateTarget(Picture());
        });
    }

    private Rows Picture()
    {
        lock (_lock)
        {
            var parts = new List<IRenderable> { Processes() };
            if (_sectors.Count > 0)
                parts.Add(SectorTable());
            parts.AddRange(_notes.TakeLast(5).Select(n => new Markup(Markup.Escape(n))));
            parts.Add(new Markup($"[grey]logs in {Markup.Escape(_plan!.Data.Logs)}; Ctrl+C stops everything[/]"));
            return new Rows(parts);
        }
    }

    private Table Processes()
    {
        var table = new Table().RoundedBorder().AddColumns("process", "state", "since", "restarts", "pid", "address");
        foreach (var spec in _plan!.Processes)
        {
            var state = _states.GetValueOrDefault(spec.Name);
            table.AddRow(
                Markup.Escape(spec.Name),
                Phase(state),
                state is null ? "" : Since(state),
                state?.Restarts.ToString() ?? "0",
                state?.Pid?.ToString() ?? "",
                spec.External ? $"[bold]{spec.Url}[/]" : spec.Url?.ToString() ?? "");
        }

        return table;
    }

    private Table SectorTable()
    {
        var table = new Table().RoundedBorder();
        foreach (var column in SectorText.Columns)
            table.AddColumn(new TableColumn(column) { Alignment = column == "sector" ? Justify.Left : Justify.Right });
        foreach (var sector in _sectors)
            table.AddRow([.. SectorText.Row(sector).Select(c => new Markup(Markup.Escape(c)))]);
        return table;
    }

    private string Since(ProcessState state)
    {
        var span = time.GetUtcNow() - state.Since;
        return span.TotalHours >= 1 ? $"{span.TotalHours:0.0} h" : span.TotalMinutes >= 1 ? $"{span.TotalMinutes:0} min" : $"{span.TotalSeconds:0} s";
    }

    private static string Phase(ProcessState? state) => state?.Phase switch
    {
        null or ProcessPhase.Waiting => "[grey]waiting[/]",
        ProcessPhase.Starting => "[yellow]starting[/]",
        ProcessPhase.Ready => "[green]ready[/]",
        ProcessPhase.Restarting => $"[red]{Markup.Escape(state.Detail ?? "restarting")}[/]",
        ProcessPhase.Stopping => "[yellow]stopping[/]",
        _ => "[grey]stopped[/]",
    };
}
