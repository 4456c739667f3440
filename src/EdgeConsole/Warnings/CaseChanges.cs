using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Notifications;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>
/// Writes a changed case with everything that follows from it, in the caller's transaction: its history, the outbox to the
/// topic, and whom to notify.
/// </summary>
internal sealed class CaseChanges(NotificationQueue notifications)
{
    /// <summary>Called within the transaction when the table 'rejected' has changed.</summary>
    public event Action<SqliteConnection>? RejectedChanged;

    /// <summary>Called after a commit: there is something to publish, and perhaps somebody to notify.</summary>
    public event Action? Announced;

    public void Announce()
    {
        Announced?.Invoke();
        notifications.Wake();
    }

    /// <param name="happened">One of <see cref="CaseEvents"/> for those who are notified; null for what is no news.</param>
    public void Store(SqliteConnection connection, WarningCase warning, string? happened, CaseEntry? entry)
    {
        var json = JsonSerializer.Serialize(warning, ContractsJson.Default.WarningCase);
        var isOpen = warning.State.IsOpen();
        connection.Do(
            """
            INSERT INTO cases (id, factory, asset, is_open, changed, ended, json) VALUES ($id, $factory, $asset, $open, $changed, $ended, $json)
            ON CONFLICT (id) DO UPDATE SET is_open = $open, changed = $changed, json = $json,
                ended = CASE WHEN $open = 1 THEN NULL ELSE coalesce(ended, $ended) END
            """,
            ("$id", warning.Id), ("$factory", warning.Factory), ("$asset", warning.Asset), ("$open", isOpen ? 1 : 0),
            ("$changed", warning.Changed), ("$ended", isOpen ? null : warning.Changed), ("$json", json));
        connection.Do(
            "INSERT INTO outbox (case_id, revision, json) VALUES ($id, $revision, $json) ON CONFLICT (case_id) DO UPDATE SET revision = $revision, json = $json",
            ("$id", warning.Id), ("$revision", warning.Revision), ("$json", json));
        if (entry is not null)
            Note(connection, warning.Id, entry);
        if (happened is not null)
            notifications.Add(connection, warning, happened, entry?.Who, entry?.Who is null ? null : entry.Text);
    }

    public void RememberRejected(SqliteConnection connection) => RejectedChanged?.Invoke(connection);

    public static void Note(SqliteConnection connection, string caseId, CaseEntry entry) =>
        connection.Do(
            """
            INSERT INTO entries (case_id, number, at, who, what, text)
            VALUES ($case, (SELECT coalesce(max(number), 0) + 1 FROM entries WHERE case_id = $case), $at, $who, $what, $text)
            """,
            ("$case", caseId), ("$at", entry.At), ("$who", entry.Who), ("$what", entry.What), ("$text", entry.Text));

    public static WarningCase? FindOpen(SqliteConnection connection, string factory, string asset) => connection.Read(
        "SELECT json FROM cases WHERE factory = $factory AND asset = $asset AND is_open = 1", row => CaseOf(row.GetString(0)),
        ("$factory", factory), ("$asset", asset)).FirstOrDefault();

    public static WarningCase CaseOf(string json) => JsonSerializer.Deserialize(json, ContractsJson.Default.WarningCase)!;
}
