using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Uplink.Exchange;

/// <summary>
/// What one factory and the city have to do with each other beside insights: the disclosure policy, cases and their reports,
/// tasks and answers, receipts, and the log of everything that left. One SQLite file, durable when a write returns
/// (<c>synchronous=FULL</c>). Thread-safe.
/// </summary>
internal sealed class ExchangeStore : IDisposable
{
    // 'report' is what the policy made of 'json', and all of it that may ever be sent.
    private const string Schema = """
        PRAGMA journal_mode=WAL;
        CREATE TABLE IF NOT EXISTS policies (number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, json TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS cases (
            id TEXT PRIMARY KEY, revision INTEGER NOT NULL, json TEXT NOT NULL, report TEXT, report_revision INTEGER NOT NULL DEFAULT 0,
            waits INTEGER NOT NULL DEFAULT 0, has_left INTEGER NOT NULL DEFAULT 0, fault TEXT, fault_code TEXT);
        CREATE INDEX IF NOT EXISTS cases_waiting ON cases (waits) WHERE waits = 1;
        CREATE TABLE IF NOT EXISTS tasks (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, json TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS tasks_by_revision ON tasks (revision);
        CREATE TABLE IF NOT EXISTS answers (id TEXT PRIMARY KEY, task TEXT NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL, state TEXT NOT NULL, fault TEXT,
            fault_code TEXT);
        CREATE TABLE IF NOT EXISTS receipts (number INTEGER PRIMARY KEY, json TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS exports (
            number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, bytes INTEGER NOT NULL,
            digest TEXT NOT NULL, outcome TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS last_exports (kind TEXT PRIMARY KEY, number INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL);
        """;

    private readonly string _connectionString;
    private readonly SemaphoreSlim _writes = new(1, 1);

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public ExchangeStore(string folder)
    {
        var file = Path.Combine(folder, "exchange.db");
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
        try
        {
            using var connection = Connect();
            connection.Do(Schema);
            // Made by a version that kept faults without their codes.
            connection.AddColumn("cases", "fault_code", "TEXT");
            connection.AddColumn("answers", "fault_code", "TEXT");
        }
        catch (SqliteException fault)
        {
            throw new IOException($"{file} cannot be used: {fault.Message}", fault);
        }
    }

    /// <summary>One transaction at a time; all of it is on the disk when this completes, or nothing.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await _writes.WaitAsync(cancellationToken);
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
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        return work(connection);
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
