using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Historian.Insights;

/// <summary>
/// One factory's insights in SQLite: few, looked up by several keys, and each once whatever the broker repeats. Durable
/// when <see cref="AddAsync"/> returns (<c>synchronous=FULL</c>).
/// </summary>
internal sealed class InsightStore : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL;
        CREATE TABLE IF NOT EXISTS insights (
            id TEXT PRIMARY KEY, asset TEXT NOT NULL, capsule TEXT NOT NULL, model TEXT NOT NULL, state TEXT NOT NULL,
            window_from INTEGER NOT NULL, window_to INTEGER NOT NULL, stored INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS insights_by_time ON insights (window_to);
        CREATE INDEX IF NOT EXISTS insights_by_asset ON insights (asset, window_to);
        """;

    private readonly string _connectionString;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writes = new(1, 1);

    private InsightStore(string connectionString, TimeProvider time) => (_connectionString, _time) = (connectionString, time);

    /// <summary>How many are stored.</summary>
    public long Count { get; private set; }

    /// <summary>End of the newest window; null when there is none.</summary>
    public DateTimeOffset? Newest { get; private set; }

    public static async Task<InsightStore> OpenAsync(string folder, TimeProvider time, CancellationToken ct)
    {
        var store = new InsightStore(new SqliteConnectionStringBuilder { DataSource = Path.Join(folder, "insights.db") }.ToString(), time);
        await using var connection = await store.ConnectAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = Schema;
        await command.ExecuteNonQueryAsync(ct);
        await store.CountAsync(connection, ct);
        return store;
    }

    /// <returns>False when an insight of that id was stored before; that one stays.</returns>
    public async Task<bool> AddAsync(Insight insight, CancellationToken ct)
    {
        await _writes.WaitAsync(ct);
        try
        {
            await using var connection = await ConnectAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = """
                INSERT INTO insights (id, asset, capsule, model, state, window_from, window_to, stored, json)
                VALUES ($id, $asset, $capsule, $model, $state, $from, $to, $stored, $json) ON CONFLICT (id) DO NOTHING
                """;
            command.Parameters.AddWithValue("$id", insight.Id);
            command.Parameters.AddWithValue("$asset", insight.Asset);
            command.Parameters.AddWithValue("$capsule", insight.Model.Capsule);
            command.Parameters.AddWithValue("$model", insight.Model.Name);
            command.Parameters.AddWithValue("$state", InsightQuery.NameOf(insight.State));
            command.Parameters.AddWithValue("$from", insight.Window.From.UtcTicks);
            command.Parameters.AddWithValue("$to", insight.Window.To.UtcTicks);
            command.Parameters.AddWithValue("$stored", _time.GetUtcNow().UtcTicks);
            command.Parameters.AddWithValue("$json", JsonSerializer.Serialize(insight, ContractsJson.Default.Insight));
            if (await command.ExecuteNonQueryAsync(ct) == 0)
                return false;
            Count++;
            if (Newest is null || insight.Window.To > Newest)
                Newest = insight.Window.To.ToUniversalTime();
            return true;
        }
        finally
        {
            _writes.Release();
        }
    }

    /// <summary>The insights asked for as JSON documents, newest window first.</summary>
    public async IAsyncEnumerable<string> QueryAsync(
        InsightQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await ConnectAsync(ct);
        await using var command = connection.CreateCommand();
        var sql = new StringBuilder("SELECT json FROM insights WHERE window_to >= $from AND window_to < $to");
        command.Parameters.AddWithValue("$from", query.From.UtcTicks);
        command.Parameters.AddWithValue("$to", query.To.UtcTicks);
        Filter("asset = $asset", "$asset", query.Asset);
        Filter("(capsule = $model OR model = $model OR capsule || '/' || model = $model)", "$model", query.Model);
        Filter("state = $state", "$state", query.State is { } state ? InsightQuery.NameOf(state) : null);
        sql.Append(" ORDER BY window_to DESC, id LIMIT $limit");
        command.Parameters.AddWithValue("$limit", query.Limit);
        command.CommandText = sql.ToString();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return reader.GetString(0);

        void Filter(string condition, string name, string? value)
        {
            if (value is null)
                return;
            sql.Append(" AND ").Append(condition);
            command.Parameters.AddWithValue(name, value);
        }
    }

    public async Task<int> RemoveBeforeAsync(DateTimeOffset oldest, CancellationToken ct)
    {
        await _writes.WaitAsync(ct);
        try
        {
            await using var connection = await ConnectAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM insights WHERE window_to < $oldest";
            command.Parameters.AddWithValue("$oldest", oldest.UtcTicks);
            var removed = await command.ExecuteNonQueryAsync(ct);
            Count -= removed;
            return removed;
        }
        finally
        {
            _writes.Release();
        }
    }

    private async Task CountAsync(SqliteConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*), max(window_to) FROM insights";
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        Count = reader.GetInt64(0);
        Newest = reader.IsDBNull(1) ? null : new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero);
    }

    private async Task<SqliteConnection> ConnectAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous=FULL";
        await command.ExecuteNonQueryAsync(ct);
        return connection;
    }

    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _writes.Dispose();
    }
}
