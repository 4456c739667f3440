using System.Data.Common;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Historian.Trends;

/// <summary>Spans of a signal that came to be wrong, from first to last.</summary>
internal readonly record struct TrendHole(long Id, int Signal, long First, long Last);

/// <summary>
/// One factory's spans in SQLite. All of it can be made again from the values as long as they are kept: where the file is
/// missing it is made anew. Spans in which nothing came are not stored. Not thread-safe.
/// </summary>
internal sealed class TrendStore : IDisposable
{
    public const string FileName = "trends.db";
    private const int Version = 1;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS spans (
            signal INTEGER, span INTEGER, rows INTEGER NOT NULL, count INTEGER NOT NULL, min REAL, max REAL, sum REAL, held INTEGER NOT NULL, last REAL,
            PRIMARY KEY (signal, span)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS signals (signal INTEGER PRIMARY KEY, next INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS holes (id INTEGER PRIMARY KEY AUTOINCREMENT, signal INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
        """;

    private readonly SqliteConnection _connection;

    private TrendStore(SqliteConnection connection) => _connection = connection;

    public static TrendStore Open(string folder)
    {
        var path = Path.Join(folder, FileName);
        try
        {
            return OpenFile(path);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26)
        {
            // SQLITE_CORRUPT, SQLITE_NOTADB: what can be made again is not worth a factory that does not start.
            SqliteConnection.ClearAllPools();
            foreach (var ending in new[] { "", "-wal", "-shm" })
                File.Delete(path + ending);
            return OpenFile(path);
        }
    }

    /// <summary>Null until <see cref="SetFact"/>.</summary>
    public long? Fact(string name) => _connection.NumberOrNull("SELECT value FROM facts WHERE name = $name", ("$name", name));

    public void SetFact(string name, long value) =>
        _connection.Do("INSERT INTO facts VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = $value", ("$name", name), ("$value", value));

    /// <summary>For each signal the first span that was not yet made.</summary>
    public Dictionary<int, long> Next() =>
        _connection.Read("SELECT signal, next FROM signals", row => KeyValuePair.Create(row.GetInt32(0), row.GetInt64(1))).ToDictionary();

    public void SetNext(int signal, long next) =>
        _connection.Do("INSERT INTO signals VALUES ($signal, $next) ON CONFLICT (signal) DO UPDATE SET next = $next", ("$signal", signal), ("$next", next));

    public List<TrendHole> Holes() => _connection.Read(
        "SELECT id, signal, first, last FROM holes ORDER BY signal, first",
        row => new TrendHole(row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3)));

    public void AddHole(int signal, long first, long last) =>
        _connection.Do("INSERT INTO holes (signal, first, last) VALUES ($signal, $first, $last)", ("$signal", signal), ("$first", first), ("$last", last));

    /// <summary>Spans made anew count from now on.</summary>
    public void FillHole(long id) => _connection.Do("DELETE FROM holes WHERE id = $id", ("$id", id));

    /// <summary>Puts what was made in place of what is there between two spans.</summary>
    public void Replace(int signal, long first, long last, IReadOnlyList<TrendSpan> spans)
    {
        _connection.Do("DELETE FROM spans WHERE signal = $signal AND span BETWEEN $first AND $last", ("$signal", signal), ("$first", first), ("$last", last));
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO spans VALUES ($signal, $span, $rows, $count, $min, $max, $sum, $held, $last)";
        var values = new[] { "$signal", "$span", "$rows", "$count", "$min", "$max", "$sum", "$held", "$last" }
            .Select(name => insert.Parameters.Add(new SqliteParameter(name, null))).ToArray();
        foreach (var span in spans)
        {
            // SQLite keeps NaN as null: a sum of infinities of both signs is none.
            object?[] row = [signal, span.Index, span.Rows, span.Count, span.Min, span.Max, double.IsNaN(span.Sum) ? null : span.Sum, span.Held, span.Last];
            for (var i = 0; i < row.Length; i++)
                values[i].Value = row[i] ?? DBNull.Value;
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Stored spans from the last one before <paramref name="first"/> on, in order.</summary>
    public List<TrendSpan> Read(int signal, long first, long last) => _connection.Read(
        """
        SELECT span, rows, count, min, max, sum, held, last FROM spans WHERE signal = $signal AND span <= $last
        AND span >= coalesce((SELECT max(span) FROM spans WHERE signal = $signal AND span < $first), $first) ORDER BY span
        """,
        row => new TrendSpan(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), FigureOrNull(row, 3), FigureOrNull(row, 4), FigureOrNull(row, 5) ?? double.NaN,
            row.GetInt64(6), FigureOrNull(row, 7)),
        ("$signal", signal), ("$first", first), ("$last", last));

    /// <summary>The first stored span after one; null where there is none.</summary>
    public long? FirstAfter(int signal, long span) =>
        _connection.NumberOrNull("SELECT min(span) FROM spans WHERE signal = $signal AND span > $span", ("$signal", signal), ("$span", span));

    /// <summary>Spans from one on are not to be believed: they are made again.</summary>
    public void ForgetFrom(long span) => InTransaction(() =>
    {
        _connection.Do("DELETE FROM spans WHERE span >= $span", ("$span", span));
        _connection.Do("DELETE FROM holes WHERE first >= $span", ("$span", span));
        _connection.Do("UPDATE holes SET last = $span - 1 WHERE last >= $span", ("$span", span));
        _connection.Do("UPDATE signals SET next = $span WHERE next > $span", ("$span", span));
    });

    /// <summary>Removes spans before one, but for what holds there.</summary>
    public void RemoveBefore(long span) => _connection.Do(
        "DELETE FROM spans WHERE span < (SELECT max(other.span) FROM spans other WHERE other.signal = spans.signal AND other.span <= $span)",
        ("$span", span));

    /// <summary>The values of spans before one are gone: what is there stays as it is.</summary>
    public void FreezeBefore(long span) => _connection.Do("DELETE FROM holes WHERE first < $span", ("$span", span));

    public void InTransaction(Action action)
    {
        using var transaction = _connection.BeginTransaction();
        action();
        transaction.Commit();
    }

    public void Dispose() => _connection.Dispose();

    private static TrendStore OpenFile(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            var store = new TrendStore(connection);
            connection.Do("PRAGMA journal_mode=WAL");
            // A hole that a power cut takes back would let stale spans stand for values that came late.
            connection.Do("PRAGMA synchronous=FULL");
            connection.Do(Schema);
            if ((store.Fact("version") ?? Version) != Version)
                throw new SqliteException("made by another version", 26);
            store.SetFact("version", Version);
            return store;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static double? FigureOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
