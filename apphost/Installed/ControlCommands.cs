using System.CommandLine;
using Jinan.IndustryBrain.AppHost.Commands;
using Jinan.IndustryBrain.AppHost.Display;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary><c>start</c>, <c>ready</c>, <c>stop</c>, <c>check</c> and <c>where</c>.</summary>
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
        command.SetAction((parsed, cancellation) => ReportedAsync(parsed, async (bundle, display) =>
        {
            var configuration = InstalledCommands.ReadConfiguration(bundle, parsed);
            var control = ServiceControl.For(configuration.File, configuration.Data, bundle, InstallFolders.Of(bundle));
            await control.StartAsync(cancellation);
            return await WhenReadyAsync(configuration, bundle, parsed, display, control, cancellation);
        }));
        return command;
    }

    public static Command Ready()
    {
        var command = new Command("ready", "Waits until everything of this version is ready, whoever started it.") { Wait };
        command.SetAction((parsed, cancellation) => ReportedAsync(parsed, (bundle, display) =>
        {
            var configuration = InstalledCommands.ReadConfiguration(bundle, parsed);
            return WhenReadyAsync(
                configuration, bundle, parsed, display, ServiceControl.For(configuration.File, configuration.Data, bundle, InstallFolders.Of(bundle)), cancellation);
        }));
        return command;
    }

    public static Command Stop()
    {
        var command = new Command("stop", "Stops the bundle in good order.");
        command.SetAction((parsed, cancellation) => ReportedAsync(parsed, async (bundle, display) =>
        {
            var file = InstalledCommands.ConfigurationFileOf(bundle, parsed);
            var stopped = await ServiceControl.For(file, InstalledConfiguration.DataOf(file), bundle, InstallFolders.Of(bundle)).StopAsync(cancellation);
            display.Note(stopped ? "Stopped." : "It did not run.");
            return 0;
        }));
        return command;
    }

    public static Command Check()
    {
        var command = new Command("check", "Checks the configuration and says every fault.");
        command.SetAction((parsed, _) => ReportedAsync(parsed, (bundle, display) =>
        {
            var configuration = InstalledCommands.ReadConfiguration(bundle, parsed);
            display.Note($"{configuration.File} can be used; data in {configuration.Data.Root}, health page at {configuration.HealthAddress}.");
            return Task.FromResult(0);
        }));
        return command;
    }

    public static Command Where()
    {
        var command = new Command("where", "Prints the data folder.");
        command.SetAction((parsed, _) => ReportedAsync(parsed, (bundle, _) =>
        {
            Console.WriteLine(InstalledConfiguration.DataOf(InstalledCommands.ConfigurationFileOf(bundle, parsed)).Root);
            return Task.FromResult(0);
        }));
        return command;
    }

    private static async Task<int> WhenReadyAsync(
        InstalledConfiguration configuration, Bundle bundle, ParseResult parsed, IRunDisplay display, ServiceControl control, CancellationToken cancellation)
    {
        var limit = TimeSpan.FromSeconds(parsed.GetValue(Wait));
        if (await new Readiness(configuration, TimeProvider.System).WhenReadyAsync(bundle.Description.Version, limit, cancellation) is { } reason)
        {
            display.Error($"It is not ready: {reason}; {control.LastWords()}");
            return 1;
        }

        display.Note($"Everything is ready. Health page: {configuration.HealthAddress}");
        return 0;
    }

    private static async Task<int> ReportedAsync(ParseResult parsed, Func<Bundle, IRunDisplay, Task<int>> run)
    {
        var display = RunDisplays.For(parsed.GetValue(RunOptions.Json), plain: true, TimeProvider.System);
        return await Failures.ReportedAsync(display, () => run(InstallFolders.RequireBundle(), display));
    }
}
