using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Health;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>Starts and stops an installed bundle: through systemd where it is a service of it, else as a process of this user.</summary>
internal sealed class ServiceControl(InstalledConfiguration configuration, string runner, bool isSystemd, TimeProvider time)
{
    public const string Unit = "industrybrain.service";
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(500);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private string LogFile => Path.Combine(configuration.Data.Logs, "industrybrain.log");

    /// <param name="prefix">The installation; null for a bundle that was unpacked and not installed.</param>
    public static ServiceControl For(InstalledConfiguration configuration, Bundle bundle, InstallFolders? prefix, TimeProvider time)
    {
        // Through the link, so that what is started is what is current then.
        var runner = Path.Combine(prefix is null ? bundle.Folder : prefix.Current, "bin", "industrybrain");
        var unit = Path.Combine("/etc/systemd/system", Unit);
        var isSystemd = prefix is not null && Directory.Exists("/run/systemd/system") && File.Exists(unit)
            && File.ReadAllText(unit).Contains(runner, StringComparison.Ordinal);
        return new ServiceControl(configuration, runner, isSystemd, time);
    }

    public async Task StartAsync(CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            throw new SetupException($"On Windows the bundle is the service {ServeCommand.WindowsServiceName}: use Start-Service, or 'industrybrain run'.");
        if (isSystemd)
        {
            await Tool.RunAsync("Starting the service", "systemctl", ["start", Unit], "/", cancellation);
            return;
        }

        Directory.CreateDirectory(configuration.Data.Logs);
        // A session of its own, so that it outlives the terminal; what it says goes to a file.
        await Tool.RunAsync(
            "Starting", "/bin/sh",
            ["-c", "setsid \"$0\" run --plain --config \"$1\" >> \"$2\" 2>&1 < /dev/null &", runner, configuration.File, LogFile], "/", cancellation);
    }

    /// <returns>False when it did not run.</returns>
    public async Task<bool> StopAsync(CancellationToken cancellation)
    {
        using var running = RunningBundle.Find(configuration.Data);
        if (isSystemd)
        {
            await Tool.RunAsync("Stopping the service", "systemctl", ["stop", Unit], "/", cancellation);
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
            throw new SetupException($"It is still running {StopLimit.TotalSeconds:0} s after it was asked to stop (pid {running.Id}). See {configuration.Data.Logs}.");
        }

        return true;
    }

    /// <summary>Waits until everything is ready.</summary>
    /// <param name="version">The version that has to answer.</param>
    /// <returns>Null when it is; else what it said last.</returns>
    public async Task<string?> WhenHealthyAsync(string version, TimeSpan limit, CancellationToken cancellation)
    {
        // Our own page on this machine: its certificate may well be for another name.
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator })
        {
            Timeout = TimeSpan.FromSeconds(5),
        };
        var started = time.GetTimestamp();
        var last = "its health page does not answer";
        while (time.GetElapsedTime(started) < limit)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(HealthAddress, "health.json"), cancellation);
                var health = await response.Content.ReadFromJsonAsync<HealthSnapshot>(Json, cancellation);
                last = $"{health!.Version} is {health.Status}: {string.Join("; ", health.Alarms.Where(a => a.Severity == Severity.Critical).Select(a => $"{a.Id} {a.Subject} {a.Detail}"))}";
                if (health.Version == version && health.Status is HealthState.Healthy or HealthState.Degraded)
                    return null;
            }
            catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                last = $"its health page {HealthAddress} does not answer ({e.Message})";
            }

            await Task.Delay(AskInterval, time, cancellation);
        }

        return $"{last}; its logs are in {configuration.Data.Logs}";
    }

    /// <summary>The health page, from this machine.</summary>
    public Uri HealthAddress
    {
        get
        {
            var isLocal = System.Net.IPAddress.IsLoopback(configuration.Health.Address);
            var host = configuration.Health.Address.Equals(System.Net.IPAddress.Any) ? "127.0.0.1" : configuration.Health.Address.ToString();
            return new Uri($"{(isLocal ? "http" : "https")}://{host}:{configuration.Health.Port}");
        }
    }
}
