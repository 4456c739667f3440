using System.Globalization;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Screens.Figures;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Tasks;

/// <summary>The bureau's tasks: made, changed, closed and opened again, each change with its place in the task's history.</summary>
internal sealed class TaskBook(IDbContextFactory<BrainContext> contexts, FactoryRegistry registry, TaskWriter writer, PlaceTime time)
{
    public async Task<TaskOutcome> CreateAsync(NewTask asked, string by, CancellationToken cancellationToken)
    {
        var owner = string.IsNullOrWhiteSpace(asked.Owner) ? by : asked.Owner.Trim();
        if (registry.Find(asked.Factory ?? "") is null)
            return Refused(new Said(WorkPhrases.NoFactory, asked.Factory));
        if (TaskCheck.FindFault(asked.Title ?? "", asked.Text, owner) is { } fault)
            return Refused(fault);
        if (asked.Due < time.Today())
            return Refused(new Said(WorkPhrases.DueIsOver, Day(asked.Due), Day(time.Today())));
        if (asked.Warning is not null && !await IsReleasedAsync(asked.Factory!, asked.Warning, cancellationToken))
            return Refused(new Said(WorkPhrases.NotReleasedBy, asked.Factory, asked.Warning));

        return await writer.WriteAsync(
            async context =>
            {
                var row = new TaskRow
                {
                    Id = Guid.CreateVersion7(time.Now).ToString("N"),
                    Factory = asked.Factory!,
                    Revision = await TaskWriter.NextRevisionAsync(context, asked.Factory!, cancellationToken),
                    Title = asked.Title!.Trim(),
                    Text = Emptied(asked.Text),
                    Warning = asked.Warning,
                    Owner = owner,
                    Due = asked.Due,
                    State = TaskWords.Open,
                    CreatedBy = by,
                    Created = time.Now,
                    Changed = time.Now,
                };
                context.Tasks.Add(row);
                context.TaskEvents.Add(Event(row, "created", null, by));
                await context.SaveChangesAsync(cancellationToken);
                return Done(row);
            },
            cancellationToken);
    }

    /// <param name="revision">The one that the caller saw.</param>
    public Task<TaskOutcome> ChangeAsync(string id, long revision, TaskChange change, string by, CancellationToken cancellationToken) =>
        UpdateAsync(id, revision, by, "changed", null, row =>
        {
            var (title, text, owner) = (change.Title ?? row.Title, change.Text ?? row.Text, change.Owner ?? row.Owner);
            if (row.State == TaskWords.Closed)
                return new Said(WorkPhrases.IsClosed);
            if (TaskCheck.FindFault(title, text, owner) is { } fault)
                return fault;
            if (change.Due is { } due && due != row.Due && due < time.Today())
                return new Said(WorkPhrases.DueIsOver, Day(due), Day(time.Today()));
            (row.Title, row.Text, row.Owner, row.Due) = (title.Trim(), Emptied(text), owner.Trim(), change.Due ?? row.Due);
            return null;
        }, cancellationToken);

    public Task<TaskOutcome> CloseAsync(string id, long revision, string? text, string by, CancellationToken cancellationToken) =>
        UpdateAsync(id, revision, by, "closed", text, row =>
        {
            if (row.State == TaskWords.Closed)
                return new Said(WorkPhrases.IsClosedAlready);
            row.State = TaskWords.Closed;
            return null;
        }, cancellationToken);

    /// <summary>Back to the factory: what it did is not enough, or a task was closed too early.</summary>
    public Task<TaskOutcome> ReopenAsync(string id, long revision, string? text, string by, CancellationToken cancellationToken) =>
        UpdateAsync(id, revision, by, "reopened", text, row =>
        {
            if (row.State == TaskWords.Open)
                return new Said(WorkPhrases.IsOpenAlready);
            if (string.IsNullOrWhiteSpace(text))
                return new Said(WorkPhrases.SayWhy);
            row.State = TaskWords.Open;

            // The factory sees the task and not its history: why it is open again belongs to its text.
            row.Text = Joined(row.Text, text);
            return row.Text.Length > TaskCheck.LongestText ? new Said(WorkPhrases.TextTooLong, TaskCheck.LongestText) : null;
        }, cancellationToken);

    private Task<TaskOutcome> UpdateAsync(
        string id, long revision, string by, string kind, string? text, Func<TaskRow, Said?> change, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            async context =>
            {
                if (await context.Tasks.FindAsync([id], cancellationToken) is not { } row)
                    return new TaskOutcome(TaskResult.NotFound);
                if (row.Revision != revision)
                    return new TaskOutcome(TaskResult.Stale, TaskView.Of(row, time.Today()));
                if (!TaskCheck.IsText(text))
                    return Refused(new Said(WorkPhrases.BadText, TaskCheck.LongestText));
                if (change(row) is { } fault)
                    return Refused(fault);
                row.Revision = await TaskWriter.NextRevisionAsync(context, row.Factory, cancellationToken);
                row.Changed = time.Now;
                context.TaskEvents.Add(Event(row, kind, text, by));
                await context.SaveChangesAsync(cancellationToken);
                return Done(row);
            },
            cancellationToken);

    private async Task<bool> IsReleasedAsync(string factory, string warning, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Warnings.AnyAsync(row => row.Factory == factory && row.Id == warning && !row.Withdrawn, cancellationToken);
    }

    private TaskEventRow Event(TaskRow row, string kind, string? text, string by) => new()
    {
        Task = row.Id,
        Factory = row.Factory,
        Kind = kind,
        State = row.State,
        Text = Emptied(text),
        By = by,
        At = time.Now,
        Stored = time.Now,
    };

    private TaskOutcome Done(TaskRow row) => new(TaskResult.Done, TaskView.Of(row, time.Today()));

    private static TaskOutcome Refused(Said reason) => new(TaskResult.Refused, Reason: reason);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Emptied(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Joined(string? text, string more) => text is null ? more.Trim() : $"{text}\n\n{more.Trim()}";
}
