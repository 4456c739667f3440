using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Installed;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

namespace Jinan.IndustryBrain.AppHost.Health;

/// <summary>Looks at the whole bundle every few seconds and keeps what it saw.</summary>
internal sealed class HealthWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StartGrace = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RestartShown = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CertificateNotice = TimeSpan.FromDays(30);
    private const long FullBytes = 1L << 30;

    private readonly BundleDescription _bundle;
    private readonly InstalledConfiguration _configuration;
    private readonly RunPlan _plan;
    private readonly Func<IReadOnlyList<ProcessState>> _states;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _started;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(4) };
    private readonly EdgeQuestions? _edge;
    private bool _wasReady;

    public HealthWatch(BundleDescription bundle, InstalledConfiguration configuration, RunPlan plan, Func<IReadOnlyList<ProcessState>> states, TimeProvider time)
    {
        (_bundle, _configuration, _plan, _states, _time) = (bundle, configuration, plan, states, time);
        _started = time.GetUtcNow();
        _edge = plan.Processes.Any(p => p.Name == "historian") ? new EdgeQuestions(plan, _http) : null;
        Snapshot = new HealthSnapshot(
            HealthState.Starting, bundle.Profile, bundle.Version, bundle.Runtime, _started, _started, [], [], null, null, null, null);
    }

    /// <summary>The last look.</summary>
    public HealthSnapshot Snapshot { get; private set; }

    /// <param name="looked">Told after each look: the watch is alive.</param>
    public async Task RunAsync(Action looked, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        do
        {
            Snapshot = await LookAsync(cancellation);
            looked();
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    public void Dispose() => _http.Dispose();

    internal async Task<HealthSnapshot> LookAsync(CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var alarms = new List<Alarm>();
        var processes = await Task.WhenAll(_states().Select(state => AskAsync(state, cancellation)));
        foreach (var process in processes)
            alarms.AddRange(AlarmsOf(process, now));
        var edge = _edge is null ? null : await _edge.AskAsync(cancellation);
        if (edge is { } answered)
        {
            alarms.AddRange(answered.Alarms);
            if (answered.Health is { Factories: > 0 } values && now - (values.AliveThrough ?? _started) > _configuration.Limits.ValuesOlderThan)
                alarms.Add(AlarmKinds.Of(AlarmKinds.ValuesOld, "historian", $"{values.AliveThrough:u}"));
        }

        var disk = Disk(alarms);
        var backup = Backup(now, alarms);
        var certificate = Certificate(now, alarms);
        _wasReady |= processes.All(p => p.Phase == ProcessPhase.Ready);
        var status = !_wasReady ? HealthState.Starting
            : alarms.Any(a => a.Severity == Severity.Critical) ? HealthState.Unhealthy
            : alarms.Count > 0 ? HealthState.Degraded
            : HealthState.Healthy;
        return new HealthSnapshot(
            status, _bundle.Profile, _bundle.Version, _bundle.Runtime, _started, now, alarms, processes, disk, edge?.Health, backup, certificate);
    }

    private IEnumerable<Alarm> AlarmsOf(ProcessHealth process, DateTimeOffset now)
    {
        if (process.Phase != ProcessPhase.Ready)
        {
            if (process.Restarts > 0 || now - _started > StartGrace)
                yield return AlarmKinds.Of(AlarmKinds.ProcessDown, process.Name, process.Detail ?? "");
            yield break;
        }

        if (process.Restarts > 0 && now - process.Since < RestartShown)
            yield return AlarmKinds.Of(AlarmKinds.ProcessRestarted, process.Name, $"{process.Restarts}");
        if (process.Health is null)
            yield return AlarmKinds.Of(AlarmKinds.ServiceSilent, process.Name, "");
        else if (process.Health is "Unhealthy" or "Degraded")
            yield return AlarmKinds.Of(
                process.Health == "Unhealthy" ? AlarmKinds.ServiceUnhealthy : AlarmKinds.ServiceDegraded, process.Name, process.Detail ?? "");
    }

    private async Task<ProcessHealth> AskAsync(ProcessState state, CancellationToken cancellation)
    {
        var without = new ProcessHealth(state.Name, state.Phase, state.Restarts, state.Since, null, state.Detail);
        if (state.Phase != ProcessPhase.Ready)
            return without;
        // Of a process that has no such address running is all that can be known.
        if (_plan.Processes.First(p => p.Name == state.Name).Health is not { } health)
            return without with { Health = "" };
        try
        {
            using var response = await _http.GetAsync(health, cancellation);
            var body = await response.Content.ReadAsStringAsync(cancellation);
            // The sidecar answers as daprd does: with a status and no body.
            if (body.Length == 0)
                return without with { Health = response.IsSuccessStatusCode ? "Healthy" : "Unhealthy" };
            using var json = JsonDocument.Parse(body);
            var checks = json.RootElement.GetProperty("checks").EnumerateObject().Select(c => c.Value.ToString()).Where(c => c != "Healthy");
            return without with { Health = json.RootElement.GetProperty("status").GetString(), Detail = string.Join("; ", checks) };
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
            || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return without;
        }
    }

    private DiskHealth? Disk(List<Alarm> alarms)
    {
        try
        {
            var drive = new DriveInfo(_configuration.Data.Root);
            var disk = new DiskHealth(drive.AvailableFreeSpace, drive.TotalSize);
            var free = $"{disk.FreeBytes / (double)(1L << 30):0.0} GiB";
            if (disk.FreeBytes < FullBytes)
                alarms.Add(AlarmKinds.Of(AlarmKinds.DiskFull, _configuration.Data.Root, free));
            else if (disk.FreeBytes < _configuration.Limits.DiskBelowBytes)
                alarms.Add(AlarmKinds.Of(AlarmKinds.DiskLow, _configuration.Data.Root, free));
            return disk;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private DateTimeOffset? Backup(DateTimeOffset now, List<Alarm> alarms)
    {
        DateTimeOffset? last = null;
        try
        {
            last = JsonSerializer.Deserialize<LastBackup>(
                File.ReadAllBytes(Path.Combine(_configuration.Data.Root, LastBackup.FileName)), BundleDescription.Json)?.Time;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // There is none, or none that can be told of.
        }

        if (last is null)
            alarms.Add(AlarmKinds.Of(AlarmKinds.BackupMissing, _configuration.Data.Root, ""));
        else if (now - last > _configuration.Limits.BackupOlderThan)
            alarms.Add(AlarmKinds.Of(AlarmKinds.BackupOld, _configuration.Data.Root, $"{last:u}"));
        return last;
    }

    private DateTimeOffset? Certificate(DateTimeOffset now, List<Alarm> alarms)
    {
        if (_configuration.Tls is not { } tls)
            return null;
        try
        {
            var ends = TlsCertificate.Load(tls, now).ValidUntil;
            if (ends - now < CertificateNotice)
                alarms.Add(AlarmKinds.Of(AlarmKinds.CertificateExpiring, tls.Certificate, $"{ends:u}"));
            return ends;
        }
        catch (TlsFileException e)
        {
            alarms.Add(AlarmKinds.Of(AlarmKinds.CertificateUnusable, tls.Certificate, e.Message));
            return null;
        }
    }
}
