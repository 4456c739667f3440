using System.Data.Common;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>
/// Known maintenance as it is stored, in the caller's transaction. The newest of each machine is in 'maintenance', where earlier
/// versions of the console look for it too; those before it are in 'maintenance_past', and what people did in 'maintenance_entries'.
/// </summary>
internal static class MaintenanceBook
{
    private const int MostListed = 200;
    private const string Columns = "factory, asset, since, until, who, note, held_back";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <returns>Whether a maintenance may have this end.</returns>
    public static bool CanEnd(DateTimeOffset? until, DateTimeOffset now) => until > now && until <= now + Longest;

    public static Maintenance? FindRunning(SqliteConnection connection, string factory, string asset, DateTimeOffset now) =>
        WithHistory(connection, factory, connection.Read(
            $"SELECT {Columns} FROM maintenance WHERE factory = $factory AND asset = $asset AND until > $now",
            MaintenanceOf, ("$factory", factory), ("$asset", asset), ("$now", now))).FirstOrDefault();

    /// <summary>The one that ends first comes first.</summary>
    public static IReadOnlyList<Maintenance> ListRunning(SqliteConnection connection, string factory, DateTimeOffset now) =>
        WithHistory(connection, factory, connection.Read(
            $"SELECT {Columns} FROM maintenance WHERE factory = $factory AND until > $now ORDER BY until, asset",
            MaintenanceOf, ("$factory", factory), ("$now", now)));

    /// <summary>What came to its end after a time.</summary>
    public static PastMaintenance ListPast(SqliteConnection connection, string factory, DateTimeOffset after, DateTimeOffset now)
    {
        (string, object?)[] values = [("$factory", factory), ("$after", after), ("$now", now), ("$most", MostListed)];
        const string past = "FROM maintenance_all WHERE factory = $factory AND until > $after AND until <= $now";
        var listed = connection.Read($"SELECT {Columns} {past} ORDER BY until DESC, asset LIMIT $most", MaintenanceOf, values);
        return new PastMaintenance(WithHistory(connection, factory, listed), connection.Number($"SELECT count(*) {past}", values));
    }

    /// <summary>Begins one until <see cref="MaintenanceEntry.Until"/>. One that runs ends with it.</summary>
    public static void Begin(SqliteConnection connection, string factory, string asset, MaintenanceEntry entry)
    {
        (string, object?)[] machine = [("$factory", factory), ("$asset", asset)];

        // A clock that was set back may bring the same moment again, and a test's stands still.
        var since = entry.At;
        while (connection.Number(
            "SELECT count(*) FROM maintenance_all WHERE factory = $factory AND asset = $asset AND since = $since", [.. machine, ("$since", since)]) > 0)
            since = since.AddTicks(1);

        if (FindRunning(connection, factory, asset, since) is { } running)
            SetEnd(connection, running, entry with { What = MaintenanceEvents.Superseded, Until = since, Text = null });
        connection.Do($"INSERT INTO maintenance_past ({Columns}) SELECT {Columns} FROM maintenance WHERE factory = $factory AND asset = $asset", machine);
        connection.Do("DELETE FROM maintenance WHERE factory = $factory AND asset = $asset", machine);
        connection.Do(
            "INSERT INTO maintenance (factory, asset, since, until, who, note) VALUES ($factory, $asset, $since, $until, $who, $note)",
            [.. machine, ("$since", since), ("$until", entry.Until), ("$who", entry.Who), ("$note", entry.Text)]);
        Note(connection, factory, asset, since, entry);
    }

    /// <summary>Gives one that runs the end <see cref="MaintenanceEntry.Until"/>.</summary>
    public static void SetEnd(SqliteConnection connection, Maintenance running, MaintenanceEntry entry)
    {
        connection.Do(
            "UPDATE maintenance SET until = $until WHERE factory = $factory AND asset = $asset AND since = $since",
            ("$factory", running.Factory), ("$asset", running.Asset), ("$since", running.Since), ("$until", entry.Until));
        Note(connection, running.Factory, running.Asset, running.Since, entry);
    }

    /// <summary>Counts an insight for the maintenance in which it was computed, however late it comes.</summary>
    /// <returns>False where there was none.</returns>
    public static bool HoldBack(SqliteConnection connection, string factory, string asset, DateTimeOffset computed)
    {
        return In("maintenance") || In("maintenance_past");

        bool In(string table) => connection.Do(
            $"UPDATE {table} SET held_back = held_back + 1 WHERE factory = $factory AND asset = $asset AND since <= $at AND until > $at",
            ("$factory", factory), ("$asset", asset), ("$at", computed)) > 0;
    }

    private static void Note(SqliteConnection connection, string factory, string asset, DateTimeOffset since, MaintenanceEntry entry) => connection.Do(
        """
        INSERT INTO maintenance_entries (factory, asset, since, number, at, who, what, until, text)
        VALUES ($factory, $asset, $since,
            (SELECT coalesce(max(number), 0) + 1 FROM maintenance_entries WHERE factory = $factory AND asset = $asset AND since = $since),
            $at, $who, $what, $until, $text)
        """,
        ("$factory", factory), ("$asset", asset), ("$since", since), ("$at", entry.At), ("$who", entry.Who), ("$what", entry.What),
        ("$until", entry.Until), ("$text", entry.Text));

    private static List<Maintenance> WithHistory(SqliteConnection connection, string factory, List<Maintenance> listed)
    {
        if (listed.Count == 0)
            return listed;
        var entries = connection.Read(
            "SELECT asset, since, at, who, what, until, text FROM maintenance_entries WHERE factory = $factory AND since >= $oldest ORDER BY asset, since, number",
            row => (Of: (row.GetString(0), row.Time(1)), Entry: new MaintenanceEntry(row.Time(2), row.GetString(3), row.GetString(4), row.Time(5), row.TextOrNull(6))),
            ("$factory", factory), ("$oldest", listed.Min(m => m.Since))).ToLookup(e => e.Of, e => e.Entry);
        return listed.ConvertAll(m => m with { History = [.. entries[(m.Asset, m.Since)]] });
    }

    private static Maintenance MaintenanceOf(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.Time(2), row.Time(3), row.GetString(4), row.TextOrNull(5), row.GetInt64(6));
}
