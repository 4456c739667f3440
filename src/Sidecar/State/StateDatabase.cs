using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Sidecar.State;

/// <summary>The SQL. One connection writes (its caller sees to it that one thread does), others read beside it (WAL).</summary>
internal sealed class StateDatabase : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS state (
          key TEXT PRIMARY KEY,
          value BLOB NOT NULL,
          etag TEXT NOT NULL,
          expires INTEGER,
          updated INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS state_expires ON state (expires) WHERE expires IS NOT NULL;
        """;

    // A row that has expired but was not removed yet counts as absent everywhere.
    private const string Alive = "(expires IS NULL OR expires > $now)";

    private readonly string _connectionString;
    private readonly ConcurrentBag<SqliteConnection> _idleReaders = [];
    private readonly SqliteConnection _writer;

    private StateDatabase(string connectionString, SqliteConnection writer)
    {
        _connectionString = connectionString;
        _writer = writer;
    }

    /// <exception cref="SqliteException">The file cannot be opened or is not a database.</exception>
    public static StateDatabase Open(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString();
        var writer = Connect(connectionString);
        try
        {
            Execute(writer, Schema);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
        return new(connectionString, writer);
    }

    private static SqliteConnection Connect(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        // The setting belongs to the connection, not to the file. An acknowledged write must survive power loss.
        Execute(connection, "PRAGMA synchronous = FULL;");
        return connection;
    }

    public Dictionary<string, StateValue> Read(IReadOnlyList<string> keys, long now)
    {
        var reader = _idleReaders.TryTake(out var idle) ? idle : Connect(_connectionString);
        try
        {
            var values = new Dictionary<string, StateValue>(keys.Count);
            using var command = reader.CreateCommand();
            command.CommandText = $"SELECT value, etag, expires FROM state WHERE key = $key AND {Alive}";
            var keyParameter = command.Parameters.Add("$key", SqliteType.Text);
            command.Parameters.AddWithValue("$now", now);
            foreach (var key in keys)
            {
                keyParameter.Value = key;
                using var row = command.ExecuteReader();
                if (row.Read())
                    values[key] = new(key, row.GetFieldValue<byte[]>(0), row.GetString(1), row.IsDBNull(2) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)));
            }
            return values;
        }
        finally
        {
            _idleReaders.Add(reader);
        }
    }

    /// <summary>One transaction for all requests; each is undone alone when it is atomic and one of its operations does not apply.</summary>
    public StateOutcome[][] Write(IReadOnlyList<StateRequest> requests, long now)
    {
        using var transaction = _writer.BeginTransaction(deferred: false);
        var outcomes = new StateOutcome[requests.Count][];
        for (var i = 0; i < requests.Count; i++)
            outcomes[i] = Apply(requests[i], transaction, now);
        transaction.Commit();
        return outcomes;
    }

    private StateOutcome[] Apply(StateRequest request, SqliteTransaction transaction, long now)
    {
        if (request.Operations.Count == 0)
            RemoveExpired(transaction, now);
        var outcomes = new StateOutcome[request.Operations.Count];
        if (request.Atomic)
            transaction.Save("request");
        for (var i = 0; i < outcomes.Length; i++)
            outcomes[i] = Apply(request.Operations[i], transaction, now) ? StateOutcome.Done : StateOutcome.EtagMismatch;
        if (request.Atomic && outcomes.Contains(StateOutcome.EtagMismatch))
            transaction.Rollback("request");
        return outcomes;
    }

    private bool Apply(StateOperation operation, SqliteTransaction transaction, long now)
    {
        using var command = _writer.CreateCommand();
        command.Transaction = transaction;
        command.Parameters.AddWithValue("$key", operation.Key);
        command.Parameters.AddWithValue("$now", now);
        var hasEtag = !string.IsNullOrEmpty(operation.Etag);
        if (hasEtag)
            command.Parameters.AddWithValue("$etag", operation.Etag);
        if (operation.IsDelete)
        {
            command.CommandText = hasEtag
                ? $"DELETE FROM state WHERE key = $key AND etag = $etag AND {Alive}"
                : "DELETE FROM state WHERE key = $key";
            return command.ExecuteNonQuery() > 0 || !hasEtag;
        }

        command.Parameters.AddWithValue("$value", operation.Value.ToArray());
        command.Parameters.AddWithValue("$new", Guid.NewGuid().ToString());
        command.Parameters.AddWithValue("$expires", operation.TimeToLive is { } life ? now + (long)life.TotalMilliseconds : DBNull.Value);
        const string Changes = "value = $value, etag = $new, expires = $expires, updated = $now";
        command.CommandText = hasEtag
            ? $"UPDATE state SET {Changes} WHERE key = $key AND etag = $etag AND {Alive}"
            : $"INSERT INTO state (key, value, etag, expires, updated) VALUES ($key, $value, $new, $expires, $now) ON CONFLICT (key) DO UPDATE SET {Changes}"
                + (operation.Concurrency == StateConcurrency.FirstWrite ? $" WHERE NOT {Alive}" : "");
        return command.ExecuteNonQuery() > 0;
    }

    private void RemoveExpired(SqliteTransaction transaction, long now)
    {
        using var command = _writer.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM state WHERE expires <= $now";
        command.Parameters.AddWithValue("$now", now);
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var reader in _idleReaders)
            reader.Dispose();
        _writer.Dispose();
    }
}
