using System.CommandLine;
using Jinan.IndustryBrain.AppHost.Display;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Watch;

namespace Jinan.IndustryBrain.AppHost.Commands;

/// <summary>
/// Starts everything on free ports with a fresh data folder and waits until every sector has a computed insight that came the
/// whole way, from the PLC through the gateway to the brain.
/// </summary>
internal static class VerifyCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private static readonly Option<int> Timeout = new("--timeout")
    {
        Description = "Seconds, after the build, until it is given up",
        HelpName = "seconds",
        DefaultValueFactory = _ => 120,
    };

    private static readonly Option<bool> Keep = new("--keep")
    {
        Description = "Keep the temporary data folder; it is kept anyway when verification fails",
    };

    public static Command Create()
    {
        var command = new Command("verify", "Starts the demo afresh and waits for a computed insight of every sector; exit code 0 when they came.")
        {
            Timeout, Keep,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var json = parsed.GetValue(RunOptions.Json);
        // Always lines: what was seen is read afterwards.
        var display = RunDisplays.For(json, plain: true, time);
        return await Failures.ReportedAsync(display, async () =>
        {
            var manifest = parsed.GetValue(RunOptions.Manifest) ?? Checkout.FindManifest();
            var temporary = parsed.GetValue(RunOptions.Data) is null;
            var data = parsed.GetValue(RunOptions.Data) ?? Directory.CreateTempSubdirectory("industrybrain-verify-").FullName;
            var request = new SessionRequest(
                manifest, data, "demo", FreePorts: true, !parsed.GetValue(RunOptions.NoBuild), [], parsed.GetValue(RunOptions.Plant));
            var passed = await VerifyAsync(request, display, TimeSpan.FromSeconds(parsed.GetValue(Timeout)), time, cancellation);
            if (temporary && passed && !parsed.GetValue(Keep))
                Directory.Delete(data, recursive: true);
            else
                display.Note($"The data and logs are kept in {data}.");
            return passed ? 0 : 1;
        });
    }

    private static async Task<bool> VerifyAsync(
        SessionRequest request, IRunDisplay display, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        await using var session = await RunSession.StartAsync(request, display, time, cancellation);
        var started = time.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit);
        IReadOnlyList<SectorSummary> seen = [];
        try
        {
            await session.WhenReadyAsync(deadline.Token);
            while (!Complete(seen))
            {
                await Task.Delay(PollInterval, time, deadline.Token);
                seen = await session.Probe!.TryReadAsync(deadline.Token) ?? seen;
                display.Sectors(seen);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is up: what is missing is told below.
        }

        return Report(session, seen, display, time.GetElapsedTime(started));
    }

    private static bool Complete(IReadOnlyList<SectorSummary> sectors) =>
        sectors.Count == 4 && sectors.All(s => s.ComputedInsights > 0 && s.Values > 0);

    private static bool Report(RunSession session, IReadOnlyList<SectorSummary> seen, IRunDisplay display, TimeSpan elapsed)
    {
        if (display is JsonDisplay machine)
            machine.Write("verified", new { passed = Complete(seen), seconds = elapsed.TotalSeconds, sectors = seen });
        foreach (var line in SectorText.Lines(seen))
            display.Note(line);
        foreach (var state in session.States.Where(s => s.Phase != Processes.ProcessPhase.Ready || s.Restarts > 0))
            display.Note($"{state.Name} is {state.Phase.ToString().ToLowerInvariant()} after {state.Restarts} restarts; see {state.Log}");
        if (!Complete(seen))
        {
            var missing = seen.Where(s => s.ComputedInsights == 0).Select(s => s.Sector).ToList();
            display.Note(
                $"NOT verified after {elapsed.TotalSeconds:0} s: "
                + (missing.Count > 0 ? $"no computed insight of {string.Join(", ", missing)} reached the brain." : "nothing was seen at the brain."));
            return false;
        }

        display.Note($"Verified in {elapsed.TotalSeconds:0.0} s: each of the four sectors has computed insights at the brain.");
        return true;
    }
}
