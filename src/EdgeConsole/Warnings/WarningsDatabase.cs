using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>
/// Cases, their history, what has still to be published and who has still to be told: one SQLite file, so that a change and
/// all that follows from it are one transaction. Durable when a write returns (<c>synchronous=FULL</c>). Thread-safe.
/// </summary>
internal sealed class WarningsDatabase : IDisposable
{
    private const string Schema = """
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
        CREATE TABLE IF NOT EXISTS maintenance_past (
            factory TEXT NOT NULL, asset TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, who TEXT NOT NULL,
            note TEXT, held_back INTEGER NOT NULL, PRIMARY KEY (factory, asset, since)) WITHOUT ROWID;
        CREATE VIEW IF NOT EXISTS maintenance_all AS
            SELECT factory, asset, since, until, who, note, held_back FROM maintenance
            UNION ALL SELECT factory, asset, since, until, who, note, held_back FROM maintenance_past;
        CREATE TABLE IF NOT EXISTS maintenance_entries (
            factory TEXT NOT NULL, asset TEXT NOT NULL, since INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL,
            who TEXT NOT NULL, what TEXT NOT NULL, until INTEGER NOT NULL, text TEXT, PRIMARY KEY (factory, asset, since, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS rejected (
            factory TEXT NOT NULL, asset TEXT NOT NULL, capsule TEXT NOT NULL, model TEXT NOT NULL, level INTEGER NOT NULL,
            case_id TEXT NOT NULL, PRIMARY KEY (factory, asset, capsule, model)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS outbox (case_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, json TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS deliveries (
            number INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, factory TEXT NOT NULL, case_id TEXT NOT NULL,
            event TEXT NOT NULL, json TEXT NOT NULL, made INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
            next INTEGER NOT NULL, state TEXT NOT NULL, fault TEXT, fault_code TEXT);
        CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (state, next);
        """;

    // A version without the history of maintenance may have written here, before or in between.
    private const string Adoption = """
        INSERT INTO maintenance_entries (factory, asset, since, number, at, who, what, until, text)
        SELECT factory, asset, since, 1, since, who, 'began', until, note FROM maintenance AS m WHERE NOT EXISTS (
            SELECT 1 FROM maintenance_entries AS e WHERE e.factory = m.factory AND e.asset = m.asset AND e.since = m.since)
        """;

    private readonly string _connectionString;
    private readonly SemaphoreSlim _writes = new(1, 1);

    public WarningsDatabase(string folder)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "warnings.db") }.ToString();
        using var connection = Connect();
        connection.Do(Schema);
        connection.Do(Adoption);
        // Made by a version that kept faults without their codes.
        connection.AddColumn("deliveries", "fault_code", "TEXT");
    }

    /// <summary>One transaction at a time; all of it is on the disk when this completes, or nothing.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation)
    {
        await _writes.WaitAsync(cancellation);
        try
        {
            using var connection = Connect();
            using var transaction = connection.BeginTransaction();
            var result = work(connection);
            transaction.Commit();
            return result;
        }
        finally
        {
            _writes.Release();
        }
    }

    /// <summary>Reads what is committed, whoever writes meanwhile.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        return Task.FromResult(work(connection));
    }

    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _writes.Dispose();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        connection.Do("PRAGMA synchronous=FULL");
        return connection;
    }
}
