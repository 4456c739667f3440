using System.Net;
using Jinan.IndustryBrain.AppHost.Health;
using Jinan.IndustryBrain.AppHost.Installed;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Processes;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

namespace Jinan.IndustryBrain.AppHost.Tests.Health;

/// <summary>Which alarms are raised when.</summary>
public sealed class HealthWatchTests : IDisposable
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow();
    private readonly string _data = Directory.CreateTempSubdirectory("health-").FullName;
    private readonly Clock _clock = new();
    private ProcessState _state = State(ProcessPhase.Ready);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static ProcessState State(ProcessPhase phase, int restarts = 0, string? detail = null) =>
        new("brain", phase, null, restarts, Start, null, "brain.log", detail);

    private async Task<HealthSnapshot> LookAsync(TlsFiles? tls = null, long diskBelow = 1, Uri? health = null, TimeSpan later = default)
    {
        var process = new ProcessSpec("brain", "brain", [], "/", new Dictionary<string, string>(), health, null, false, new HashSet<string>());
        var plan = new RunPlan(Profile.Named("city"), new DataLayout(_data), [process], [], []);
        var configuration = new InstalledConfiguration(
            "industrybrain.yaml", new DataLayout(_data), new IPEndPoint(IPAddress.Loopback, 1), tls,
            new AlarmLimits(TimeSpan.FromMinutes(5), TimeSpan.FromDays(7), diskBelow), new Dictionary<string, int>(), new Dictionary<string, string>(),
            new Dictionary<string, IReadOnlyDictionary<string, string>>());
        _clock.Now = Start;
        using var watch = new HealthWatch(
            new BundleDescription("city", "1.0.0", "linux-x64", new Dictionary<string, string>()), configuration, plan, () => [_state], _clock);
        _clock.Now = Start + later;
        return await watch.LookAsync(TestContext.Current.CancellationToken);
    }

    private async Task BackUpAsync(DateTimeOffset time) => await File.WriteAllTextAsync(
        Path.Combine(_data, "last-backup.json"), $$"""{"time":"{{time:O}}","file":"b.tar.gz","bytes":1}""", TestContext.Current.CancellationToken);

    [Fact]
    public async Task Look_AllIsWell_IsSilentUntilTheBackupIsOld()
    {
        await BackUpAsync(Start);
        var snapshot = await LookAsync();
        Assert.Empty(snapshot.Alarms);
        Assert.Equal(HealthState.Healthy, snapshot.Status);
        Assert.Contains(AlarmKinds.BackupOld, (await LookAsync(later: TimeSpan.FromDays(8))).Alarms.Select(a => a.Id));
    }

    [Fact]
    public async Task Look_ServiceThatDoesNotAnswer_IsToldAsSilent()
    {
        var nobody = new Uri($"http://127.0.0.1:{Ports.FindFree(1, new HashSet<int>())}/health/ready");
        Assert.Contains((await LookAsync(health: nobody)).Alarms, a => a.Id == AlarmKinds.ServiceSilent);
    }

    [Fact]
    public async Task Look_NoBackup_IsAWarning() =>
        Assert.Contains((await LookAsync()).Alarms, a => a is { Id: AlarmKinds.BackupMissing, Severity: Severity.Warning });

    [Fact]
    public async Task Look_ProcessThatStarts_IsNoAlarmBeforeItsTime()
    {
        _state = State(ProcessPhase.Starting);
        var early = await LookAsync();
        Assert.Equal(HealthState.Starting, early.Status);
        Assert.DoesNotContain(early.Alarms, a => a.Id == AlarmKinds.ProcessDown);
        Assert.Contains((await LookAsync(later: TimeSpan.FromMinutes(3))).Alarms, a => a.Id == AlarmKinds.ProcessDown);
    }

    [Fact]
    public async Task Look_ProcessThatDied_IsDownWithItsLastWords()
    {
        _state = State(ProcessPhase.Restarting, restarts: 2, detail: "again in 4 s: no space left");
        var alarm = Assert.Single((await LookAsync()).Alarms, a => a.Id == AlarmKinds.ProcessDown);
        Assert.Equal(Severity.Critical, alarm.Severity);
        Assert.Contains("no space left", alarm.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ProcessThatCameBack_IsToldForAWhile()
    {
        _state = State(ProcessPhase.Ready, restarts: 1);
        Assert.Contains((await LookAsync()).Alarms, a => a.Id == AlarmKinds.ProcessRestarted);
        Assert.DoesNotContain((await LookAsync(later: TimeSpan.FromMinutes(11))).Alarms, a => a.Id == AlarmKinds.ProcessRestarted);
    }

    [Fact]
    public async Task Look_DiskBelowTheLimit_SaysWhatIsLeft()
    {
        var alarm = Assert.Single((await LookAsync(diskBelow: long.MaxValue)).Alarms, a => a.Id is AlarmKinds.DiskLow or AlarmKinds.DiskFull);
        Assert.EndsWith("GiB", alarm.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_CertificateThatIsGone_IsCritical() =>
        Assert.Contains(
            (await LookAsync(new TlsFiles(Path.Combine(_data, "none.pem"), null, null))).Alarms,
            a => a is { Id: AlarmKinds.CertificateUnusable, Severity: Severity.Critical } && a.Detail.Contains("is not there", StringComparison.Ordinal));

    [Theory]
    [InlineData("Degraded", AlarmKinds.ServiceDegraded)]
    [InlineData("Unhealthy", AlarmKinds.ServiceUnhealthy)]
    public async Task Look_WhatAServiceSaysOfItself_IsTheAlarm(string status, string alarm)
    {
        using var listener = new HttpListener();
        var port = Ports.FindFree(1, new HashSet<int>());
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var answering = AnswerAsync();
        var found = Assert.Single((await LookAsync(health: new Uri($"http://127.0.0.1:{port}/health/ready"))).Alarms, a => a.Id == alarm);
        Assert.Equal("the disk refuses", found.Detail);
        await answering;

        async Task AnswerAsync()
        {
            var context = await listener.GetContextAsync();
            context.Response.StatusCode = status == "Unhealthy" ? 503 : 200;
            var body = System.Text.Encoding.UTF8.GetBytes($$"""{"status":"{{status}}","checks":{"a":"Healthy","b":"the disk refuses"} }""");
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
