using System.CommandLine;
using Jinan.IndustryBrain.AppHost.Display;
using Jinan.IndustryBrain.AppHost.Manifest;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.AppHost.Setup;
using Jinan.IndustryBrain.AppHost.Watch;

namespace Jinan.IndustryBrain.AppHost.Commands;

/// <summary>Runs a profile until it is told to stop.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan SectorInterval = TimeSpan.FromSeconds(3);

    public static RootCommand CreateRoot()
    {
        var root = new RootCommand("Jinan Industry Brain: starts what aspire-manifest.json describes on this machine and keeps it running. "
            + "With the city comes the bureau's cockpit, at the gateway's address (http://127.0.0.1:8480/ unless --ports is free).")
        {
            RunOptions.Profile, RunOptions.Factory, RunOptions.Ports,
            RunOptions.Plant, RunOptions.Manifest, RunOptions.Data, RunOptions.NoBuild, RunOptions.Json, RunOptions.Plain,
        };
        root.SetAction(RunAsync);
        return root;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var display = RunDisplays.For(parsed.GetValue(RunOptions.Json), parsed.GetValue(RunOptions.Plain), time);
        return await Failures.ReportedAsync(display, async () =>
        {
            var manifest = parsed.GetValue(RunOptions.Manifest) ?? Checkout.FindManifest();
            var request = new SessionRequest(
                manifest,
                parsed.GetValue(RunOptions.Data) ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(manifest))!, "data"),
                parsed.GetValue(RunOptions.Profile)!,
                parsed.GetValue(RunOptions.Ports) == "free",
                !parsed.GetValue(RunOptions.NoBuild),
                parsed.GetValue(RunOptions.Factory) ?? [],
                parsed.GetValue(RunOptions.Plant));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var orphaned = ParentWatch.WhenOrphanedAsync(time, stop.Token)
                .ContinueWith(t => { if (t.IsCompletedSuccessfully) stop.Cancel(); }, TaskScheduler.Default);
            await using (var session = await RunSession.StartAsync(request, display, time, stop.Token))
            {
                await session.WhenReadyAsync(stop.Token);
                foreach (var (what, address) in Doors(session))
                    display.Note($"{what}: {address}");
                display.Note($"Everything is ready. Ask with: dotnet run --project src/Cli -- status --data {session.Plan.Data.Root}");
                await ShowSectorsAsync(session, display, time, stop.Token);
            }

            await stop.CancelAsync();
            await orphaned.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        });
    }

    // What people open with a browser. The accounts are in apphost/realm and, for the console, in its first-password.txt.
    private static IEnumerable<(string What, Uri Address)> Doors(RunSession session)
    {
        foreach (var process in session.Plan.Processes)
        {
            if (process is { Name: "gateway", Url: { } city })
                yield return ("The bureau's cockpit (account 'bureau' of apphost/realm)", city);
            if (process is { Name: "edge-console", Url: { } edge })
                yield return ("The factory's console", edge);
        }
    }

    private static async Task ShowSectorsAsync(RunSession session, IRunDisplay display, TimeProvider time, CancellationToken stop)
    {
        if (session.Probe is not { } probe)
        {
            await Task.Delay(Timeout.Infinite, stop);
            return;
        }

        while (true)
        {
            if (await probe.TryReadAsync(stop) is { } sectors)
                display.Sectors(sectors);
            await Task.Delay(SectorInterval, time, stop);
        }
    }
}
