using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>Starts and stops an installed bundle: through systemd where it is a service of it, else as a process of this user.</summary>
/// <param name="configuration">The configuration's file.</param>
/// <param name="runner">What is started.</param>
/// <param name="isSystemd">Whether it is a service of systemd, which runs.</param>
internal sealed class ServiceControl(string configuration, DataLayout data, string runner, bool isSystemd)
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(90);

    private string LogFile => Path.Combine(data.Logs, ServeCommand.LogName);

    /// <param name="prefix">The installation; null for a bundle that was unpacked and not installed.</param>
    public static ServiceControl For(string configuration, DataLayout data, Bundle bundle, InstallFolders? prefix)
    {
        // Through the link, so that what is started is what is current then.
        var runner = Path.Combine(prefix is null ? bundle.Folder : prefix.Current, "bin", "industrybrain");
        return new ServiceControl(configuration, data, runner, prefix is not null && SystemdUnit.IsRunning && SystemdUnit.IsOf(prefix));
    }

    public async Task StartAsync(CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            throw new SetupException($"On Windows the bundle is the service {ServeCommand.WindowsServiceName}: use Start-Service, or 'industrybrain run'.");
        if (isSystemd)
        {
            RequireRoot();
            await Tool.RunAsync("Starting the service", "systemctl", ["start", SystemdUnit.Name], "/", cancellation);
            return;
        }

        data.CreatePrivately();
        // A session of its own, so that it outlives the terminal; what it says goes to a file.
        await Tool.RunAsync(
            "Starting", "/bin/sh",
            ["-c", "setsid \"$0\" run --plain --config \"$1\" >> \"$2\" 2>&1 < /dev/null &", runner, Path.GetFullPath(configuration), LogFile], "/", cancellation);
    }

    /// <summary>What the runner said last, for somebody who waits in vain; where to read it when it is a service.</summary>
    public string LastWords() => isSystemd ? "see: journalctl -u industrybrain"
        : File.Exists(LogFile) && File.ReadLines(LogFile).LastOrDefault(line => line.Length > 0) is { } said ? $"the runner said last: {said}"
        : $"see {LogFile}";

    /// <returns>False when it did not run.</returns>
    public async Task<bool> StopAsync(CancellationToken cancellation)
    {
        using var running = RunningBundle.Find(data);
        if (isSystemd)
        {
            RequireRoot();
            await Tool.RunAsync("Stopping the service", "systemctl", ["stop", SystemdUnit.Name], "/", cancellation);
            return running is not null;
        }

        if (running is null)
            return false;
        if (OperatingSystem.IsWindows())
            throw new SetupException($"On Windows the bundle is the service {ServeCommand.WindowsServiceName}: use Stop-Service.");
        await Tool.RunAsync("Stopping", "/bin/sh", ["-c", "kill -TERM \"$0\"", running.Id.ToString()], "/", cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StopLimit);
        try
        {
            await running.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SetupException($"It is still running {StopLimit.TotalSeconds:0} s after it was asked to stop (pid {running.Id}). See {data.Logs}.");
        }

        return true;
    }

    private static void RequireRoot()
    {
        if (!Environment.IsPrivilegedProcess)
            throw new SetupException("This installation is a service of the system: run the command as root, e.g. with sudo. Nothing was changed.");
    }
}
