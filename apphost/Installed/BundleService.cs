using Jinan.IndustryBrain.AppHost.Commands;
using Jinan.IndustryBrain.AppHost.Display;
using Jinan.IndustryBrain.AppHost.Health;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>The life of an installed bundle within a service of the system.</summary>
internal sealed class BundleService(
    Bundle bundle, InstalledConfiguration configuration, IRunDisplay display, ISystemdNotifier systemd, TimeProvider time)
    : IHostedService, IAsyncDisposable
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    private static readonly TimeSpan OrphanLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PortInterval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private RunSession? _session;
    private HealthWatch? _watch;
    private Task _background = Task.CompletedTask;

    public HealthSnapshot Health => _watch!.Snapshot;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await WaitForPortsAsync(cancellationToken);
        var session = RunSession.StartInstalled(bundle, configuration, display, time);
        _session = session;
        _watch = new HealthWatch(bundle.Description, configuration, session.Plan, () => session.States, time);
        _background = Task.WhenAll(WatchAsync(_watch, session), session.WhenReadyAsync(_stopping.Token));
        Tell(ServiceState.Ready);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopping.IsCancellationRequested)
            return;
        Tell(ServiceState.Stopping);
        await _stopping.CancelAsync();
        await _background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_session is not null)
            await _session.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _watch?.Dispose();
        _stopping.Dispose();
    }

    // Whoever started us with Type=notify has named a socket; nobody else hears it.
    private void Tell(ServiceState state)
    {
        if (systemd.IsEnabled)
            systemd.Notify(state);
    }

    // A runner that was killed leaves its processes a few seconds, in which they still have their ports.
    private async Task WaitForPortsAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (configuration.Ports.Values.Any(port => !Ports.IsFree(port)) && time.GetElapsedTime(started) < OrphanLimit)
            await Task.Delay(PortInterval, time, cancellation);
    }

    private async Task WatchAsync(HealthWatch watch, RunSession session)
    {
        var said = HealthState.Starting;
        await watch.RunAsync(
            () =>
            {
                var health = watch.Snapshot;
                // Only while the watch looks does the system's watchdog hear of us.
                Tell(Alive);
                Tell(new ServiceState($"STATUS={health.Status}, {session.States.Count(s => s.Phase == ProcessPhase.Ready)} of {session.States.Count} processes ready"));

                if (health.Status == said)
                    return;
                said = health.Status;
                display.Note(
                    health.Alarms.Count == 0
                        ? $"Health: {health.Status}."
                        : $"Health: {health.Status}. {string.Join("; ", health.Alarms.Select(a => $"{a.Id} {a.Subject} {a.Detail}".TrimEnd()))}",
                    health.Status switch
                    {
                        HealthState.Unhealthy => NoteLevel.Error,
                        HealthState.Degraded => NoteLevel.Warning,
                        _ => NoteLevel.Information,
                    });
            },
            _stopping.Token);
    }
}
