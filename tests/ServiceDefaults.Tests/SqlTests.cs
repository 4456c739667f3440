using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.ServiceDefaults.Tests;

public sealed class SqlTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqlTests()
    {
        _connection.Open();
        _connection.Do("CREATE TABLE entries (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, text TEXT)");
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Row_WithATimeOfAnotherZoneAndNull_ComesBackAsTheSameMoment()
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(1, Add(1, at, null));
        Assert.Equal(1, Add(2, at, "it's quoted; DROP TABLE entries"));
        var rows = _connection.Read("SELECT at, text FROM entries ORDER BY id", row => (row.Time(0), row.TextOrNull(1)));
        Assert.Equal([(at, null), (at, "it's quoted; DROP TABLE entries")], rows);
        Assert.Equal(TimeSpan.Zero, rows[0].Item1.Offset);
        Assert.Equal(2, _connection.Do("UPDATE entries SET text = NULL"));
    }

    [Fact]
    public void Number_OfNothing_IsNullOrZero()
    {
        Assert.Null(_connection.NumberOrNull("SELECT max(id) FROM entries"));
        Assert.Null(_connection.NumberOrNull("SELECT id FROM entries WHERE id = $id", ("$id", 7)));
        Assert.Equal(0, _connection.Number("SELECT id FROM entries"));
        Add(7, DateTimeOffset.UnixEpoch, null);
        Assert.Equal(7, _connection.NumberOrNull("SELECT max(id) FROM entries"));
    }

    [Fact]
    public void Statement_WithinATransaction_BelongsToIt()
    {
        using (var transaction = _connection.BeginTransaction())
        {
            Add(1, DateTimeOffset.UnixEpoch, null);
            Assert.Equal(1, _connection.Number("SELECT count(*) FROM entries"));
            transaction.Rollback();
        }

        Assert.Equal(0, _connection.Number("SELECT count(*) FROM entries"));
    }

    private int Add(int id, DateTimeOffset at, string? text) =>
        _connection.Do("INSERT INTO entries VALUES ($id, $at, $text)", ("$id", id), ("$at", at), ("$text", text));
}
