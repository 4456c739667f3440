using System.Diagnostics;
using System.Text.Json;

namespace Jinan.IndustryBrain.Functional.Tests.Running;

/// <summary>The real app host with real processes, on free ports and a data folder of its own.</summary>
public sealed class DemoRun : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly Process _apphost;
    private readonly Queue<string> _said = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DemoRun(Process apphost, string data)
    {
        _apphost = apphost;
        Data = data;
    }

    public string Data { get; }

    public int Pid => _apphost.Id;

    /// <param name="options">What is given to the app host besides data folder and ports.</param>
    public static Task<DemoRun> StartAsync(params string[] options) =>
        StartInAsync(Directory.CreateTempSubdirectory("industrybrain-test-").FullName, options);

    /// <param name="data">The data folder; it goes with the run.</param>
    public static Task<DemoRun> StartInAsync(string data, params string[] options) =>
        StartInAsync(data, new Dictionary<string, string>(), options);

    /// <param name="data">The data folder; it goes with the run.</param>
    /// <param name="settings">Environment variables of the app host, which its services inherit.</param>
    /// <param name="options">What is given to the app host besides data folder and ports.</param>
    public static async Task<DemoRun> StartInAsync(string data, IReadOnlyDictionary<string, string> settings, params string[] options)
    {
        // The test run built the whole solution, the services too.
        var start = new ProcessStartInfo("dotnet",
            [Checkout.OutputOf("apphost", "apphost"), "--data", data, "--ports", "free", "--no-build", "--json", .. options])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var run = new DemoRun(new Process { StartInfo = start }, data);
        run._apphost.OutputDataReceived += (_, line) => run.Hear(line.Data);
        run._apphost.ErrorDataReceived += (_, line) => run.Hear(line.Data);
        run._apphost.Start();
        run._apphost.BeginOutputReadLine();
        run._apphost.BeginErrorReadLine();
        try
        {
            var exit = run._apphost.WaitForExitAsync();
            if (await Task.WhenAny(run._ready.Task, exit, Task.Delay(StartLimit)) != run._ready.Task)
                Assert.Fail($"The app host was not ready within {StartLimit}. It said:\n{run.Said()}");
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the app host tells of its processes now.</summary>
    public RunSnapshot Snapshot() => RunSnapshot.Read(Data);

    /// <summary>Kills processes outright and waits until the app host has each of them ready again.</summary>
    public async Task KillAsync(IReadOnlyCollection<string> names, TimeSpan limit)
    {
        var before = Snapshot().Processes.Where(p => names.Contains(p.Name)).ToDictionary(p => p.Name);
        foreach (var process in before.Values)
            Signals.Kill(process.Pid!.Value);
        await Until.TrueAsync(
            () => Snapshot().Processes.Where(p => names.Contains(p.Name))
                .All(p => p.Phase == "ready" && p.Restarts > before[p.Name].Restarts),
            limit, () => $"{string.Join(", ", names)} ready again after SIGKILL; now: {string.Join("; ", Snapshot().Processes)}");
    }

    public async Task<int> StopAsync(Action<int> signal)
    {
        signal(_apphost.Id);
        using var limit = new CancellationTokenSource(StopLimit);
        await _apphost.WaitForExitAsync(limit.Token);
        return _apphost.ExitCode;
    }

    public string Said()
    {
        lock (_said)
            return string.Join('\n', _said);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_apphost.HasExited)
        {
            Signals.Terminate(_apphost.Id);
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await _apphost.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _apphost.Kill(entireProcessTree: true);
            }
        }

        _apphost.Dispose();
        if (TestContext.Current.TestState?.Result != TestResult.Failed)
            Directory.Delete(Data, recursive: true);
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > 200)
                _said.Dequeue();
        }

        if (line.Contains("Everything is ready", StringComparison.Ordinal))
            _ready.TrySetResult();
    }
}

public sealed record RunSnapshot(int Pid, Uri Sidecar, string Token, IReadOnlyList<RunningProcess> Processes)
{
    /// <param name="data">The data folder of the run.</param>
    public static RunSnapshot Read(string data)
    {
        // It is replaced as a whole, so it is never half written; only at the very end it is gone.
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "run", "apphost.json")));
        var root = json.RootElement;
        var sidecar = root.GetProperty("sidecar");
        return new RunSnapshot(
            root.GetProperty("pid").GetInt32(),
            new Uri(sidecar.GetProperty("url").GetString()!),
            sidecar.GetProperty("token").GetString()!,
            [.. root.GetProperty("resources").EnumerateArray().Select(r => new RunningProcess(
                r.GetProperty("name").GetString()!,
                r.GetProperty("phase").GetString()!,
                r.GetProperty("pid").ValueKind == JsonValueKind.Number ? r.GetProperty("pid").GetInt32() : null,
                r.GetProperty("restarts").GetInt32(),
                r.GetProperty("url").GetString(),
                r.GetProperty("log").GetString()!))]);
    }

    public RunningProcess this[string name] => Processes.Single(p => p.Name == name);
}

public sealed record RunningProcess(string Name, string Phase, int? Pid, int Restarts, string? Url, string Log);
