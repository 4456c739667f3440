using System.CommandLine;
using Jinan.IndustryBrain.AppHost.Commands;
using Jinan.IndustryBrain.AppHost.Display;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary><c>start</c>, <c>stop</c>, <c>check</c> and <c>where</c>.</summary>
internal static class ControlCommands
{
    private static readonly Option<int> Wait = new("--wait")
    {
        Description = "Seconds until everything has to be ready",
        HelpName = "seconds",
        DefaultValueFactory = _ => 180,
    };

    public static Command Start()
    {
        var command = new Command("start", "Starts the bundle in the background, or its service, and waits until everything is ready.") { Wait };
        command.SetAction((parsed, cancellation) => ReportedAsync(parsed, async (bundle, configuration, display) =>
        {
            var control = ServiceControl.For(configuration, bundle, InstallFolders.Of(bundle), TimeProvider.System);
            await control.StartAsync(cancellation);
            if (await control.WhenHealthyAsync(bundle.Description.Version, TimeSpan.FromSeconds(parsed.GetValue(Wait)), cancellation) is { } reason)
            {
                display.Error($"It is not ready: {reason}.");
                return 1;
            }

            display.Note($"Everything is ready. Health page: {control.HealthAddress}");
            return 0;
        }));
        return command;
    }

    public static Command Stop()
    {
        var command = new Command("stop", "Stops the bundle in good order.");
        command.SetAction((parsed, cancellation) => ReportedAsync(parsed, async (bundle, configuration, display) =>
        {
            var stopped = await ServiceControl.For(configuration, bundle, InstallFolders.Of(bundle), TimeProvider.System).StopAsync(cancellation);
            display.Note(stopped ? "Stopped." : "It did not run.");
            return 0;
        }));
        return command;
    }

    public static Command Check()
    {
        var command = new Command("check", "Checks the configuration and says every fault.");
        command.SetAction((parsed, _) => ReportedAsync(parsed, (_, configuration, display) =>
        {
            display.Note($"{configuration.File} can be used; data in {configuration.Data.Root}, health page at {configuration.Health}.");
            return Task.FromResult(0);
        }));
        return command;
    }

    public static Command Where()
    {
        var command = new Command("where", "Prints the data folder.");
        command.SetAction((parsed, _) => ReportedAsync(parsed, (_, configuration, _) =>
        {
            Console.WriteLine(configuration.Data.Root);
            return Task.FromResult(0);
        }));
        return command;
    }

    private static async Task<int> ReportedAsync(ParseResult parsed, Func<Bundle, InstalledConfiguration, IRunDisplay, Task<int>> run)
    {
        var display = RunDisplays.For(parsed.GetValue(RunOptions.Json), plain: true, TimeProvider.System);
        return await Failures.ReportedAsync(display, () =>
        {
            var bundle = InstallFolders.RequireBundle();
            return run(bundle, InstalledCommands.ReadConfiguration(bundle, parsed), display);
        });
    }
}
