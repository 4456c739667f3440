using System.Net.NetworkInformation;
using Jinan.IndustryBrain.Functional.Tests.Running;

namespace Jinan.IndustryBrain.Functional.Tests.Stopping;

/// <summary>However the app host ends, no process and no port of it is left.</summary>
public sealed class NothingLeftBehindTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Ends => ["SIGINT", "SIGTERM", "SIGKILL"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task AppHost_HoweverItEnds_LeavesNoProcessAndNoPort(string end)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends POSIX signals");
        await using var run = await DemoRun.StartAsync("--plant", DemoPlants.OneFactoryASector());
        var processes = run.Snapshot().Processes;
        var descendants = processes.Select(p => p.Pid!.Value).SelectMany(ProcessTree.Of).ToList();
        var ports = processes.Where(p => p.Url is not null).Select(p => new Uri(p.Url!).Port).ToHashSet();

        await run.StopAsync(end switch
        {
            "SIGINT" => Signals.Interrupt,
            "SIGTERM" => Signals.Terminate,
            _ => Signals.Kill,
        });

        await Until.TrueAsync(
            () => !descendants.Any(Signals.IsAlive), Patience,
            () => $"the end of {string.Join(", ", descendants.Where(Signals.IsAlive).Select(ProcessTree.CommandLine))}");
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(e => e.Port).Where(ports.Contains);
        Assert.Empty(listening);
    }
}
