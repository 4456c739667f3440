using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>What people say beforehand of work on a machine, whether it has a case or not. Thread-safe.</summary>
internal sealed class MaintenanceDesk(WarningsDatabase database, CaseDesk cases, CaseChanges changes, TimeProvider time)
{
    /// <summary>How far back the pages look; the file keeps all of it.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromDays(90);

    public Task<IReadOnlyList<Maintenance>> RunningAsync(string factory, CancellationToken cancellation) =>
        database.ReadAsync(connection => MaintenanceBook.ListRunning(connection, factory, time.GetUtcNow()), cancellation);

    /// <summary>The last ninety days.</summary>
    public Task<PastMaintenance> PastAsync(string factory, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return database.ReadAsync(connection => MaintenanceBook.ListPast(connection, factory, now - Shown, now), cancellation);
    }

    /// <summary>
    /// Work on a machine begins. Where the machine has an open case, the case goes to known maintenance with it, as if it had been
    /// said there: what is open waits for people, and they have just said why it is so.
    /// </summary>
    /// <param name="factory">Of the machine.</param>
    /// <param name="asset">The machine.</param>
    /// <param name="until">When it is to end.</param>
    /// <param name="who">Account.</param>
    /// <param name="text">A note with it.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public Task<CaseChange> BeginAsync(string factory, string asset, DateTimeOffset? until, string who, string? text, CancellationToken cancellation) =>
        WriteAsync(until, who, text, MaintenanceEvents.Began, (connection, entry) =>
        {
            if (MaintenanceBook.FindRunning(connection, factory, asset, entry.At) is not null)
                return CaseChange.NotNow;
            if (CaseChanges.FindOpen(connection, factory, asset) is { } open)
            {
                var line = new CaseEntry(entry.At, who, CaseEvents.Maintained, entry.Text);
                return cases.Act(connection, factory, open.Id, CaseAction.Maintain, line, entry.Until);
            }

            MaintenanceBook.Begin(connection, factory, asset, entry);
            return CaseChange.Done;
        }, cancellation);

    /// <summary>Prolongs or shortens one. Cases stay as they are.</summary>
    /// <param name="seen">As it was when the person decided; where it is another by now, nothing happens.</param>
    /// <param name="until">When it is to end.</param>
    /// <param name="who">Account.</param>
    /// <param name="text">A note with it.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public Task<CaseChange> ChangeEndAsync(Maintenance seen, DateTimeOffset? until, string who, string? text, CancellationToken cancellation) =>
        WriteAsync(until, who, text, MaintenanceEvents.EndChanged, (connection, entry) => SetEnd(connection, seen, entry), cancellation);

    /// <summary>The machine works again: from now on it raises what it has to.</summary>
    /// <param name="seen">As in <see cref="ChangeEndAsync"/>.</param>
    /// <param name="who">Account.</param>
    /// <param name="text">A note with it.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public Task<CaseChange> EndAsync(Maintenance seen, string who, string? text, CancellationToken cancellation) =>
        WriteAsync(null, who, text, MaintenanceEvents.Ended, (connection, entry) => SetEnd(connection, seen, entry), cancellation);

    private static CaseChange SetEnd(SqliteConnection connection, Maintenance seen, MaintenanceEntry entry)
    {
        if (MaintenanceBook.FindRunning(connection, seen.Factory, seen.Asset, entry.At) is not { } running
            || (running.Since, running.Until) != (seen.Since, seen.Until))
            return CaseChange.NotNow;
        MaintenanceBook.SetEnd(connection, running, entry);
        return CaseChange.Done;
    }

    private async Task<CaseChange> WriteAsync(
        DateTimeOffset? until, string who, string? text, string what, Func<SqliteConnection, MaintenanceEntry, CaseChange> write,
        CancellationToken cancellation)
    {
        text = NoteText.Of(text);
        if (text?.Length > NoteText.Most)
            return CaseChange.TextTooLong;
        var now = time.GetUtcNow();
        if (what != MaintenanceEvents.Ended && !MaintenanceBook.CanEnd(until, now))
            return CaseChange.UntilNotUsable;
        var entry = new MaintenanceEntry(now, who, what, until ?? now, text);
        var change = await database.WriteAsync(connection => write(connection, entry), cancellation);
        if (change == CaseChange.Done)
            changes.Announce();
        return change;
    }
}
