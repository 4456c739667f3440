using System.Data.Common;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>What people see of the cases, and what they do to them. Thread-safe.</summary>
internal sealed class CaseDesk(WarningsDatabase database, CaseChanges changes, TimeProvider time)
{
    private const int MostListed = 200;
    private const int MostInsights = 50;

    /// <summary>The newest change first; at most two hundred, all that are open before those that are not.</summary>
    /// <param name="factory">Null for all.</param>
    /// <param name="withEnded">Also those that people are done with.</param>
    /// <param name="cancellation">Ends the question.</param>
    public Task<IReadOnlyList<CaseRecord>> ListAsync(string? factory, bool withEnded, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<CaseRecord>>(connection => connection.Read(
            """
            SELECT json, ended, went_on FROM cases WHERE ($factory IS NULL OR factory = $factory) AND (is_open = 1 OR $ended = 1)
            ORDER BY is_open DESC, changed DESC LIMIT $most
            """,
            RecordOf, ("$factory", factory), ("$ended", withEnded ? 1 : 0), ("$most", MostListed)), cancellation);

    /// <returns>How many cases wait for people, by factory; a factory without any is not in it.</returns>
    public Task<IReadOnlyDictionary<string, long>> CountOpenAsync(CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyDictionary<string, long>>(connection => connection.Read(
            "SELECT factory, count(*) FROM cases WHERE is_open = 1 GROUP BY factory",
            row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1))).ToDictionary(StringComparer.Ordinal), cancellation);

    /// <returns>Null where the factory has no such case.</returns>
    public Task<CaseDetail?> FindAsync(string factory, string id, CancellationToken cancellation) => database.ReadAsync(connection =>
    {
        if (Find(connection, factory, id) is not { } record)
            return null;
        var history = connection.Read(
            "SELECT at, who, what, text FROM entries WHERE case_id = $id ORDER BY number",
            row => new CaseEntry(row.Time(0), row.TextOrNull(1), row.GetString(2), row.TextOrNull(3)), ("$id", id));
        var insights = connection.Read(
            "SELECT json FROM insights WHERE case_id = $id ORDER BY window_to DESC LIMIT $most",
            row => JsonSerializer.Deserialize(row.GetString(0), ContractsJson.Default.Insight)!, ("$id", id), ("$most", MostInsights));
        var maintenance = MaintenanceBook.FindRunning(connection, factory, record.Case.Asset, time.GetUtcNow());
        return new CaseDetail(record, history, insights, maintenance);
    }, cancellation);

    /// <param name="factory">Whose case.</param>
    /// <param name="id">Of the case.</param>
    /// <param name="action">What is done.</param>
    /// <param name="who">Account.</param>
    /// <param name="text">A note with it; needed where a note is all there is.</param>
    /// <param name="until">End of a maintenance.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public async Task<CaseChange> ActAsync(
        string factory, string id, CaseAction action, string who, string? text, DateTimeOffset? until, CancellationToken cancellation)
    {
        text = NoteText.Of(text);
        if (text is null && action is CaseAction.Note or CaseAction.NoteForCity)
            return CaseChange.TextMissing;
        if (text?.Length > NoteText.Most)
            return CaseChange.TextTooLong;
        var now = time.GetUtcNow();
        if (action == CaseAction.Maintain && !MaintenanceBook.CanEnd(until, now))
            return CaseChange.UntilNotUsable;
        var change = await database.WriteAsync(connection => Act(connection, factory, id, action, new CaseEntry(now, who, CaseEvents.Of(action), text), until), cancellation);
        if (change == CaseChange.Done)
            changes.Announce();
        return change;
    }

    /// <summary>As <see cref="ActAsync"/>, in the caller's transaction and with what was checked before.</summary>
    public CaseChange Act(SqliteConnection connection, string factory, string id, CaseAction action, CaseEntry entry, DateTimeOffset? until)
    {
        if (Find(connection, factory, id)?.Case is not { } before)
            return CaseChange.Unknown;
        if (action == CaseAction.Note)
        {
            CaseChanges.Note(connection, id, entry);
            return CaseChange.Done;
        }

        if (Next(before.State, action) is not { } state)
            return CaseChange.NotNow;
        if (action == CaseAction.Reopen && CaseChanges.FindOpen(connection, factory, before.Asset) is not null)
            return CaseChange.AnotherIsOpen;
        var after = before with
        {
            Revision = before.Revision + 1,
            Changed = entry.At,
            State = state,
            Confirmed = action == CaseAction.Confirm ? before.Confirmed ?? entry.At : before.Confirmed,
            NoteForCity = action == CaseAction.NoteForCity ? entry.Text : before.NoteForCity,
        };
        changes.Store(connection, after, CaseEvents.Of(action), entry);
        Follow(connection, after, action, entry, until);
        return CaseChange.Done;
    }

    private void Follow(SqliteConnection connection, WarningCase warning, CaseAction action, CaseEntry entry, DateTimeOffset? until)
    {
        switch (action)
        {
            case CaseAction.Maintain:
                MaintenanceBook.Begin(
                    connection, warning.Factory, warning.Asset, new MaintenanceEntry(entry.At, entry.Who!, MaintenanceEvents.Began, until!.Value, entry.Text));
                break;
            case CaseAction.Reject:
                // What is a false alarm stays one while the model goes on saying the same; a worse level is news.
                connection.Do(
                    """
                    INSERT INTO rejected (factory, asset, capsule, model, level, case_id)
                    SELECT $factory, $asset, capsule, model, max(level), $id FROM insights WHERE case_id = $id GROUP BY capsule, model
                    ON CONFLICT (factory, asset, capsule, model) DO UPDATE SET level = max(level, excluded.level), case_id = $id
                    """,
                    ("$factory", warning.Factory), ("$asset", warning.Asset), ("$id", warning.Id));
                changes.RememberRejected(connection);
                break;
            case CaseAction.Reopen:
                connection.Do("DELETE FROM rejected WHERE case_id = $id", ("$id", warning.Id));
                if (MaintenanceBook.FindRunning(connection, warning.Factory, warning.Asset, entry.At) is { } running)
                    MaintenanceBook.SetEnd(connection, running, new MaintenanceEntry(entry.At, entry.Who!, MaintenanceEvents.Ended, entry.At, entry.Text));
                changes.RememberRejected(connection);
                break;
        }
    }

    /// <returns>The state after an action; null where it cannot be done now.</returns>
    public static WarningState? Next(WarningState state, CaseAction action) => action switch
    {
        CaseAction.Note or CaseAction.NoteForCity => state,
        CaseAction.Acknowledge when state == WarningState.Open => WarningState.Acknowledged,
        CaseAction.Confirm when state is WarningState.Open or WarningState.Acknowledged => WarningState.Confirmed,
        CaseAction.Reject when state.IsOpen() => WarningState.Rejected,
        CaseAction.Maintain when state.IsOpen() => WarningState.KnownMaintenance,
        CaseAction.Close when state.IsOpen() => WarningState.Closed,
        CaseAction.Reopen when !state.IsOpen() => WarningState.Acknowledged,
        _ => null,
    };

    private static CaseRecord? Find(SqliteConnection connection, string factory, string id) => connection.Read(
        "SELECT json, ended, went_on FROM cases WHERE id = $id AND factory = $factory", RecordOf, ("$id", id), ("$factory", factory)).FirstOrDefault();

    private static CaseRecord RecordOf(DbDataReader row) =>
        new(CaseChanges.CaseOf(row.GetString(0)), row.IsDBNull(1) ? null : row.Time(1), row.GetInt64(2));
}
