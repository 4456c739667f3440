using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;

/// <summary>A warnings.db of a console that knew maintenance only from cases, written by its own statements.</summary>
public sealed class WarningsUpgradeTests : IDisposable
{
    private const string OldSchema = """
        PRAGMA journal_mode=WAL;
        CREATE TABLE IF NOT EXISTS cases (
            id TEXT PRIMARY KEY, factory TEXT NOT NULL, asset TEXT NOT NULL, is_open INTEGER NOT NULL, changed INTEGER NOT NULL,
            ended INTEGER, went_on INTEGER NOT NULL DEFAULT 0, json TEXT NOT NULL) WITHOUT ROWID;
        CREATE UNIQUE INDEX IF NOT EXISTS cases_one_open ON cases (factory, asset) WHERE is_open = 1;
        CREATE INDEX IF NOT EXISTS cases_by_factory ON cases (factory, is_open, changed);
        CREATE TABLE IF NOT EXISTS insights (
            id TEXT PRIMARY KEY, case_id TEXT, capsule TEXT NOT NULL, model TEXT NOT NULL, level INTEGER NOT NULL,
            window_to INTEGER NOT NULL, taken INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS insights_by_case ON insights (case_id, window_to);
        CREATE TABLE IF NOT EXISTS entries (
            case_id TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, who TEXT, what TEXT NOT NULL, text TEXT,
            PRIMARY KEY (case_id, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS maintenance (
            factory TEXT NOT NULL, asset TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, who TEXT NOT NULL,
            note TEXT, held_back INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (factory, asset)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS rejected (
            factory TEXT NOT NULL, asset TEXT NOT NULL, capsule TEXT NOT NULL, model TEXT NOT NULL, level INTEGER NOT NULL,
            case_id TEXT NOT NULL, PRIMARY KEY (factory, asset, capsule, model)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS outbox (case_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, json TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS deliveries (
            number INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, factory TEXT NOT NULL, case_id TEXT NOT NULL,
            event TEXT NOT NULL, json TEXT NOT NULL, made INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
            next INTEGER NOT NULL, state TEXT NOT NULL, fault TEXT);
        CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (state, next);
        """;

    private const string OldMaintain = """
        INSERT INTO maintenance (factory, asset, since, until, who, note) VALUES ($factory, $asset, $now, $until, $who, $note)
        ON CONFLICT (factory, asset) DO UPDATE SET since = $now, until = $until, who = $who, note = $note, held_back = 0
        """;

    private static readonly DateTimeOffset Start = WarningsStand.Start;
    private readonly WarningsStand _stand = new();

    public void Dispose() => _stand.Dispose();

    [Fact]
    public async Task Database_OfBefore_KeepsCasesAndMaintenance_AndGivesThemAHistory()
    {
        await _stand.TakeAsync(_stand.Insight(0, asset: "m3"));
        var warning = await _stand.OnlyAsync();
        MakeOld();
        using (var connection = OpenOld())
        {
            OldMaintained(connection, "m1", Start.AddHours(-2), Start.AddHours(6), "li", "new gearbox");
            OldMaintained(connection, "m2", Start.AddDays(-3), Start.AddDays(-2), "wang", null);
            connection.Do("UPDATE maintenance SET held_back = 17 WHERE asset = 'm1'");
        }

        _stand.Reopen();
        Assert.Equal(warning.Id, (await _stand.OnlyAsync()).Id);
        Assert.Equal(["raised"], (await _stand.DetailAsync(warning)).History.Select(e => e.What));
        var running = Assert.Single(await _stand.RunningAsync());
        Assert.Equal(("m1", Start.AddHours(6), "li", "new gearbox", 17L), (running.Asset, running.Until, running.Who, running.Note, running.HeldBack));
        Assert.Equal(new MaintenanceEntry(Start.AddHours(-2), "li", "began", Start.AddHours(6), "new gearbox"), Assert.Single(running.History));
        Assert.Equal("wang", Assert.Single(Assert.Single((await _stand.PastAsync()).Listed).History).Who);
        Assert.Equal(InsightOutcome.HeldBack, await _stand.TakeAsync(_stand.Insight(1)));

        Assert.Equal(CaseChange.Done, await _stand.Maintenance.EndAsync(running, "wang", null, CancellationToken.None));
        _stand.Reopen();
        Assert.Equal(["began", "ended"], (await _stand.PastAsync()).Listed[0].History.Select(e => e.What));
        Assert.Equal(18, (await _stand.PastAsync()).Listed[0].HeldBack);
    }

    [Fact]
    public async Task Database_ThatWentBackToTheVersionBefore_IsReadThere_AndTakenAgain()
    {
        await _stand.MaintainAsync(Start.AddHours(8), asset: "m1");
        await _stand.MaintainAsync(Start.AddHours(8), asset: "m2");
        using (var connection = OpenOld())
        {
            connection.Do(OldSchema);
            Assert.Equal(2, connection.Number("SELECT count(*) FROM maintenance WHERE until > $now", ("$now", Start)));
            OldMaintained(connection, "m2", Start.AddHours(1), Start.AddHours(9), "wang", "by the version before");
        }

        _stand.Time.Advance(TimeSpan.FromHours(2));
        _stand.Reopen();
        Assert.Equal(
            [("m1", "li", "began", Start.AddHours(8)), ("m2", "wang", "began", Start.AddHours(9))],
            (await _stand.RunningAsync()).Select(m => (m.Asset, m.Who, Assert.Single(m.History).What, m.Until)));
    }

    /// <summary>Takes away what the version before did not have.</summary>
    private void MakeOld()
    {
        using var connection = OpenOld();
        foreach (var made in connection.Read("SELECT type, name FROM sqlite_schema WHERE name LIKE 'maintenance_%' ORDER BY type DESC", row => $"{row.GetString(0)} {row.GetString(1)}"))
            connection.Do($"DROP {made}");
        var after = connection.Read("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name", row => row.GetString(0));
        using var old = new SqliteConnection("Data Source=:memory:");
        old.Open();
        old.Do(OldSchema);
        Assert.Equal(old.Read("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name", row => row.GetString(0)), after);
    }

    private SqliteConnection OpenOld()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_stand.Folder, "warnings.db"), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void OldMaintained(SqliteConnection connection, string asset, DateTimeOffset since, DateTimeOffset until, string who, string? note) => connection.Do(
        OldMaintain, ("$factory", "auto-01"), ("$asset", asset), ("$now", since), ("$until", until), ("$who", who), ("$note", note));
}
