using Jinan.IndustryBrain.AppHost.Display;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>
/// Puts another version in the place of the one that runs. Versions lie side by side and the data stays where it is; while
/// neither runs the machines' servers keep what changes, and the coverage ledger says what they could not.
/// </summary>
internal sealed class Upgrade(InstallFolders folders, IRunDisplay display, TimeSpan limit, TimeProvider time)
{
    // For the version that is known to work, on a machine that may be busy.
    private static readonly TimeSpan BackLimit = TimeSpan.FromMinutes(3);

    /// <summary>Installs a bundle beside the current one and switches to it.</summary>
    /// <exception cref="SetupException">It cannot be; what ran before runs again.</exception>
    public async Task ToAsync(Bundle next, string? configurationFile, CancellationToken cancellation)
    {
        var current = Bundle.Read(Target(folders.Current));
        if (current.Description.Profile != next.Description.Profile || current.Description.Runtime != next.Description.Runtime)
            throw new SetupException(
                $"{folders.Prefix} has a bundle for {current.Description.Profile} on {current.Description.Runtime}; this one is for {next.Description.Profile} on {next.Description.Runtime}.");
        await display.StepAsync("Checking the bundle", () => BundleCopy.VerifyAsync(next, cancellation));
        var target = folders.Of(next.Description.Version);
        if (Directory.Exists(target) && !await BundleCopy.IsSameAsync(target, next.Folder, cancellation))
            throw new SetupException($"Version {next.Description.Version} is installed already, with other content. Take a bundle with a version of its own.");
        // Before anything is stopped: what the new version cannot read would stop it, too.
        var configuration = Read(next, configurationFile);
        if (!Directory.Exists(target))
            await display.StepAsync($"Copying to {target}", () => BundleCopy.CopyAsync(next, target, cancellation));
        if (current.Description.Version == next.Description.Version)
        {
            display.Note($"Version {next.Description.Version} is the current one already.");
            return;
        }

        await SwitchAsync(current, Bundle.Read(target), configuration, cancellation);
    }

    /// <summary>Switches to the version of before.</summary>
    /// <exception cref="SetupException">There is none, or it does not come up.</exception>
    public async Task BackAsync(string? configurationFile, CancellationToken cancellation)
    {
        if (!Directory.Exists(folders.Previous))
            throw new SetupException($"{folders.Prefix} has no previous version. Run install.sh of the bundle whose version you want.");
        var previous = Bundle.Read(Target(folders.Previous));
        await SwitchAsync(Bundle.Read(Target(folders.Current)), previous, Read(previous, configurationFile), cancellation);
    }

    private async Task SwitchAsync(Bundle from, Bundle to, InstalledConfiguration configuration, CancellationToken cancellation)
    {
        var control = ServiceControl.For(configuration.File, configuration.Data, from, folders);
        var stopped = time.GetTimestamp();
        var wasRunning = false;
        await display.StepAsync($"Stopping {from.Description.Version}", async () => wasRunning = await control.StopAsync(cancellation));
        var previous = Directory.Exists(folders.Previous) ? Target(folders.Previous) : null;
        await LinkAsync(folders.Previous, from.Folder, cancellation);
        await LinkAsync(folders.Current, to.Folder, cancellation);
        await SystemdUnit.RenewAsync(folders, to, cancellation);
        if (!wasRunning)
        {
            display.Note($"{to.Description.Version} is current. It did not run and was not started.");
            return;
        }

        var readiness = new Readiness(configuration, time);
        var reason = await StartAsync(control, readiness, to, limit, cancellation);
        if (reason is null)
        {
            display.Note($"{to.Description.Version} runs; {time.GetElapsedTime(stopped).TotalSeconds:0} s after {from.Description.Version} was asked to stop. The coverage ledger has what the machines' servers could not keep for so long.");
            return;
        }

        // Whatever happens: from here on what ran before is to run again.
        display.Note($"{to.Description.Version} does not come up: {reason}. Going back to {from.Description.Version}.", NoteLevel.Warning);
        await control.StopAsync(CancellationToken.None);
        await LinkAsync(folders.Current, from.Folder, CancellationToken.None);
        await SystemdUnit.RenewAsync(folders, from, CancellationToken.None);
        if (previous is null)
            File.Delete(folders.Previous);
        else
            await LinkAsync(folders.Previous, previous, CancellationToken.None);
        var again = await StartAsync(control, readiness, from, limit > BackLimit ? limit : BackLimit, CancellationToken.None);
        throw new SetupException(
            $"{to.Description.Version} did not come up ({reason}). "
            + (again is null ? $"{from.Description.Version} runs again; nothing was lost." : $"{from.Description.Version} was put back and does not come up either: {again}."));
    }

    private async Task<string?> StartAsync(ServiceControl control, Readiness readiness, Bundle bundle, TimeSpan within, CancellationToken cancellation)
    {
        string? reason = null;
        await display.StepAsync($"Starting {bundle.Description.Version}", async () =>
        {
            try
            {
                await control.StartAsync(cancellation);
                reason = await readiness.WhenReadyAsync(bundle.Description.Version, within, cancellation);
            }
            catch (SetupException e)
            {
                reason = e.Message;
            }
        });
        return reason;
    }

    private InstalledConfiguration Read(Bundle bundle, string? file) =>
        InstalledConfiguration.Read(file ?? folders.Configuration, bundle.Description, InstalledPlan.ProcessesOf(bundle), time.GetUtcNow());

    // Renamed over the old link: there is always one.
    private Task LinkAsync(string link, string version, CancellationToken cancellation) => Tool.RunAsync(
        "Switching versions", "/bin/sh", ["-c", "ln -sfn \"$1\" \"$0.new\" && mv -fT \"$0.new\" \"$0\"", link, Path.GetRelativePath(folders.Prefix, version)],
        folders.Prefix, cancellation);

    private static string Target(string link) => new DirectoryInfo(link).ResolveLinkTarget(returnFinalTarget: true)?.FullName
        ?? throw new SetupException($"There is no installation at {link}. Install with install.sh.");
}
