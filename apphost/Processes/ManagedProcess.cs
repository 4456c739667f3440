using System.Diagnostics;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Processes;

/// <summary>Keeps one process running: starts it, waits for its health, starts it again when it dies, and stops it.</summary>
internal sealed class ManagedProcess : IDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(200);

    private readonly ProcessSpec _spec;
    private readonly ProcessLog _log;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly Action<ProcessState> _changed;
    private readonly Backoff _backoff = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ProcessState _state;
    private int _restarts;

    public ManagedProcess(ProcessSpec spec, ProcessLog log, HttpClient http, TimeProvider time, Action<ProcessState> changed)
    {
        _spec = spec;
        _log = log;
        _http = http;
        _time = time;
        _changed = changed;
        _state = new ProcessState(
            spec.Name, ProcessPhase.Waiting, null, 0, time.GetUtcNow(), spec.Url?.GetLeftPart(UriPartial.Authority), log.Path, null);
    }

    public ProcessState State => _state;

    /// <summary>Completes when the process was ready for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Runs until cancelled, then stops the process in good order.</summary>
    /// <param name="ending">
    /// The whole run is ending: a process that dies now is not started again. Ctrl+C on a terminal reaches every process of its
    /// group at once, also those whose turn to be stopped has not come.
    /// </param>
    /// <param name="stopping">It is this process's turn to be stopped.</param>
    public async Task RunAsync(CancellationToken ending, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending, stopping);
        while (!over.IsCancellationRequested)
        {
            var started = _time.GetTimestamp();
            using (var process = Start())
            {
                if (process is not null)
                    await LiveAsync(process, stopping);
            }

            if (over.IsCancellationRequested)
                break;
            var wait = _backoff.Next(_time.GetElapsedTime(started));
            _restarts++;
            Change(ProcessPhase.Restarting, null, $"again in {wait.TotalSeconds:0.#} s: {LastWords()}");
            await Task.Delay(wait, _time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Change(ProcessPhase.Stopped, null, null);
    }

    public void Dispose() => _log.Dispose();

    private Process? Start()
    {
        var start = new ProcessStartInfo(_spec.Command, _spec.Args)
        {
            WorkingDirectory = _spec.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in _spec.Env)
            start.Environment[key] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => _log.Write(line.Data);
        process.ErrorDataReceived += (_, line) => _log.Write(line.Data);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            _log.Write($"apphost: '{_spec.Command}' cannot be started: {e.Message}");
            process.Dispose();
            return null;
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Change(ProcessPhase.Starting, process.Id, null);
        return process;
    }

    private async Task LiveAsync(Process process, CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var exit = process.WaitForExitAsync(CancellationToken.None);
        var probe = ProbeAsync(process, gone.Token);
        await Task.WhenAny(exit, Task.Delay(Timeout.Infinite, stopping));
        await gone.CancelAsync();
        await probe.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!exit.IsCompleted)
            await StopAsync(process, exit);
    }

    private async Task ProbeAsync(Process process, CancellationToken gone)
    {
        while (_spec.Health is { } health && !await IsHealthyAsync(health, gone))
            await Task.Delay(ProbeInterval, _time, gone);
        gone.ThrowIfCancellationRequested();
        Change(ProcessPhase.Ready, process.Id, null);
        _ready.TrySetResult();
    }

    private async Task<bool> IsHealthyAsync(Uri health, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.GetAsync(health, cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    // The end of its input asks a service of ours to stop, on every platform; others are ended after the same grace.
    private async Task StopAsync(Process process, Task exit)
    {
        Change(ProcessPhase.Stopping, process.Id, null);
        process.StandardInput.Close();
        if (await Task.WhenAny(exit, Task.Delay(StopGrace, _time)) != exit)
        {
            _log.Write($"apphost: still running {StopGrace.TotalSeconds:0} s after it was asked to stop; ended.");
            process.Kill(entireProcessTree: true);
            await exit;
        }
    }

    private string LastWords() => _log.Tail().LastOrDefault(l => l.Length > 0) ?? "it said nothing";

    private void Change(ProcessPhase phase, int? pid, string? detail)
    {
        _state = _state with { Phase = phase, Pid = pid, Restarts = _restarts, Since = _time.GetUtcNow(), Detail = detail };
        _changed(_state);
    }
}
