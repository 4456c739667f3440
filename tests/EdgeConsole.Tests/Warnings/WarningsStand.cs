using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Notifications;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;

/// <summary>The console's cases over a folder of their own; it can be closed and opened again over it.</summary>
internal sealed class WarningsStand : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 4, 0, 0, TimeSpan.Zero);

    private readonly Meters _meters = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("console-warnings-");

    public WarningsStand(NotificationOptions? options = null)
    {
        Options = options ?? new NotificationOptions();
        Open();
    }

    public FakeTimeProvider Time { get; } = new(Start);

    public NotificationOptions Options { get; }

    public WarningsDatabase Database { get; private set; } = null!;

    public NotificationSettingsStore Settings { get; private set; } = null!;

    public NotificationQueue Queue { get; private set; } = null!;

    public CaseChanges Changes { get; private set; } = null!;

    public CaseIntake Intake { get; private set; } = null!;

    public CaseDesk Desk { get; private set; } = null!;

    public MaintenanceDesk Maintenance { get; private set; } = null!;

    public NotificationSender Sender { get; private set; } = null!;

    public string Folder => _folder.FullName;

    /// <summary>As after a kill: what is in the file is all there is.</summary>
    public void Reopen()
    {
        Close();
        Open();
    }

    public void Dispose()
    {
        Close();
        _folder.Delete(recursive: true);
    }

    public Task<InsightOutcome> TakeAsync(Insight insight) => Intake.TakeAsync(insight, CancellationToken.None);

    public Task<CaseChange> ActAsync(WarningCase warning, CaseAction action, string? text = null, DateTimeOffset? until = null) =>
        Desk.ActAsync(warning.Factory, warning.Id, action, "li", text, until, CancellationToken.None);

    /// <param name="until">Its end.</param>
    /// <param name="who">Account.</param>
    /// <param name="text">A note.</param>
    /// <param name="asset">The machine.</param>
    public Task<CaseChange> MaintainAsync(DateTimeOffset until, string who = "li", string? text = null, string asset = "m1") =>
        Maintenance.BeginAsync("auto-01", asset, until, who, text, CancellationToken.None);

    public Task<IReadOnlyList<Maintenance>> RunningAsync() => Maintenance.RunningAsync("auto-01", CancellationToken.None);

    public Task<PastMaintenance> PastAsync() => Maintenance.PastAsync("auto-01", CancellationToken.None);

    public async Task<WarningCase> OnlyAsync(bool withEnded = false) => Assert.Single(await Desk.ListAsync(null, withEnded, CancellationToken.None)).Case;

    public async Task<CaseDetail> DetailAsync(WarningCase warning) => (await Desk.FindAsync(warning.Factory, warning.Id, CancellationToken.None))!;

    public Task<List<WarningCase>> WaitingAsync() => Database.ReadAsync(
        connection => connection.Read("SELECT json FROM outbox ORDER BY rowid", row => CaseChanges.CaseOf(row.GetString(0))), CancellationToken.None);

    /// <param name="number">Of the window; each has an id of its own.</param>
    /// <param name="level">Of the answer.</param>
    /// <param name="asset">The machine.</param>
    /// <param name="model">The model.</param>
    public Insight Insight(int number, InsightLevel level = InsightLevel.Warning, string asset = "m1", string model = "wear") => new()
    {
        Id = $"{asset}-{model}-{number}", Factory = "auto-01", Enterprise = "ent-auto-01", Sector = "auto", Asset = asset, AssetType = "robot",
        Model = new("capsule", "1.0.0", "digest", model, "health_index"),
        Window = new("grid", Start.AddSeconds(20 * number), Start.AddSeconds(20 * (number + 1))), State = InsightState.Computed, Value = 0.3, Unit = "1",
        Level = level, Contributions = [new("torque", 0.8), new("speed", 0.2)], Evidence = new([$"{asset}/torque"], 1, 40, new string('a', 64), 1, 1, 9),
        Hops = new(Start, Start, Time.GetUtcNow()),
    };

    private void Open()
    {
        Database = new WarningsDatabase(Folder);
        Settings = new NotificationSettingsStore(Folder);
        Queue = new NotificationQueue(Settings, Options, Time);
        Changes = new CaseChanges(Queue);
        Intake = new CaseIntake(Database, Changes, Time);
        Desk = new CaseDesk(Database, Changes, Time);
        Maintenance = new MaintenanceDesk(Database, Desk, Changes, Time);
        Sender = new NotificationSender(
            Database, Queue, Settings, new EmailChannel(Options, new PlaceTime(TimeZoneInfo.Utc, Time)), new WebhookChannel(Options, Time), Options,
            new WarningsMetrics(_meters), Time,
            NullLogger<NotificationSender>.Instance);
    }

    private sealed class Meters : System.Diagnostics.Metrics.IMeterFactory
    {
        public System.Diagnostics.Metrics.Meter Create(System.Diagnostics.Metrics.MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }

    private void Close()
    {
        Sender.Dispose();
        Queue.Dispose();
        Database.Dispose();
    }
}
