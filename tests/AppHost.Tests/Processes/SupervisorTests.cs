using System.Collections.Concurrent;
using System.Diagnostics;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;

namespace Jinan.IndustryBrain.AppHost.Tests.Processes;

/// <summary>With real processes: <c>cat</c> ends with its input as our services do, <c>sleep</c> does not.</summary>
public sealed class SupervisorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("apphost-test-").FullName;
    private readonly ConcurrentQueue<ProcessState> _changes = [];

    public SupervisorTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "uses cat and sh");
        Directory.CreateDirectory(Path.Combine(_folder, "logs"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Dispose_ProcessThatEndsWithItsInput_IsStoppedInGoodOrder()
    {
        int pid;
        await using (var supervisor = Supervise(Spec("one", "cat")))
        {
            await supervisor.StartAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
            pid = supervisor.States[0].Pid!.Value;
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(pid));
        Assert.Equal(
            [ProcessPhase.Starting, ProcessPhase.Ready, ProcessPhase.Stopping, ProcessPhase.Stopped], _changes.Select(c => c.Phase));
    }

    [Fact]
    public async Task Run_ProcessIsKilled_IsStartedAgainAndSaysSo()
    {
        await using var supervisor = Supervise(Spec("one", "sh", "-c", "echo last words; exec cat"));
        await supervisor.StartAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        var first = supervisor.States[0].Pid!.Value;
        await UntilAsync(() => ReadLog("one").Contains("last words", StringComparison.Ordinal));

        using (var process = Process.GetProcessById(first))
            process.Kill();

        await UntilAsync(() => supervisor.States[0] is { Phase: ProcessPhase.Ready, Restarts: 1 });
        Assert.NotEqual(first, supervisor.States[0].Pid);
        Assert.Contains(_changes, c => c.Phase == ProcessPhase.Restarting && c.Detail!.Contains("last words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_ProcessAfterAnother_WaitsUntilThatIsReady()
    {
        var second = Spec("second", "cat") with { After = new HashSet<string> { "first" } };
        await using var supervisor = Supervise(second, Spec("first", "cat"));

        await supervisor.StartAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

        var order = _changes.Select(c => (c.Name, c.Phase)).ToList();
        Assert.True(order.IndexOf(("first", ProcessPhase.Ready)) < order.IndexOf(("second", ProcessPhase.Starting)));
    }

    [Fact]
    public async Task Start_CommandThatDoesNotExist_IsTriedAgainAndLogged()
    {
        await using var supervisor = Supervise(Spec("one", "/nowhere/no-such-program"));
        var start = supervisor.StartAsync(TestContext.Current.CancellationToken);

        await UntilAsync(() => supervisor.States[0].Restarts >= 2);

        Assert.False(start.IsCompleted);
        Assert.Contains("cannot be started", supervisor.States[0].Detail);
    }

    private Supervisor Supervise(params ProcessSpec[] specs) => new(
        new RunPlan(Profile.Named("edge"), new DataLayout(_folder), specs, [], []), TimeProvider.System, _changes.Enqueue);

    private string ReadLog(string name)
    {
        using var log = new StreamReader(new FileStream(
            Path.Combine(_folder, "logs", name + ".log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return log.ReadToEnd();
    }

    private static ProcessSpec Spec(string name, string command, params string[] args) => new(
        name, command, args, "/", new Dictionary<string, string>(), null, null, External: false, After: new HashSet<string>());

    private static async Task UntilAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Patience, "It did not come to that.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
